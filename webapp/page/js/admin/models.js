// The models that are there, and how more get there.

import { get, lines, remove, send } from '../api.js';
import { fill, h } from '../dom.js';
import { ago, bytes, percent } from '../format.js';
import { t } from '../texts.js';
import { actions, button, cell, dialog, empty, field, form, head, later, table, toast } from '../ui.js';
import { modelRule } from './rule.js';

const ROLES = ['user', 'admin'];

export function models({ signal }) {
  const load = async () => {
    const [{ models: all, failure }, { servers }] = await Promise.all([
      get('ollama/api/tags', signal).catch((error) => ({ failure: error })), get('api/v1/admin/servers', signal)]);
    return { all: all || [], servers, failure };
  };
  // All at once, or the second would move when the first comes.
  const shown = later(async () => {
    const [first, ...rules] = await Promise.all([load(), ...ROLES.map((role) => get(ruleOf(role), signal))]);
    const list = h('div', {});
    const show = ({ all, servers, failure }) => fill(list, failure
      ? h('p', { class: 'note danger', role: 'alert' }, failure.message) : modelTable(all, servers, again));
    const again = () => load().then(show, (failure) => toast(failure.message));
    show(first);
    return h('div', { class: 'stack wide' }, h('div', { class: 'stack' }, pull(first.servers, signal, again), list),
      ROLES.map((role, index) => h('section', { class: 'card' }, h('h2', {}, t.admin.rule.ofRole(t.roles[role])),
        modelRule(ruleOf(role), rules[index].models, first.all))));
  }, signal);
  return { root: h('section', {}, head(t.admin.models.title, t.admin.models.lead), shown) };
}

const ruleOf = (role) => `api/v1/roles/${role}/models`;

/** Says which servers have the model, if there are several. */
function modelTable(all, servers, again) {
  if (all.length === 0) {
    return h('div', { class: 'panel' }, empty(t.admin.models.none, t.admin.models.noneMore));
  }
  const several = servers.length > 1;
  const having = (model) => servers.filter((server) =>
    server.models.some((name) => name.toLowerCase() === model.name.toLowerCase())).map(({ name }) => name);
  return h('div', { class: 'panel' }, table(t.admin.models.title,
    [t.admin.models.name, t.admin.models.parameters, t.admin.models.quantization, t.admin.models.size,
      several && t.admin.models.on, t.admin.models.changed, ''].filter((column) => column !== false),
    all.map((model) => h('tr', {},
      h('td', { class: 'break' }, h('strong', {}, model.name)),
      cell(t.admin.models.parameters, model.details?.parameter_size || '–'),
      cell(t.admin.models.quantization, model.details?.quantization_level || '–'),
      cell(t.admin.models.size, h('span', { class: 'number nowrap' }, bytes(model.size || 0))),
      several && cell(t.admin.models.on, having(model).join(', ') || '–'),
      cell(t.admin.models.changed, model.modified_at ? h('span', { class: 'nowrap' }, ago(Date.parse(model.modified_at) / 1000)) : '–'),
      actions(button(t.ui.delete, { kind: 'small', 'aria-label': t.admin.models.deleteNamed(model.name), onclick: async () => {
        if (await deleteModel(model.name, several ? having(model) : [])) {
          again();
        }
      } }))))));
}

/** Deletes the model from one of the servers that have it, or from all of them. */
async function deleteModel(model, servers) {
  const from = servers.length > 1 && field(t.admin.models.from, { options: serverOptions(t.admin.models.fromAll, servers) });
  const text = h('div', { class: 'stack' }, h('p', {}, t.admin.models.deleteText), from && from.root);
  if (await dialog(t.admin.models.deleteTitle(model), text, [[t.ui.cancel, ''], [t.ui.delete, 'yes', 'danger']]) !== 'yes') {
    return false;
  }
  try {
    for (const server of from && from.value !== '' ? [from.value] : servers.length > 0 ? servers : ['']) {
      await remove(at('ollama/api/delete', server), { model });
    }
    toast(t.admin.models.deleted(model));
  } catch (failure) {
    toast(failure.message);
  }
  return true;
}

const serverOptions = (all, names) => [['', all], ...names.map((name) => [name, name])];

/** Corral chooses if no server is named. Names of servers need no escaping. */
const at = (path, server) => (server === '' ? path : `${path}?server=${server}`);

/** Ollama reports each layer. To leave the page stops the download; the next one goes on where this one stopped. */
function pull(servers, signal, done) {
  const name = field(t.admin.models.pull, { required: true, placeholder: 'llama3.2', hint: t.admin.models.pullHint, autocapitalize: 'none', spellcheck: 'false' });
  const where = servers.length > 1 && field(t.admin.models.on, { options: serverOptions(t.admin.models.onAll, servers.map((each) => each.name)) });
  const progress = h('div', { class: 'stack tight', role: 'status' });
  const made = form({ fields: [name, where, progress].filter(Boolean), submit: t.admin.models.pullSubmit, kind: 'primary', send: async () => {
    const stopper = new AbortController();
    signal.addEventListener('abort', () => stopper.abort());
    const model = name.value.trim();
    const halt = button(t.ui.cancel, { kind: 'small', onclick: () => stopper.abort() });
    const word = h('p', { class: 'row apart' }, t.admin.models.pulling(model), halt);
    const bar = h('progress', { 'aria-label': t.admin.models.pulling(model) });
    const detail = h('p', { class: 'muted small number' });
    fill(progress, word, bar, detail);
    try {
      await follow(await send('POST', at('ollama/api/pull', where ? where.value : ''), { model }, stopper.signal), bar, detail);
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
  return h('div', { class: where ? 'card two' : 'card' }, made.root);
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
