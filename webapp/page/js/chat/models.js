// Which models there are for this person, and what each can do.

import { get, post } from '../api.js';

const known = new Map();

/** The models that Ollama lists, by name. */
export async function models(signal) {
  const { models: all } = await get('ollama/api/tags', signal);
  return (all || []).sort((one, other) => one.name.localeCompare(other.name));
}

/** `{ chat, vision, thinking }`; what an older Ollama doesn't tell is taken for no, but for chat. */
export async function abilities(name, signal) {
  if (!known.has(name)) {
    const { capabilities } = await post('ollama/api/show', { model: name }, signal);
    const has = (ability) => (capabilities || []).includes(ability);
    known.set(name, { chat: !capabilities || has('completion'), vision: has('vision'), thinking: has('thinking') });
  }
  return known.get(name);
}

/** `llama3.2:latest` is called `llama3.2`. */
export const shortName = (name) => name.replace(/:latest$/, '');
