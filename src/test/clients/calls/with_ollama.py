from ollama import Client

from served import QUESTION, Streamed, serve


def calls(address, key):
    ollama = Client(host=address, headers={"Authorization": f"Bearer {key}"})
    prompt = QUESTION[0]["content"]
    return {
        "models": lambda model: [each.model for each in ollama.list().models],
        "embed": lambda model: list(ollama.embed(model=model, input="sky").embeddings[0]),
        "chat": lambda model: ollama.chat(model=model, messages=QUESTION).message.content,
        "generate": lambda model: ollama.generate(model=model, prompt=prompt).response,
        "chat streamed": lambda model: Streamed(
            ollama.chat(model=model, messages=QUESTION, stream=True), lambda part: part.message.content
        ),
        "generate streamed": lambda model: Streamed(
            ollama.generate(model=model, prompt=prompt, stream=True), lambda part: part.response
        ),
    }


serve("/ollama", calls)
