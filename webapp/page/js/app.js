// The entry: asks who is signed in and shows the part that the address names.

import { get, session } from './api.js';
import { fill, h } from './dom.js';
import { firstRun, pending, signIn, signUp, trouble } from './entrance.js';
import { shell } from './shell.js';
import { t } from './texts.js';
import { button } from './ui.js';

/** Which module shows which part; each is fetched when it is first needed. */
const PARTS = {
  chat: () => import('./chat/view.js'),
  connect: () => import('./connect.js'),
  account: () => import('./account/view.js'),
  admin: () => import('./admin/view.js'),
};

const LATER = ['chat/view.js', 'chat/composer.js', 'chat/message.js', 'chat/markdown.js', 'chat/careful.js', 'chat/cut.js', 'chat/prose.js',
  'chat/rows.js', 'chat/run.js', 'chat/store.js', 'chat/pictures.js', 'chat/models.js', 'chat/sidebar.js', '../lib/marked.esm.js',
  '../lib/purify.es.mjs'];

const root = document.getElementById('app');
const state = { welcome: null, frame: null, leave: null };

/** `#/admin/users/7` is the part `admin` and the rest `['users', '7']`. */
function address() {
  return location.hash.replace(/^#\/?/, '').split('/').map((each) => {
    try {
      return decodeURIComponent(each);
    } catch {
      return '';
    }
  });
}

async function start() {
  try {
    state.welcome = await get('api/v1/auths/welcome');
  } catch (failure) {
    showAlone(trouble(failure, start));
    return;
  }
  preload();
  show();
}

/** Fetches all files that are needed next at once, and not one after the other. */
function preload() {
  if (document.querySelector('link[href$="chat/view.js"]')) {
    return;
  }
  const links = () => document.head.append(...LATER.map((each) =>
    h('link', { rel: 'modulepreload', href: new URL(each, import.meta.url) })));
  if (state.welcome.account) {
    links();
  } else {
    setTimeout(links, 500);
  }
}

/** Called after a sign-in, a sign-out or a sign-up. The page follows from who is signed in now. */
function become(account) {
  state.welcome = { ...state.welcome, account, first_run: false };
  leaveFrame();
  show();
}

function leaveFrame() {
  state.leave?.abort();
  state.leave = null;
  state.frame = null;
}

function show() {
  const { account, first_run: first, sign_up: mayJoin } = state.welcome;
  const [part, ...rest] = address();
  if (!account) {
    leaveFrame();
    const entrance = first ? firstRun(entered) : part === 'signup' && mayJoin ? signUp(entered) : signIn(entered, mayJoin);
    showAlone(entrance);
  } else if (account.role === 'pending') {
    leaveFrame();
    showAlone(pending(account, become));
  } else {
    showPart(account, part in PARTS ? part : 'chat', rest);
  }
}

function showAlone(view) {
  fill(root, view.root);
  document.title = `${view.title} · Corral`;
  view.focus?.focus();
}

async function entered(next) {
  const found = await get('api/v1/auths/welcome');
  state.welcome = found;
  if (!found.account) {
    // The browser did not keep the cookie.
    throw new Error(t.failure.noCookie);
  }
  leaveFrame();
  history.replaceState(null, '', next ? `#/${next}` : address()[0] === 'signup' ? '#/' : location.hash || '#/');
  show();
}

async function showPart(account, part, rest) {
  if (part === 'admin' && account.role !== 'admin') {
    location.hash = '#/';
    return;
  }
  if (!state.frame) {
    state.frame = shell(account, state.welcome, become);
    fill(root, state.frame.root);
  }
  state.leave?.abort();
  const leave = new AbortController();
  state.leave = leave;
  state.frame.mark(part);
  let module;
  try {
    module = await PARTS[part]();
  } catch {
    // Another version of Corral has other files: this page is an old one.
    module = { view: outOfDate };
  }
  if (leave.signal.aborted) {
    return;
  }
  const context = {
    account, welcome: state.welcome, path: rest, signal: leave.signal,
    changed: (now) => {
      state.welcome = { ...state.welcome, account: { ...state.welcome.account, ...now } };
      state.frame.person(state.welcome.account);
    },
    become,
  };
  const view = module.view(context);
  fill(state.frame.main, view.root);
  document.title = `${view.title} · Corral`;
  window.scrollTo(0, 0);
  if (state.moved) {
    (view.focus || state.frame.main.querySelector('h1'))?.focus({ preventScroll: true });
  } else {
    view.focus?.focus({ preventScroll: true });
  }
}

function outOfDate() {
  return {
    title: 'Corral',
    root: h('div', { class: 'page stack' }, h('p', { role: 'alert' }, t.failure.updated),
      h('div', {}, button(t.ui.reload, { kind: 'primary', onclick: () => location.reload() }))),
  };
}

session.addEventListener('ended', () => {
  if (state.welcome?.account && state.welcome.sign_in) {
    state.welcome = { ...state.welcome, account: null };
    leaveFrame();
    show();
    root.querySelector('form')?.prepend(h('p', { class: 'note warn', role: 'status' }, t.signIn.ended));
  }
});

// Another tab may have signed out, or signed somebody else in. The page shows the person whose cookie this is.
document.addEventListener('visibilitychange', async () => {
  const { account, sign_in: signsIn } = state.welcome || {};
  if (document.hidden || !account || !signsIn) {
    return;
  }
  const found = await get('api/v1/auths/welcome').catch(() => null);
  if (found && !found.account) {
    session.dispatchEvent(new Event('ended'));
  } else if (found && (found.account.id !== account.id || found.account.role !== account.role)) {
    become(found.account);
  }
});

window.addEventListener('hashchange', () => {
  state.moved = true;
  show();
});

start();
