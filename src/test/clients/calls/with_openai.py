from openai import OpenAI

from served import QUESTION, Streamed, serve


def calls(address, key):
    openai = OpenAI(base_url=address, api_key=key, max_retries=0)
    chat = openai.chat.completions
    prompt = QUESTION[0]["content"]
    return {
        "models": lambda model: [each.id for each in openai.models.list().data],
        "embed": lambda model: openai.embeddings.create(model=model, input="sky").data[0].embedding,
        "chat": lambda model: chat.create(model=model, messages=QUESTION).choices[0].message.content,
        "completions": lambda model: openai.completions.create(model=model, prompt=prompt).choices[0].text,
        "responses": lambda model: openai.responses.create(model=model, input=prompt).output_text,
        "chat streamed": lambda model: Streamed(
            chat.create(model=model, messages=QUESTION, stream=True), lambda part: part.choices[0].delta.content
        ),
        "completions streamed": lambda model: Streamed(
            openai.completions.create(model=model, prompt=prompt, stream=True), lambda part: part.choices[0].text
        ),
        "responses streamed": lambda model: Streamed(
            openai.responses.create(model=model, input=prompt, stream=True),
            lambda event: event.delta if event.type == "response.output_text.delta" else "",
        ),
    }


serve("/ollama/v1", calls)
