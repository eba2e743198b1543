// The settings in force, and where each comes from.

import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { t } from '../texts.js';
import { badge, cell, check, empty, head, later, table } from '../ui.js';

export function settings({ signal }) {
  const list = later(async () => {
    const { settings: all } = await get('api/v1/admin/settings', signal);
    return filtered(all);
  }, signal);
  return { root: h('section', {}, head(t.admin.settings.title, t.admin.settings.lead), list) };
}

function filtered(all) {
  const search = h('input', { type: 'search', placeholder: t.admin.settings.search, 'aria-label': t.admin.settings.search });
  const changed = check(t.admin.settings.changed);
  const shown = h('div', {});
  const show = () => {
    const word = search.value.trim().toLowerCase();
    const rows = all.filter((each) => (!changed.input.checked || each.source !== 'default')
      && `${each.name} ${each.environment} ${each.description}`.toLowerCase().includes(word));
    fill(shown, rows.length === 0 ? empty(t.admin.settings.none, '') : table(t.admin.settings.title,
      [t.admin.settings.name, t.admin.settings.value, t.admin.settings.source], rows.map(row), 'settings'));
  };
  search.addEventListener('input', show);
  changed.input.addEventListener('change', show);
  show();
  return h('div', { class: 'stack' }, search, changed.root, h('div', { class: 'panel' }, shown));
}

function row(setting) {
  const { source } = setting;
  return h('tr', {},
    h('td', {}, h('code', {}, h('strong', {}, setting.name)), h('div', { class: 'muted small' }, setting.description)),
    cell(t.admin.settings.value, setting.value === '' ? h('span', { class: 'muted' }, t.admin.settings.unset) : h('code', { class: 'break' }, setting.value)),
    cell(t.admin.settings.source, source === 'default' ? h('span', { class: 'muted' }, t.admin.settings.sources.default)
      : [badge(t.admin.settings.sources[source] || source, 'good'), setting.source_name && h('div', {}, h('code', { class: 'small break muted' }, setting.source_name))]));
}
