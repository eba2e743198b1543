// The pages before people are in: the first account, sign-in, sign-up, and the wait for approval.

import { get, post } from './api.js';
import { fill, h, logo } from './dom.js';
import { t } from './texts.js';
import { button, field, form, pause } from './ui.js';

const SHORTEST_PASSWORD = 10;

function card(title, ...children) {
  const root = h('main', { class: 'alone' }, h('div', { class: 'card' },
    h('div', { class: 'brand' }, logo()),
    h('h1', { tabindex: '-1' }, title), children));
  return { root, title, focus: root.querySelector('input') || root.querySelector('h1') };
}

export function signIn(entered, mayJoin) {
  const email = field(t.person.email, { type: 'email', autocomplete: 'username', required: true, autocapitalize: 'none' });
  const password = field(t.person.password, { type: 'password', autocomplete: 'current-password', required: true });
  const made = form({
    fields: [email, password], submit: t.signIn.submit, block: true,
    send: async () => {
      try {
        await post('api/v1/auths/signin', { email: email.value.trim(), password: password.value });
      } catch (failure) {
        password.input.select();
        throw failure;
      }
      await entered();
    },
  });
  return card(t.signIn.title, made.root,
    h('p', { class: 'foot' }, mayJoin ? [t.signIn.noAccount, ' ', h('a', { href: '#/signup' }, t.signIn.join)] : t.signIn.askAdmin));
}

function newAccount(submit, next, entered) {
  const name = field(t.person.name, { autocomplete: 'name', required: true, maxlength: 100 });
  const email = field(t.person.email, { type: 'email', autocomplete: 'username', required: true, autocapitalize: 'none' });
  const password = field(t.person.password, {
    type: 'password', autocomplete: 'new-password', required: true, hint: t.person.passwordHint(SHORTEST_PASSWORD),
  });
  return form({
    fields: [name, email, password], submit, block: true,
    send: async () => {
      if ([...password.value].length < SHORTEST_PASSWORD) {
        password.complain(t.person.passwordShort(SHORTEST_PASSWORD));
        password.input.focus();
        return;
      }
      await post('api/v1/auths/signup', { name: name.value, email: email.value.trim(), password: password.value });
      await entered(next);
    },
  }).root;
}

export function signUp(entered) {
  return card(t.signUp.title, newAccount(t.signUp.submit, '', entered),
    h('p', { class: 'foot' }, t.signUp.haveAccount, ' ', h('a', { href: '#/' }, t.signIn.submit)));
}

export function firstRun(entered) {
  return card(t.firstRun.title, h('p', { class: 'lead' }, t.firstRun.lead), newAccount(t.firstRun.submit, 'connect', entered));
}

/** Asks now and then whether an admin has approved the account. The same token then opens more. */
export function pending(account, become) {
  const whom = h('p', { class: 'lead' });
  const view = card(t.pending.title,
    h('p', { class: 'lead' }, t.pending.lead(account.name)), whom,
    h('p', { class: 'foot' }, t.pending.watching),
    button(t.nav.signOut, { kind: 'block', onclick: async () => {
      await post('api/v1/auths/signout').catch(() => {});
      become(null);
    } }));
  get('api/v1/auths/admin/details').then(({ name, email }) => {
    if (email) {
      fill(whom, t.pending.ask, ' ', h('strong', {}, name), ', ', h('a', { href: `mailto:${email}` }, email));
    }
  }, () => {});
  watch(view.root, become);
  return view;
}

async function watch(shown, become) {
  await pause(3000);
  while (shown.isConnected) {
    const welcome = document.hidden ? null : await get('api/v1/auths/welcome').catch(() => null);
    if (welcome && shown.isConnected && welcome.account?.role !== 'pending') {
      become(welcome.account);
      return;
    }
    await pause(3000);
  }
}

/** Shows a failure that leaves nothing else to show. */
export function trouble(failure, again) {
  return card(t.failure.title, h('p', { class: 'lead', role: 'alert' }, failure.message),
    button(t.ui.tryAgain, { kind: 'primary block', onclick: again }));
}
