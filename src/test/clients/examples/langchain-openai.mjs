import { ChatOpenAI } from '@langchain/openai';

const llama = new ChatOpenAI({
  configuration: { baseURL: `${process.env.GATE}/ollama/v1` },
  apiKey: process.env.GATE_KEY,
  model: 'llama3.2',
});

for await (const part of await llama.stream('Why is the sky blue?')) {
  process.stdout.write(part.content);
}
