import { createInterface } from 'node:readline';

// Reads one call a line ({call, gate, key, model, leaveAfter}), with the right path behind the gate's address or to another
// {address}, and tells a line for each piece of its answer as it comes:
// {token}, {value}, and at last {end} or {error, message, status}.
//
// callsOf(address, key) has the calls by name; each takes (model, signal) and gives a value, or something to iterate over.
export async function serve(path, callsOf) {
  for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    try {
      await answer(asked, callsOf(asked.address ?? asked.gate + path, asked.key)[asked.call]);
      tell({ end: true });
    } catch (error) {
      tell({ error: error.constructor.name, message: error.message, status: error.status ?? error.status_code ?? 0 });
    }
  }
}

async function answer({ model, leaveAfter }, call) {
  const leaving = new AbortController();
  const value = await call(model, leaving.signal);
  if (value[Symbol.asyncIterator] === undefined) {
    tell({ value });
    return;
  }
  let heard = 0;
  for await (const token of value) {
    tell({ token });
    heard += 1;
    if (heard === leaveAfter) {
      leaving.abort();
    }
  }
}

function tell(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

export const question = [{ role: 'user', content: 'Why is the sky blue?' }];

// Of each part of an answer the text; parts without any are left out.
export async function* each(answer, text) {
  for await (const part of await answer) {
    const said = text(part);
    if (said) {
      yield said;
    }
  }
}
