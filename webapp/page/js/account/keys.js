// API keys: made, seen once, revoked.

import { get, post, remove } from '../api.js';
import { h } from '../dom.js';
import { ago, date, dateTime } from '../format.js';
import { t } from '../texts.js';
import { actions, badge, button, cell, code, confirm, dialog, empty, field, formDialog, head, later, table, toast } from '../ui.js';

const DAY = 86_400;

export function apiKeys({ welcome, signal }) {
  const list = later(async () => keyTable(await get('api/v1/auths/api_keys', signal), () => list.again()), signal);
  const root = h('section', {},
    head(t.account.keys.title, t.account.keys.lead, welcome.api_keys && button(t.account.keys.make, {
      kind: 'primary', glyph: 'plus', onclick: async () => {
        await makeKey();
        list.again();
      } })),
    welcome.api_keys ? list : h('p', { class: 'note' }, t.account.keys.off));
  return { root };
}

function keyTable(keys, again) {
  if (keys.length === 0) {
    return h('div', { class: 'panel' }, empty(t.account.keys.none, t.account.keys.noneMore));
  }
  return h('div', { class: 'panel' }, table(t.account.keys.title,
    [t.account.keys.name, t.account.keys.scope, t.account.keys.made, t.account.keys.ends, t.account.keys.used, ''],
    keys.map((key) => h('tr', {},
      h('td', {}, h('div', { class: 'break' }, h('strong', {}, key.name)), h('code', { class: 'muted' }, key.api_key)),
      cell(t.account.keys.scope, scopeText(key.scope)),
      cell(t.account.keys.made, date(key.created_at)),
      cell(t.account.keys.ends, endText(key.expires_at)),
      cell(t.account.keys.used, key.last_used_at ? h('span', { title: dateTime(key.last_used_at) }, ago(key.last_used_at)) : t.account.keys.never),
      actions(button(t.account.keys.revoke, { kind: 'small', 'aria-label': t.account.keys.revokeNamed(key.name), onclick: async () => {
        if (await confirm(t.account.keys.revokeTitle, t.account.keys.revokeText(key.name), t.account.keys.revoke)) {
          await remove(`api/v1/auths/api_keys/${encodeURIComponent(key.id)}`).then(() => toast(t.account.keys.revoked), (failure) => toast(failure.message));
          again();
        }
      } }))))));
}

const scopeText = (scope) => (Array.isArray(scope) ? h('code', { class: 'break' }, scope.join(' ')) : t.account.keys.scopes[scope] || scope);

function endText(end) {
  if (!end) {
    return t.account.keys.endless;
  }
  return end * 1000 <= Date.now() ? badge(t.account.keys.over, 'danger') : h('span', { title: dateTime(end) }, date(end));
}

async function makeKey() {
  const name = field(t.account.keys.name, { required: true, maxlength: 100, hint: t.account.keys.nameHint });
  const scope = field(t.account.keys.scope, { options: Object.entries(t.account.keys.scopes), value: 'inference' });
  const end = field(t.account.keys.ends, {
    options: [['', t.account.keys.endless], ['30', t.account.keys.days(30)], ['90', t.account.keys.days(90)], ['365', t.account.keys.days(365)]],
    value: '90',
  });
  let made;
  await formDialog(t.account.keys.make, { fields: [name, scope, end], submit: t.account.keys.create, send: async () => {
    made = await post('api/v1/auths/api_keys', {
      name: name.value.trim(), scope: scope.value,
      expires_at: end.value ? Math.floor(Date.now() / 1000) + Number(end.value) * DAY : null,
    });
  } });
  if (made) {
    await dialog(t.account.keys.here, h('div', { class: 'stack' }, h('p', {}, t.account.keys.once), code(made.api_key)),
      [[t.ui.done, '', 'primary']]);
  }
}
