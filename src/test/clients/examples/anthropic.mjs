import Anthropic from '@anthropic-ai/sdk';

const anthropic = new Anthropic({
  baseURL: `${process.env.GATE}/ollama`,
  apiKey: process.env.GATE_KEY,
});

const answer = anthropic.messages.stream({
  model: 'llama3.2',
  max_tokens: 1000,
  messages: [{ role: 'user', content: 'Why is the sky blue?' }],
});
answer.on('text', (text) => process.stdout.write(text));
await answer.finalMessage();
