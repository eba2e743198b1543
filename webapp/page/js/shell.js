// The bar above every part, and the place below it.

import { post } from './api.js';
import { fill, h, logo } from './dom.js';
import { t } from './texts.js';
import { face } from './ui.js';

export function shell(account, welcome, become) {
  const main = h('main', { id: 'main' });
  const links = {
    chat: h('a', { href: '#/chat' }, t.nav.chat),
    connect: h('a', { href: '#/connect' }, t.nav.connect),
    admin: account.role === 'admin' && h('a', { href: '#/admin' }, t.nav.admin),
  };
  const who = personMenu(account, welcome, become);
  const root = h('div', {},
    h('a', { class: 'button skip', href: '#main', onclick: skip(main) }, t.nav.skip),
    h('header', { class: 'top' },
      h('a', { class: 'brand', href: '#/', 'aria-label': t.nav.home }, logo(), h('span', {}, 'Corral')),
      h('nav', { 'aria-label': t.nav.parts }, links.chat, links.connect, links.admin),
      who.root),
    !welcome.sign_in && h('p', { class: 'banner' }, t.nav.signInOff),
    main);
  return {
    root,
    main,
    person: who.person,
    mark: (part) => Object.entries(links).forEach(([name, link]) => {
      if (link) {
        link.toggleAttribute('aria-current', name === part);
        if (name === part) {
          link.setAttribute('aria-current', 'page');
        }
      }
    }),
  };
}

/** Moves the focus by script: a link to a place in the page would look like an address of a part. */
function skip(main) {
  return (event) => {
    event.preventDefault();
    main.querySelector('a, button, input, select, textarea, [tabindex]')?.focus();
  };
}

function personMenu(account, welcome, become) {
  const opener = h('button', { type: 'button', 'aria-expanded': 'false', 'aria-controls': 'person-menu' });
  const who = h('div', { class: 'who' });
  const sheet = h('div', { class: 'sheet', id: 'person-menu', hidden: true }, who,
    h('a', { href: '#/account' }, t.nav.account),
    welcome.sign_in && h('button', { type: 'button', onclick: signOut }, t.nav.signOut));
  const root = h('div', { class: 'menu' }, opener, sheet);
  const open = (wanted) => {
    sheet.hidden = !wanted;
    opener.setAttribute('aria-expanded', String(wanted));
  };
  opener.addEventListener('click', () => open(sheet.hidden));
  sheet.addEventListener('click', () => open(false));
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !sheet.hidden) {
      open(false);
      opener.focus();
    }
  });
  root.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !root.contains(event.relatedTarget)) {
      open(false);
    }
  });
  document.addEventListener('pointerdown', (event) => {
    if (!root.contains(event.target)) {
      open(false);
    }
  });
  const person = (now) => {
    fill(opener, face(now), h('span', { class: 'unseen' }, t.nav.menuOf(now.name)));
    fill(who, h('div', {}, h('strong', {}, now.name)), h('div', { class: 'muted small' }, now.email));
  };
  person(account);

  async function signOut() {
    await post('api/v1/auths/signout').catch(() => {});
    location.hash = '#/';
    become(null);
  }

  return { root, person };
}
