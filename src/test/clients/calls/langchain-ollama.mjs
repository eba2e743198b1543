import { ChatOllama, Ollama, OllamaEmbeddings } from '@langchain/ollama';
import { each, question, serve } from './served.mjs';

await serve('/ollama', (address, key) => {
  const prompt = question[0].content;
  const to = (model) => ({
    baseUrl: address,
    headers: { Authorization: `Bearer ${key}` },
    model,
    maxRetries: 0,
  });
  return {
    embed: (model) => new OllamaEmbeddings(to(model)).embedQuery('sky'),
    chat: async (model) => (await new ChatOllama(to(model)).invoke(prompt)).content,
    generate: (model) => new Ollama(to(model)).invoke(prompt),
    'chat streamed': (model, signal) =>
      each(new ChatOllama(to(model)).stream(prompt, { signal }), (part) => part.content),
    'generate streamed': (model, signal) => each(new Ollama(to(model)).stream(prompt, { signal }), (part) => part),
  };
});
