import { ChatOpenAI, OpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { each, question, serve } from './served.mjs';

await serve('/ollama/v1', (address, key) => {
  const prompt = question[0].content;
  const to = (model) => ({ configuration: { baseURL: address }, apiKey: key, model, maxRetries: 0 });
  return {
    embed: (model) => new OpenAIEmbeddings({ ...to(model), encodingFormat: 'float' }).embedQuery('sky'),
    chat: async (model) => (await new ChatOpenAI(to(model)).invoke(prompt)).content,
    completions: (model) => new OpenAI(to(model)).invoke(prompt),
    'chat streamed': (model, signal) =>
      each(new ChatOpenAI(to(model)).stream(prompt, { signal }), (part) => part.content),
    'completions streamed': (model, signal) => each(new OpenAI(to(model)).stream(prompt, { signal }), (part) => part),
  };
});
