import Anthropic from '@anthropic-ai/sdk';
import { each, question, serve } from './served.mjs';

await serve('/ollama', (address, key) => {
  const anthropic = new Anthropic({ baseURL: address, apiKey: key, maxRetries: 0 });
  const ask = (model) => ({ model, max_tokens: 5, messages: question });
  return {
    models: async () => (await anthropic.models.list()).data.map((each) => each.id),
    messages: async (model) => (await anthropic.messages.create(ask(model))).content[0].text,
    'messages streamed': (model, signal) =>
      each(anthropic.messages.stream(ask(model), { signal }), (event) =>
        event.type === 'content_block_delta' ? event.delta.text : ''),
  };
});
