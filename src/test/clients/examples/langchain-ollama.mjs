import { ChatOllama } from '@langchain/ollama';

const llama = new ChatOllama({
  baseUrl: `${process.env.GATE}/ollama`,
  headers: { Authorization: `Bearer ${process.env.GATE_KEY}` },
  model: 'llama3.2',
});

for await (const part of await llama.stream('Why is the sky blue?')) {
  process.stdout.write(part.content);
}
