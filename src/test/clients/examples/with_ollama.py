import os

from ollama import Client

ollama = Client(
    host=f"{os.environ['GATE']}/ollama",
    headers={"Authorization": f"Bearer {os.environ['GATE_KEY']}"},
)

answer = ollama.chat(
    model="llama3.2",
    messages=[{"role": "user", "content": "Why is the sky blue?"}],
    stream=True,
)
for part in answer:
    print(part.message.content, end="", flush=True)
