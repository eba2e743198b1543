import OpenAI from 'openai';
import { each, question, serve } from './served.mjs';

await serve('/ollama/v1', (address, key) => {
  const openai = new OpenAI({ baseURL: address, apiKey: key, maxRetries: 0 });
  const prompt = question[0].content;
  const chat = openai.chat.completions;
  return {
    models: async () => (await openai.models.list()).data.map((each) => each.id),
    embed: async (model) =>
      (await openai.embeddings.create({ model, input: 'sky', encoding_format: 'float' })).data[0].embedding,
    chat: async (model) => (await chat.create({ model, messages: question })).choices[0].message.content,
    completions: async (model) => (await openai.completions.create({ model, prompt })).choices[0].text,
    responses: async (model) => (await openai.responses.create({ model, input: prompt })).output_text,
    'chat streamed': (model, signal) =>
      each(chat.create({ model, messages: question, stream: true }, { signal }), (part) => part.choices[0].delta.content),
    'completions streamed': (model, signal) =>
      each(openai.completions.create({ model, prompt, stream: true }, { signal }), (part) => part.choices[0].text),
    'responses streamed': (model, signal) =>
      each(openai.responses.create({ model, input: prompt, stream: true }, { signal }), (event) =>
        event.type === 'response.output_text.delta' ? event.delta : ''),
  };
});
