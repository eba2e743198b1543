// One answer on its way. It goes on while other parts of the page are shown, until it is whole or somebody stops it.

import { ApiError, lines, send } from '../api.js';
import { t } from '../texts.js';
import { store } from './store.js';

const SAVE_EVERY = 3000;
const running = new Map();

/** The answer that this conversation waits for, if any. */
export const runOf = (conversationId) => running.get(conversationId);

/**
 * Asks the model of a conversation for its next message.
 * @param options { accountId, think } where think is undefined for models that don't
 */
export function ask(conversation, options) {
  const message = { role: 'assistant', model: conversation.model, content: '', state: 'running', started: Date.now() };
  conversation.messages.push(message);
  const run = new Run(conversation, message, options);
  running.set(conversation.id, run);
  run.go();
  return run;
}

// A page that comes back shows what has come so far.
window.addEventListener('pagehide', () => running.forEach((run) => run.keep()));

/** Tells 'progress' when there is more to show, and 'end'. */
class Run extends EventTarget {
  #stopper = new AbortController();
  #options;
  #saved = 0;

  constructor(conversation, message, options) {
    super();
    this.conversation = conversation;
    this.message = message;
    this.#options = options;
  }

  /** Closes the connection. Corral then closes its connection to Ollama. */
  stop() {
    this.#stopper.abort();
  }

  keep() {
    store(this.#options.accountId).saveNow(this.conversation);
  }

  async go() {
    const { message } = this;
    try {
      await this.#read(await send('POST', 'ollama/api/chat', this.#body(), this.#stopper.signal));
    } catch (failure) {
      if (failure.name === 'AbortError') {
        message.state = 'stopped';
      } else {
        message.state = 'failed';
        message.error = failure instanceof ApiError ? failure.message : t.chat.brokenOff;
        message.status = failure.status ?? 0;
        message.retryAt = failure.retryAfter ? Date.now() + failure.retryAfter * 1000 : 0;
      }
    }
    message.ended = Date.now();
    running.delete(this.conversation.id);
    await this.#save();
    this.dispatchEvent(new Event('end'));
  }

  #body() {
    const said = this.conversation.messages.slice(0, -1)
      .filter((each) => each.role === 'user' || each.content)
      .map(({ role, content, images }) => ({ role, content, ...(images?.length ? { images: images.map((image) => image.data) } : {}) }));
    const { think } = this.#options;
    return { model: this.conversation.model, messages: said, stream: true, ...(think === undefined ? {} : { think }) };
  }

  async #read(answer) {
    const { message } = this;
    for await (const line of lines(answer)) {
      if (line.error) {
        throw new ApiError(200, String(line.error));
      }
      // A line without content may come while Ollama is silent.
      const content = line.message?.content || '';
      const thought = line.message?.thinking || '';
      if (content || thought) {
        message.first ??= Date.now();
        message.pieces = (message.pieces || 0) + 1;
        message.content += content;
        if (thought) {
          message.thinking = (message.thinking || '') + thought;
        } else if (message.thinking && !message.thoughtFor) {
          message.thoughtFor = Date.now() - message.first;
        }
        this.dispatchEvent(new Event('progress'));
        this.#saveSometimes();
      }
      if (line.done) {
        message.state = 'done';
        message.tokens = line.eval_count;
        message.nanos = line.eval_duration;
        message.reason = line.done_reason;
        return;
      }
    }
    throw new ApiError(0, t.chat.brokenOff);
  }

  #saveSometimes() {
    const now = Date.now();
    if (now - this.#saved > SAVE_EVERY) {
      this.#saved = now;
      this.#save();
    }
  }

  async #save() {
    this.conversation.updated = Date.now();
    try {
      await store(this.#options.accountId).save(this.conversation);
    } catch (failure) {
      this.conversation.unsaved = failure.message;
    }
  }
}

/** Tokens a second, as Ollama measured it, or from what came; 0 where there is too little to tell. */
export function speed({ tokens, nanos, pieces, first, ended }) {
  if (tokens && nanos) {
    return tokens / (nanos / 1e9);
  }
  return pieces > 1 && ended > first ? pieces / ((ended - first) / 1000) : 0;
}
