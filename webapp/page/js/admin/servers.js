// The Ollama servers as they are now.

import { get } from '../api.js';
import { shortName } from '../chat/models.js';
import { fill, h } from '../dom.js';
import { ago, bytes, number } from '../format.js';
import { t } from '../texts.js';
import { badge, cell, head, later, table } from '../ui.js';

const AGAIN = 5000;

export function servers({ signal }) {
  const load = async () => serverList(await get('api/v1/admin/servers', signal));
  const list = later(load, signal);
  let asking = false;
  const timer = setInterval(async () => {
    // A server that is down may answer late.
    if (!asking && !document.hidden && !list.hasAttribute('aria-busy') && !list.contains(document.activeElement)) {
      asking = true;
      const shown = await load().catch(() => null);
      asking = false;
      if (shown && !signal.aborted) {
        fill(list, shown);
      }
    }
  }, AGAIN);
  signal.addEventListener('abort', () => clearInterval(timer));
  return { root: h('section', {}, head(t.admin.servers.title, t.admin.servers.lead), list) };
}

function serverList({ servers: all, waiting }) {
  return h('div', { class: 'stack' },
    waiting > 0 && h('p', { class: 'note warn' }, t.admin.servers.waiting(number(waiting), waiting)), all.map(card));
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
      h('dt', {}, t.admin.servers.models), h('dd', {}, server.models.length === 0 ? '–' : server.models.map(shortName).join(', '))),
    server.loaded.length > 0 && h('div', { class: 'panel' }, table(t.admin.servers.loaded,
      [t.admin.servers.loaded, t.admin.servers.memory, t.admin.servers.vram, t.admin.servers.until], server.loaded.map((model) => h('tr', {},
        h('td', { class: 'break' }, h('strong', {}, model.model)),
        cell(t.admin.servers.memory, bytes(model.size || 0)),
        cell(t.admin.servers.vram, bytes(model.size_vram || 0)),
        cell(t.admin.servers.until, model.expires_at ? ago(model.expires_at) : '–'))))));
}
