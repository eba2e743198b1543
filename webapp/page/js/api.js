// Requests to Corral. Addresses are relative, so that any context path will do; the cookie goes along by itself.

import { t } from './texts.js';

/** An answer that was no success. `status` is 0 if no answer came. */
export class ApiError extends Error {
  constructor(status, text, retryAfter = 0) {
    super(text);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Gets an event when a request finds that nobody is signed in any more. */
export const session = new EventTarget();

/** The server's own text about a refusal. */
export async function refusal(answer) {
  let text = '';
  try {
    const { detail, error } = await answer.json();
    text = Array.isArray(detail) ? detail.map((fault) => `${fault.loc.at(-1)}: ${fault.msg}`).join('. ')
      : detail || error?.message || error || '';
  } catch {
    // The body is not JSON, so the status has to do.
  }
  return new ApiError(answer.status, text || t.failure.status(answer.status), Number(answer.headers.get('Retry-After')) || 0);
}

/** Sends a request, whose body may be any JSON, and gives the answer. */
export async function send(method, path, body, signal) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      signal,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new ApiError(0, t.failure.unreachable);
  }
  if (!answer.ok) {
    const error = await refusal(answer);
    if (error.status === 401) {
      session.dispatchEvent(new Event('ended'));
    }
    throw error;
  }
  return answer;
}

/** Sends a request and reads the JSON of the answer. */
export async function call(method, path, body, signal) {
  const answer = await send(method, path, body, signal);
  const text = await answer.text();
  return text === '' ? null : JSON.parse(text);
}

export const get = (path, signal) => call('GET', path, undefined, signal);
export const post = (path, body, signal) => call('POST', path, body, signal);
export const put = (path, body, signal) => call('PUT', path, body, signal);
export const remove = (path, body, signal) => call('DELETE', path, body, signal);

/** Gives each line of a streamed NDJSON answer as an object as soon as it comes. */
export async function* lines(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        break;
      }
      const parts = (rest + value).split('\n');
      rest = parts.pop();
      for (const part of parts) {
        if (part.trim() !== '') {
          yield JSON.parse(part);
        }
      }
    }
    if (rest.trim() !== '') {
      yield JSON.parse(rest);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
