// How programs connect: addresses, and commands that work on this host as they stand.

import { get, post } from './api.js';
import { fill, h } from './dom.js';
import { t } from './texts.js';
import { button, code, copyButton, freshId, head, toast } from './ui.js';

const KEY = 'YOUR_API_KEY';

export function view({ account, welcome, signal }) {
  const base = new URL('.', document.baseURI).href.replace(/\/$/, '').replace(/\/index\.html$/, '');
  const state = { key: KEY, model: 'llama3.2' };
  const examples = h('div', { class: 'stack' });
  const show = () => fill(examples, exampleTabs(base, state));
  const keyRow = h('div', { class: 'row' });
  if (welcome.api_keys) {
    keyRow.append(button(t.connect.makeKey, { kind: 'primary', onclick: async (event) => {
      event.currentTarget.disabled = true;
      try {
        const made = await post('api/v1/auths/api_keys', { name: t.connect.keyName, scope: 'inference' });
        state.key = made.api_key;
        show();
        fill(keyRow, h('p', { class: 'note good grow', role: 'status' }, t.connect.keyMade, ' ',
          h('a', { href: '#/account/keys' }, t.connect.keyList)));
      } catch (failure) {
        toast(failure.message);
        fill(keyRow, h('p', { class: 'note danger', role: 'alert' }, failure.message));
      }
    } }), h('span', { class: 'muted small' }, t.connect.keyWhy));
  }
  show();
  get('ollama/api/tags', signal).then(({ models }) => {
    if (models?.length > 0) {
      state.model = models[0].name.replace(/:latest$/, '');
      show();
    }
  }, () => {});

  const root = h('div', { class: 'page stack wide' },
    head(t.connect.title, t.connect.lead),
    account.role === 'admin' && nextSteps(),
    h('section', { class: 'stack' }, h('h2', {}, t.connect.examples), keyRow, examples),
    h('section', { class: 'stack' }, h('h2', {}, t.connect.addresses), addresses(base)),
    h('p', { class: 'muted' }, t.connect.more, ' ', h('a', { href: 'openapi.html' }, t.connect.api), '.'));
  return { root, title: t.connect.title };
}

function nextSteps() {
  const step = (number, ...text) => h('li', {}, h('span', { class: 'number', 'aria-hidden': 'true' }, number), h('div', {}, text));
  return h('section', { class: 'card' }, h('h2', {}, t.connect.next), h('ol', { class: 'steps' },
    step(1, h('a', { href: '#/chat' }, t.connect.step.chat), ' ', t.connect.step.chatMore),
    step(2, h('a', { href: '#/admin/users' }, t.connect.step.people), ' ', t.connect.step.peopleMore),
    step(3, t.connect.step.programs)));
}

function addresses(base) {
  const line = (label, url) => h('tr', {}, h('td', {}, label),
    h('td', { class: 'break' }, h('code', {}, url)), h('td', { class: 'actions' }, copyButton(url, { label: t.connect.copyAddress(label) })));
  return h('div', { class: 'panel' }, h('table', { class: 'table' },
    h('caption', { class: 'unseen' }, t.connect.addresses),
    h('tbody', {},
      line(t.connect.ollama, `${base}/ollama`),
      line(t.connect.openai, `${base}/ollama/v1`),
      line(t.connect.anthropic, `${base}/ollama`),
      line(t.connect.accounts, `${base}/api/v1`))));
}

/** Tabs as the ARIA patterns have them: arrows move, the rest is one stop for the tab key. */
function exampleTabs(base, { key, model }) {
  const all = [
    ['curl', `curl -N ${base}/ollama/api/chat -H "Authorization: Bearer ${key}" \\\n  -d '{"model":"${model}","messages":[{"role":"user","content":"Why is the sky blue?"}]}'`],
    ['JavaScript', `import { Ollama } from 'ollama';\n\nconst ollama = new Ollama({\n  host: '${base}/ollama',\n  headers: { Authorization: 'Bearer ${key}' },\n});\nconst answer = await ollama.chat({\n  model: '${model}',\n  messages: [{ role: 'user', content: 'Why is the sky blue?' }],\n  stream: true,\n});\nfor await (const part of answer) {\n  process.stdout.write(part.message.content);\n}`],
    ['Python', `from ollama import Client\n\nclient = Client(\n    host="${base}/ollama",\n    headers={"Authorization": "Bearer ${key}"},\n)\nfor part in client.chat(\n    model="${model}",\n    messages=[{"role": "user", "content": "Why is the sky blue?"}],\n    stream=True,\n):\n    print(part["message"]["content"], end="", flush=True)`],
    ['OpenAI SDK', `from openai import OpenAI\n\nclient = OpenAI(base_url="${base}/ollama/v1", api_key="${key}")\nanswer = client.chat.completions.create(\n    model="${model}",\n    messages=[{"role": "user", "content": "Why is the sky blue?"}],\n)\nprint(answer.choices[0].message.content)`],
    ['ollama', `export OLLAMA_HOST=${base}/ollama OLLAMA_AUTH=1\nollama run ${model} "Why is the sky blue?"`],
  ];
  const id = freshId('example');
  const chosen = exampleTabs.chosen || 'curl';
  const tabs = all.map(([name]) => h('button', {
    type: 'button', role: 'tab', id: `${id}-${name}`, 'aria-controls': id,
    'aria-selected': String(name === chosen), tabindex: name === chosen ? '0' : '-1', onclick: () => choose(name),
  }, name));
  const panel = h('div', { role: 'tabpanel', id, class: 'stack tight' });
  const choose = (name) => {
    exampleTabs.chosen = name;
    tabs.forEach((tab, index) => {
      const on = all[index][0] === name;
      tab.setAttribute('aria-selected', String(on));
      tab.tabIndex = on ? 0 : -1;
      if (on) {
        panel.setAttribute('aria-labelledby', tab.id);
      }
    });
    fill(panel, code(all.find(([each]) => each === name)[1]),
      name === 'ollama' && h('p', { class: 'muted' }, t.connect.ollamaKey, ' ', h('a', { href: '#/account/ollama' }, t.connect.ollamaKeyLink), '.'));
  };
  const list = h('div', { class: 'tablist', role: 'tablist', 'aria-label': t.connect.examples, onkeydown: (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const at = tabs.findIndex((tab) => tab.tabIndex === 0);
      const next = (at + step + tabs.length) % tabs.length;
      choose(all[next][0]);
      tabs[next].focus();
    }
  } }, tabs);
  choose(chosen);
  return [list, panel];
}
