// Everybody's accounts: found, approved, opened.

import { get, post } from '../api.js';
import { fill, h } from '../dom.js';
import { ago, dateTime, number } from '../format.js';
import { t } from '../texts.js';
import { actions, badge, button, cell, check, empty, face, field, formDialog, head, later, table, toast } from '../ui.js';
import { person } from './user.js';

const PAGE = 30;
const TONES = { pending: 'warn', user: '', admin: 'good' };

export function users(context) {
  const { path, signal } = context;
  return path[0] ? person(context) : list(signal);
}

function list(signal) {
  const asked = { query: '', order: 'created_at', direction: 'desc', page: 1 };
  const search = h('input', { type: 'search', placeholder: t.admin.users.search, 'aria-label': t.admin.users.search, maxlength: 254 });
  const found = h('div', {});
  let waiting;
  search.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      asked.query = search.value.trim();
      asked.page = 1;
      refresh();
    }, 200);
  });

  /** Shows no word for waiting: the list would jump. */
  async function refresh() {
    try {
      fill(found, await userTable());
    } catch (failure) {
      toast(failure.message);
    }
  }

  async function userTable() {
    const query = new URLSearchParams({ query: asked.query, order_by: asked.order, direction: asked.direction, page: asked.page });
    const { users: all, total } = await get(`api/v1/users/?${query}`, signal);
    if (total === 0) {
      return h('div', { class: 'panel' }, empty(t.admin.users.none, asked.query && t.admin.users.noneFor(asked.query)));
    }
    const pages = Math.ceil(total / PAGE);
    return [h('div', { class: 'panel' }, table(t.admin.users.title, [
      sortable('name', t.person.name), sortable('role', t.person.role), sortable('last_active_at', t.admin.users.active),
      sortable('created_at', t.admin.users.since), ''], all.map(row))),
    h('div', { class: 'row apart pages' }, h('span', { class: 'muted small', role: 'status' }, t.admin.users.count(number(total), total)),
      pages > 1 && h('nav', { class: 'row', 'aria-label': t.admin.users.pages },
        turn(t.ui.previous, asked.page - 1, pages), h('span', { class: 'muted small' }, t.ui.pageOf(number(asked.page), number(pages))),
        turn(t.ui.next, asked.page + 1, pages)))];
  }

  function turn(label, page, pages) {
    return button(label, { kind: 'small', disabled: page < 1 || page > pages, onclick: () => {
      asked.page = page;
      refresh();
    } });
  }

  function sortable(order, label) {
    const on = asked.order === order;
    return h('th', { scope: 'col', 'aria-sort': on ? (asked.direction === 'asc' ? 'ascending' : 'descending') : null },
      h('button', { type: 'button', onclick: () => {
        asked.direction = on && asked.direction === 'asc' ? 'desc' : 'asc';
        asked.order = order;
        asked.page = 1;
        refresh();
      } }, label));
  }

  function row(each) {
    const address = `#/admin/users/${encodeURIComponent(each.id)}`;
    return h('tr', {},
      h('td', {}, h('span', { class: 'person' }, face(each), h('span', {}, h('a', { class: 'name', href: address }, each.name),
        h('span', { class: 'muted small break' }, each.email)))),
      cell(t.person.role, badge(t.roles[each.role], TONES[each.role])),
      cell(t.admin.users.active, each.last_active_at ? h('span', { title: dateTime(each.last_active_at) }, ago(each.last_active_at)) : t.admin.users.never),
      cell(t.admin.users.since, h('span', { title: dateTime(each.created_at) }, ago(each.created_at))),
      actions(each.role === 'pending' && button(t.admin.users.approve, { kind: 'small primary', 'aria-label': t.admin.users.approveNamed(each.name), onclick: async () => {
        try {
          await post(`api/v1/users/${encodeURIComponent(each.id)}/update`, { role: 'user' });
          toast(t.admin.users.approved(each.name));
        } catch (failure) {
          toast(failure.message);
        }
        refresh();
      } })));
  }

  const root = h('section', { class: 'stack' },
    head(t.admin.users.title, t.admin.users.lead, button(t.admin.users.add, { kind: 'primary', glyph: 'plus', onclick: async () => {
      if (await addDialog() === 'sent') {
        refresh();
      }
    } })),
    search, later(async () => {
      // Both at once, or the second would move when the first comes.
      const [shown, config] = await Promise.all([userTable(), get('api/v1/auths/admin/config', signal)]);
      return h('div', { class: 'stack' }, fill(found, shown), joining(config));
    }, signal));
  return { root };
}

function addDialog() {
  const name = field(t.person.name, { required: true, maxlength: 100 });
  const email = field(t.person.email, { type: 'email', required: true });
  const password = field(t.person.password, { type: 'password', required: true, autocomplete: 'new-password', hint: t.admin.users.passwordHint });
  const role = field(t.person.role, { options: Object.entries(t.roles), value: 'user' });
  return formDialog(t.admin.users.add, { fields: [name, email, password, role], submit: t.admin.users.create, send: async () => {
    await post('api/v1/auths/add', { name: name.value, email: email.value.trim(), password: password.value, role: role.value });
    toast(t.admin.users.added(name.value));
  } });
}

/** The choice of who may sign up. A change takes effect at once. */
function joining(config) {
  const change = (values) => post('api/v1/auths/admin/config', values).then(() => toast(t.ui.saved), (failure) => toast(failure.message));
  const open = check(t.admin.joining.open, { hint: t.admin.joining.openHint, checked: config.ENABLE_SIGNUP,
    onchange: (event) => change({ ENABLE_SIGNUP: event.target.checked }) });
  const details = check(t.admin.joining.details, { hint: t.admin.joining.detailsHint, checked: config.SHOW_ADMIN_DETAILS,
    onchange: (event) => change({ SHOW_ADMIN_DETAILS: event.target.checked }) });
  const role = field(t.admin.joining.role, { options: Object.entries(t.roles), value: config.DEFAULT_USER_ROLE,
    onchange: (event) => change({ DEFAULT_USER_ROLE: event.target.value }) });
  return h('section', { class: 'card' }, h('h2', {}, t.admin.joining.title),
    h('div', { class: 'stack narrow' }, open.root, role.root, details.root));
}
