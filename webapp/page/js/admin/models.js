// The models that are there, and how more get there.

import { get, lines, remove, send } from '../api.js';
import { fill, h } from '../dom.js';
import { ago, bytes, percent } from '../format.js';
import { t } from '../texts.js';
import { actions, button, cell, confirm, empty, field, form, head, later, table, toast } from '../ui.js';
import { modelRule } from './rule.js';

export function models({ signal }) {
  const list = later(async () => {
    const { models: all } = await get('ollama/api/tags', signal);
    return modelTable(all || [], () => list.again());
  }, signal);
  const role = (name) => h('section', { class: 'card' }, h('h2', {}, t.admin.rule.ofRole(t.roles[name])),
    modelRule(`api/v1/roles/${name}/models`, { signal }));
  const root = h('section', { class: 'stack wide' },
    h('div', { class: 'stack' }, head(t.admin.models.title, t.admin.models.lead), pull(signal, () => list.again()), list),
    role('user'), role('admin'));
  return { root };
}

function modelTable(all, again) {
  if (all.length === 0) {
    return h('div', { class: 'panel' }, empty(t.admin.models.none, t.admin.models.noneMore));
  }
  return h('div', { class: 'panel' }, table(t.admin.models.title,
    [t.admin.models.name, t.admin.models.parameters, t.admin.models.quantization, t.admin.models.size, t.admin.models.changed, ''],
    all.map((model) => h('tr', {},
      h('td', { class: 'break' }, h('strong', {}, model.name)),
      cell(t.admin.models.parameters, model.details?.parameter_size || '–'),
      cell(t.admin.models.quantization, model.details?.quantization_level || '–'),
      cell(t.admin.models.size, h('span', { class: 'number nowrap' }, bytes(model.size || 0))),
      cell(t.admin.models.changed, model.modified_at ? h('span', { class: 'nowrap' }, ago(Date.parse(model.modified_at) / 1000)) : '–'),
      actions(button(t.ui.delete, { kind: 'small', 'aria-label': t.admin.models.deleteNamed(model.name), onclick: async () => {
        if (await confirm(t.admin.models.deleteTitle(model.name), t.admin.models.deleteText, t.ui.delete)) {
          await remove('ollama/api/delete', { model: model.name }).then(() => toast(t.admin.models.deleted(model.name)), (failure) => toast(failure.message));
          again();
        }
      } }))))));
}

/** Told by Ollama layer by layer; who leaves the page stops it, and Ollama goes on where it stopped next time. */
function pull(signal, done) {
  const name = field(t.admin.models.pull, { required: true, placeholder: 'llama3.2', hint: t.admin.models.pullHint, autocapitalize: 'none', spellcheck: 'false' });
  const progress = h('div', { class: 'stack tight', role: 'status' });
  const made = form({ fields: [name, progress], submit: t.admin.models.pullSubmit, kind: 'primary', send: async () => {
    const stopper = new AbortController();
    signal.addEventListener('abort', () => stopper.abort());
    const model = name.value.trim();
    const halt = button(t.ui.cancel, { kind: 'small', onclick: () => stopper.abort() });
    const word = h('p', { class: 'row apart' }, t.admin.models.pulling(model), halt);
    const bar = h('progress', { 'aria-label': t.admin.models.pulling(model) });
    const detail = h('p', { class: 'muted small number' });
    fill(progress, word, bar, detail);
    try {
      await follow(await send('POST', 'ollama/api/pull', { model }, stopper.signal), bar, detail);
      name.input.value = '';
      toast(t.admin.models.pulled(model));
      done();
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        throw failure;
      }
    } finally {
      fill(progress);
    }
  } });
  return h('div', { class: 'card' }, made.root);
}

async function follow(answer, bar, detail) {
  for await (const line of lines(answer)) {
    if (line.error) {
      throw new Error(line.error);
    }
    if (line.total) {
      bar.max = line.total;
      bar.value = line.completed || 0;
      detail.textContent = t.admin.models.progress(percent((line.completed || 0) / line.total), bytes(line.completed || 0), bytes(line.total));
    } else if (line.status) {
      bar.removeAttribute('value');
      detail.textContent = line.status;
    }
  }
}
