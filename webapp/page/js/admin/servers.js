// The Ollama servers, as they are this moment.

import { getIfThere } from '../api.js';
import { fill, h } from '../dom.js';
import { ago, bytes, number } from '../format.js';
import { t } from '../texts.js';
import { badge, cell, empty, head, later, table, unavailable } from '../ui.js';

const AGAIN = 5000;

export function servers({ signal }) {
  const load = async () => {
    const found = await getIfThere('api/v1/admin/servers', signal);
    return found ? serverList(found.servers) : unavailable(t.admin.servers.title);
  };
  const list = later(load, signal);
  const timer = setInterval(async () => {
    if (!document.hidden && !list.hasAttribute('aria-busy') && !list.contains(document.activeElement)) {
      const shown = await load().catch(() => null);
      if (shown && !signal.aborted) {
        fill(list, shown);
      }
    }
  }, AGAIN);
  signal.addEventListener('abort', () => clearInterval(timer));
  return { root: h('section', {}, head(t.admin.servers.title, t.admin.servers.lead), list) };
}

function serverList(all) {
  return all.length === 0 ? empty(t.admin.servers.none, '') : h('div', { class: 'stack' }, all.map(card));
}

function card(server) {
  return h('article', { class: 'card', 'aria-label': server.name },
    h('div', { class: 'row apart' }, h('h2', { class: 'break' }, server.name),
      badge(server.up ? t.admin.servers.up : t.admin.servers.down, server.up ? 'good' : 'danger')),
    server.last_error && h('p', { class: server.up ? 'note warn' : 'note danger' }, t.admin.servers.lastError(server.last_error)),
    h('dl', { class: 'facts' },
      h('dt', {}, t.admin.servers.address), h('dd', {}, h('code', {}, server.url)),
      h('dt', {}, t.admin.servers.since), h('dd', {}, server.since ? ago(server.since) : '–'),
      h('dt', {}, t.admin.servers.inFlight), h('dd', { class: 'number' }, server.parallel
        ? t.admin.servers.ofParallel(number(server.in_flight), number(server.parallel)) : number(server.in_flight)),
      h('dt', {}, t.admin.servers.weight), h('dd', { class: 'number' }, number(server.weight)),
      h('dt', {}, t.admin.servers.models), h('dd', {}, server.models.length === 0 ? '–' : server.models.join(', '))),
    server.loaded.length > 0 && h('div', { class: 'panel' }, table(t.admin.servers.loaded,
      [t.admin.servers.loaded, t.admin.servers.memory, t.admin.servers.vram, t.admin.servers.until], server.loaded.map((model) => h('tr', {},
        h('td', { class: 'break' }, h('strong', {}, model.model)),
        cell(t.admin.servers.memory, bytes(model.size || 0)),
        cell(t.admin.servers.vram, bytes(model.size_vram || 0)),
        cell(t.admin.servers.until, model.expires_at ? untilText(model.expires_at) : '–'))))));
}

/** Seconds since 1970, or a date as Ollama writes it. */
function untilText(end) {
  return ago(typeof end === 'number' ? end : Date.parse(end) / 1000);
}
