// One account of somebody else.

import { get, post, remove } from '../api.js';
import { h } from '../dom.js';
import { ago, dateTime } from '../format.js';
import { t } from '../texts.js';
import { button, check, confirm, dialog, face, field, form, head, later, toast } from '../ui.js';
import { personsRule } from './rule.js';

export function person({ account, path, signal }) {
  const at = `api/v1/users/${encodeURIComponent(path[0])}`;
  const shown = later(async () => {
    const one = await get(at, signal);
    return [head(one.name, one.email), h('div', { class: 'stack wide' },
      h('div', { class: 'row wide' }, face(one, true), h('dl', { class: 'facts' },
        h('dt', {}, t.admin.users.since), h('dd', {}, dateTime(one.created_at)),
        h('dt', {}, t.admin.users.active), h('dd', {}, one.last_active_at ? ago(one.last_active_at) : t.admin.users.never))),
      details(one), reset(one), ends(one),
      h('section', { class: 'stack' }, h('h2', {}, t.admin.rule.title), personsRule(`${at}/models`, signal)),
      one.id !== account.id && farewell(one))];
  }, signal);
  return { root: h('section', {}, h('p', { class: 'back' }, h('a', { href: '#/admin/users' }, t.admin.users.back)), shown), title: t.admin.users.one };

  function details(one) {
    const name = field(t.person.name, { value: one.name, required: true, maxlength: 100 });
    const email = field(t.person.email, { value: one.email, required: true });
    const role = field(t.person.role, { options: Object.entries(t.roles), value: one.role, hint: t.admin.user.roleHint });
    const now = present(one, false);
    return h('section', { class: 'stack narrow' }, h('h2', {}, t.admin.user.details), form({
      fields: [name, email, role, ...now], submit: t.ui.save, send: async () => {
        await post(`${at}/update`, { name: name.value, email: email.value.trim(), role: role.value, ...shownTo(now) });
        toast(t.ui.saved);
        shown.again();
      } }).root);
  }

  /** Asks admins for their own password before they change what they sign in with. */
  function present(one, required) {
    return one.id === account.id
      ? [field(t.account.password.now, { type: 'password', autocomplete: 'current-password', required, hint: required ? '' : t.admin.user.presentHint })]
      : [];
  }

  function shownTo(now) {
    return now.length && now[0].value ? { current_password: now[0].value } : {};
  }

  function reset(one) {
    const now = present(one, true);
    const password = field(t.admin.user.newPassword, { type: 'password', required: true, autocomplete: 'new-password', hint: t.admin.user.resetHint(one.name) });
    return h('section', { class: 'stack narrow' }, h('h2', {}, t.admin.user.reset), form({
      fields: [...now, password], submit: t.admin.user.resetSubmit, kind: '', send: async () => {
        await post(`${at}/update`, { password: password.value, ...shownTo(now) });
        password.input.value = '';
        toast(t.admin.user.resetDone);
      } }).root);
  }

  function ends(one) {
    return h('section', { class: 'stack narrow' }, h('h2', {}, t.account.sessions.title), h('p', { class: 'muted' }, t.admin.user.signOutHint),
      h('div', {}, button(t.admin.user.signOut, { onclick: async () => {
        const keys = check(t.admin.user.keysToo);
        if (await dialog(t.admin.user.signOutTitle(one.name), keys.root, [[t.ui.cancel, ''], [t.admin.user.signOut, 'yes', 'danger']]) === 'yes') {
          await post(`${at}/signout`, { api_keys: keys.input.checked }).then(() => toast(t.admin.user.signedOut), (failure) => toast(failure.message));
        }
      } })));
  }

  function farewell(one) {
    return h('section', { class: 'stack narrow' }, h('h2', {}, t.admin.user.delete), h('p', { class: 'muted' }, t.admin.user.deleteHint),
      h('div', {}, button(t.admin.user.delete, { kind: 'danger', onclick: async () => {
        if (await confirm(t.admin.user.deleteTitle(one.name), t.admin.user.deleteText, t.admin.user.delete)) {
          await remove(at).then(() => {
            toast(t.admin.user.deleted(one.name));
            location.hash = '#/admin/users';
          }, (failure) => toast(failure.message));
        }
      } })));
  }
}
