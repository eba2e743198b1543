import { Ollama } from 'ollama';

const ollama = new Ollama({
  host: `${process.env.GATE}/ollama`,
  headers: { Authorization: `Bearer ${process.env.GATE_KEY}` },
});

const answer = await ollama.chat({
  model: 'llama3.2',
  messages: [{ role: 'user', content: 'Why is the sky blue?' }],
  stream: true,
});
for await (const part of answer) {
  process.stdout.write(part.message.content);
}
