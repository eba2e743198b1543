import OpenAI from 'openai';

const openai = new OpenAI({
  baseURL: `${process.env.GATE}/ollama/v1`,
  apiKey: process.env.GATE_KEY,
});

const answer = await openai.chat.completions.create({
  model: 'llama3.2',
  messages: [{ role: 'user', content: 'Why is the sky blue?' }],
  stream: true,
});
for await (const part of answer) {
  process.stdout.write(part.choices[0]?.delta.content ?? '');
}
