// Conversations, kept in this browser and nowhere else: one database for each account, the latest 200 of them.

import { t } from '../texts.js';

export const MOST = 200;
const HEADS = 'conversations';
const BODIES = 'messages';
const stores = new Map();

/** The conversations of an account. If the browser keeps nothing, they last as long as the page. */
export function store(accountId) {
  if (!stores.has(accountId)) {
    stores.set(accountId, new Store(`corral-${accountId}`));
  }
  return stores.get(accountId);
}

class Store extends EventTarget {
  #name;
  #opening;
  #database = null;
  #kept = new Map();
  /** Whether what is saved outlives the page. */
  lasting = true;

  constructor(name) {
    super();
    this.#name = name;
  }

  #open() {
    this.#opening ??= new Promise((opened, failed) => {
      const asked = indexedDB.open(this.#name, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore(HEADS, { keyPath: 'id' });
        asked.result.createObjectStore(BODIES, { keyPath: 'id' });
      };
      asked.onsuccess = () => opened(this.#database = asked.result);
      asked.onerror = () => failed(asked.error);
    }).catch(() => {
      this.lasting = false;
      return null;
    });
    return this.#opening;
  }

  async #run(mode, work) {
    const database = await this.#open();
    const change = database.transaction([HEADS, BODIES], mode);
    const result = work(change.objectStore(HEADS), change.objectStore(BODIES));
    await new Promise((done, failed) => {
      change.oncomplete = done;
      change.onerror = () => failed(change.error);
      change.onabort = () => failed(change.error);
    });
    return result?.result;
  }

  /** All conversations without their messages, the latest first. */
  async list() {
    const heads = await this.#open() ? await this.#run('readonly', (all) => all.getAll()) : [...this.#kept.values()].map(head);
    return heads.sort((one, other) => other.updated - one.updated);
  }

  /** One conversation with its messages; undefined if there is none. */
  async load(id) {
    if (!await this.#open()) {
      return this.#kept.get(id);
    }
    const [found, body] = await Promise.all([
      this.#run('readonly', (heads) => heads.get(id)), this.#run('readonly', (_, bodies) => bodies.get(id))]);
    return found && { ...found, messages: body?.messages || [] };
  }

  /** Saves a conversation and deletes the oldest ones beyond the limit. Throws if there is no room. */
  async save(conversation) {
    if (await this.#open()) {
      try {
        await this.#run('readwrite', (heads, bodies) => put(conversation, heads, bodies));
      } catch {
        throw new Error(t.chat.noRoom);
      }
    } else {
      this.#kept.set(conversation.id, conversation);
    }
    const beyond = (await this.list()).slice(MOST);
    if (beyond.length > 0) {
      await this.#drop(beyond.map((each) => each.id));
    }
    this.#changed();
  }

  /** Saves at the end of the page, without a wait: a browser runs nothing after it. */
  saveNow(conversation) {
    if (this.#database) {
      const change = this.#database.transaction([HEADS, BODIES], 'readwrite');
      put(conversation, change.objectStore(HEADS), change.objectStore(BODIES));
      change.commit();
    }
  }

  async remove(id) {
    await this.#drop([id]);
    this.#changed();
  }

  async clear() {
    await this.#drop((await this.list()).map((each) => each.id));
    this.#changed();
  }

  async #drop(ids) {
    ids.forEach((id) => this.#kept.delete(id));
    if (await this.#open()) {
      await this.#run('readwrite', (heads, bodies) => ids.forEach((id) => {
        heads.delete(id);
        bodies.delete(id);
      }));
    }
  }

  #changed() {
    this.dispatchEvent(new Event('changed'));
  }
}

function put(conversation, heads, bodies) {
  heads.put(head(conversation));
  bodies.put({ id: conversation.id, messages: conversation.messages });
}

function head({ id, title, model, created, updated }) {
  return { id, title, model, created, updated };
}

/** A new conversation. It is saved with its first message. */
export function fresh() {
  // Without TLS there is no randomUUID.
  const id = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const now = Date.now();
  return { id, title: '', model: '', created: now, updated: now, messages: [] };
}
