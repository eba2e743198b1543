import { Ollama } from 'ollama';
import { each, question, serve } from './served.mjs';

await serve('/ollama', (address, key) => {
  const ollama = new Ollama({ host: address, headers: { Authorization: `Bearer ${key}` } });
  const prompt = question[0].content;
  const untilLeft = (signal) => signal.addEventListener('abort', () => ollama.abort());
  return {
    models: async () => (await ollama.list()).models.map((each) => each.name),
    embed: async (model) => (await ollama.embed({ model, input: 'sky' })).embeddings[0],
    chat: async (model) => (await ollama.chat({ model, messages: question })).message.content,
    generate: async (model) => (await ollama.generate({ model, prompt })).response,
    'chat streamed': (model, signal) => {
      untilLeft(signal);
      return each(ollama.chat({ model, messages: question, stream: true }), (part) => part.message.content);
    },
    'generate streamed': (model, signal) => {
      untilLeft(signal);
      return each(ollama.generate({ model, prompt, stream: true }), (part) => part.response);
    },
  };
});
