// The keys that sign everybody's tokens.

import { get, post } from '../api.js';
import { h } from '../dom.js';
import { ago, dateTime } from '../format.js';
import { t } from '../texts.js';
import { badge, button, cell, confirm, head, later, table, toast } from '../ui.js';

const TONES = { active: 'good', next: 'warn', former: '' };

export function signingKeys({ signal }) {
  const list = later(async () => {
    const { keys } = await get('api/v1/admin/keys/', signal);
    return h('div', { class: 'panel' }, table(t.admin.keys.title,
      [t.admin.keys.key, t.admin.keys.state, t.admin.keys.signs, t.admin.keys.ends], keys.map((key) => h('tr', {},
        h('td', { class: 'break' }, h('code', {}, key.kid), h('div', { class: 'muted small' }, key.algorithm)),
        cell(t.admin.keys.state, badge(t.admin.keys.states[key.state] || key.state, TONES[key.state])),
        cell(t.admin.keys.signs, h('span', { title: dateTime(key.signs_from) }, ago(key.signs_from))),
        cell(t.admin.keys.ends, key.ends_at ? h('span', { title: dateTime(key.ends_at) }, ago(key.ends_at)) : '–')))));
  }, signal);
  const rotate = button(t.admin.keys.rotate, { onclick: async () => {
    if (await confirm(t.admin.keys.rotateTitle, t.admin.keys.rotateText, t.admin.keys.rotate, 'primary')) {
      await post('api/v1/admin/keys/rotate').then(() => toast(t.admin.keys.rotated), (failure) => toast(failure.message));
      list.again();
    }
  } });
  return { root: h('section', {}, head(t.admin.keys.title, t.admin.keys.lead, rotate), list) };
}
