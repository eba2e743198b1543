import os

from openai import OpenAI

openai = OpenAI(
    base_url=f"{os.environ['GATE']}/ollama/v1",
    api_key=os.environ["GATE_KEY"],
)

answer = openai.chat.completions.create(
    model="llama3.2",
    messages=[{"role": "user", "content": "Why is the sky blue?"}],
    stream=True,
)
for part in answer:
    if part.choices:
        print(part.choices[0].delta.content or "", end="", flush=True)
