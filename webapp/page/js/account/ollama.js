// The key with which ollama's command line signs.

import { get, post, remove } from '../api.js';
import { h } from '../dom.js';
import { ago, date } from '../format.js';
import { t } from '../texts.js';
import { actions, button, cell, code, confirm, empty, field, form, head, later, table, toast } from '../ui.js';

export function ollamaKeys({ signal }) {
  const list = later(async () => keyTable(await get('api/v1/auths/ollama_keys', signal), () => list.again()), signal);
  const key = field(t.account.ollama.key, { rows: 3, required: true, placeholder: 'ssh-ed25519 AAAA…', spellcheck: 'false', hint: t.account.ollama.keyHint });
  const made = form({ fields: [key], submit: t.account.ollama.register, send: async () => {
    await post('api/v1/auths/ollama_keys', { public_key: key.value.trim() });
    key.input.value = '';
    toast(t.account.ollama.registered);
    list.again();
  } });
  const base = new URL('ollama', document.baseURI).href;
  const root = h('section', { class: 'stack wide' },
    h('div', {}, head(t.account.ollama.title, t.account.ollama.lead), list),
    h('div', { class: 'stack' }, h('h2', {}, t.account.ollama.add), code('cat ~/.ollama/id_ed25519.pub'), made.root),
    h('div', { class: 'stack' }, h('h2', {}, t.account.ollama.then), code(`export OLLAMA_HOST=${base} OLLAMA_AUTH=1\nollama list`)));
  return { root };
}

function keyTable(keys, again) {
  if (keys.length === 0) {
    return h('div', { class: 'panel' }, empty(t.account.ollama.none, t.account.ollama.noneMore));
  }
  return h('div', { class: 'panel' }, table(t.account.ollama.title,
    [t.account.keys.name, t.account.keys.made, t.account.keys.used, ''],
    keys.map((each) => h('tr', {},
      h('td', {}, h('div', { class: 'break' }, h('strong', {}, each.name)), h('code', { class: 'muted break' }, each.fingerprint)),
      cell(t.account.keys.made, date(each.created_at)),
      cell(t.account.keys.used, each.last_used_at ? ago(each.last_used_at) : t.account.keys.never),
      actions(button(t.ui.delete, { kind: 'small', 'aria-label': t.account.ollama.deleteNamed(each.name), onclick: async () => {
        if (await confirm(t.account.ollama.deleteTitle, t.account.ollama.deleteText(each.name), t.ui.delete)) {
          await remove(`api/v1/auths/ollama_keys/${encodeURIComponent(each.id)}`).catch((failure) => toast(failure.message));
          again();
        }
      } }))))));
}
