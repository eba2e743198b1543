import json
import sys


def serve(path, calls_of):
    """Reads calls and tells their answers as served.mjs does; calls_of(address, key) has them by name."""
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            address = asked.get("address", asked["gate"] + path)
            answer(calls_of(address, asked["key"])[asked["call"]](asked["model"]), asked["leaveAfter"])
            tell(end=True)
        except Exception as error:
            status = getattr(error, "status_code", 0)
            tell(error=type(error).__name__, message=str(error), status=status)


def answer(value, leave_after):
    if not isinstance(value, Streamed):
        tell(value=value)
        return
    for heard, token in enumerate(value, start=1):
        tell(token=token)
        if heard == leave_after:
            value.close()
            return


class Streamed:
    """Of each part of an answer the text, where it has any; closing it leaves."""

    def __init__(self, parts, text):
        self.parts = parts
        self.text = text

    def __iter__(self):
        return filter(None, map(self.text, self.parts))

    def close(self):
        self.parts.close()


def tell(**what):
    print(json.dumps(what), flush=True)


QUESTION = [{"role": "user", "content": "Why is the sky blue?"}]
