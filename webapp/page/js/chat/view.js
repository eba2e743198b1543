// The part where people talk to a model.

import { get } from '../api.js';
import { fill, h } from '../dom.js';
import { t } from '../texts.js';
import { button, field, formDialog, later, toast } from '../ui.js';
import { composer } from './composer.js';
import { answerView, saidView } from './message.js';
import { models, shortName } from './models.js';
import { ask, runOf } from './run.js';
import { sidebar } from './sidebar.js';
import { fresh, store } from './store.js';

const NEAR_THE_END = 48;
const TITLE_LENGTH = 60;

export function view({ account, path, signal }) {
  const kept = store(account.id);
  const talk = h('section', { class: 'talk', 'aria-label': t.chat.title });
  let conversation = fresh();
  const side = sidebar(account.id, () => conversation.id, signal);
  const aside = h('aside', {}, side.root);
  const root = h('div', { class: 'chat' }, aside, talk);
  const openList = () => drawer(side.root, aside, signal);

  const place = later(async () => {
    const wanted = path[0];
    // An earlier view may show the same conversation, which may still wait for its answer.
    const found = wanted ? runOf(wanted)?.conversation || await kept.load(wanted) : null;
    conversation = found || fresh();
    side.show();
    const all = await models(signal);
    if (all.length === 0) {
      return noModels(account, openList);
    }
    return talkView({ conversation, account, all, signal, openList });
  }, signal, (failure) => failure.status >= 500 && whatToTry(account, signal));
  place.classList.add('talk-place');
  fill(talk, place);
  return { root, title: t.chat.title };
}

function noModels(account, openList) {
  return [bar(t.chat.title, openList), h('div', { class: 'scroll' }, h('div', { class: 'empty' },
    h('h2', {}, t.chat.noModels),
    account.role === 'admin' ? [h('p', {}, t.chat.noModelsAdmin), h('a', { class: 'button primary', href: '#/admin/models' }, t.chat.getModel)]
      : h('p', {}, t.chat.noModelsUser)))];
}

/** Says that Ollama is away. Admins see which address was tried. */
function whatToTry(account, signal) {
  const place = h('div', { class: 'stack tight' });
  if (account.role !== 'admin') {
    fill(place, h('p', {}, t.chat.awayUser));
    return place;
  }
  fill(place, h('p', {}, t.chat.awayAdmin));
  get('api/v1/admin/settings', signal).then((found) => {
    const urls = found.settings.find(({ name }) => name === 'corral.ollama-urls')?.value;
    if (urls) {
      fill(place, h('p', {}, t.chat.awayAddress, ' ', h('code', {}, urls)), h('p', {}, t.chat.awayAdmin));
    }
  }, () => {});
  return place;
}

function bar(title, openList, ...more) {
  return h('div', { class: 'bar' },
    button(t.chat.conversations, { kind: 'quiet square only-narrow', glyph: 'list', unseen: true, onclick: openList }),
    h('h1', { tabindex: '-1' }, title), more);
}

/** On a narrow screen the conversations come in from the side. */
function drawer(content, home, signal) {
  const box = h('dialog', { class: 'drawer', 'aria-label': t.chat.conversations }, content);
  const close = () => box.close();
  content.addEventListener('click', (event) => event.target.closest('a') && close());
  box.addEventListener('click', (event) => event.target === box && close());
  box.addEventListener('close', () => {
    home.append(content);
    box.remove();
  });
  signal.addEventListener('abort', close);
  document.body.append(box);
  box.showModal();
}

function talkView({ conversation, account, all, signal, openList }) {
  const column = h('div', { class: 'column' });
  const scroll = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t.chat.messages }, column);
  const status = h('p', { class: 'unseen', role: 'status' });
  const latest = button(t.chat.latest, { kind: 'small latest', glyph: 'down', hidden: true, onclick: () => {
    following = true;
    follow();
  } });
  let following = true;
  let lastView = null;

  const follow = () => {
    if (following) {
      scroll.scrollTop = scroll.scrollHeight;
    }
  };
  const measure = () => `${scroll.clientWidth} × ${scroll.clientHeight}`;
  let size = '';
  scroll.addEventListener('scroll', () => {
    if (measure() !== size) {
      // Nobody has scrolled: the window has got another size, and below it is dealt with.
      return;
    }
    following = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_THE_END;
    latest.hidden = following;
  }, { passive: true });

  // When the window gets another size, or the keyboard of a phone comes, the end stays in view.
  const resized = new ResizeObserver(() => {
    size = measure();
    follow();
  });
  resized.observe(scroll);
  signal.addEventListener('abort', () => resized.disconnect());

  const title = h('span', {});
  const rename = button(t.chat.rename, { kind: 'quiet small square', glyph: 'pencil', unseen: true, onclick: renameDialog });
  const top = bar(title, openList, rename);
  const pen = composer({
    models: all, preferred: conversation.model, signal, send: (said) => say(said), stop: () => runOf(conversation.id)?.stop(),
  });
  pen.root.prepend(latest);

  function showTitle() {
    title.textContent = conversation.title || t.chat.fresh;
    rename.hidden = conversation.messages.length === 0;
    document.title = `${conversation.title || t.chat.title} · Corral`;
  }

  function showAll() {
    lastView = null;
    if (conversation.messages.length === 0) {
      column.classList.add('vacant');
      fill(column, h('div', { class: 'empty' }, h('h2', {}, t.chat.hello(account.name)), h('p', {}, t.chat.helloMore)));
      return;
    }
    column.classList.remove('vacant');
    fill(column, conversation.messages.map((message, index) => {
      if (message.role === 'user') {
        return saidView(message);
      }
      const isLast = index === conversation.messages.length - 1;
      if (message.state === 'running' && !runOf(conversation.id)) {
        // The page was closed before the answer was complete.
        message.state = 'stopped';
      }
      const shown = answerView(message, { onDraw: follow, again: isLast ? again : null });
      lastView = isLast ? shown : null;
      return shown.root;
    }));
    follow();
  }

  async function say({ text, images, model, think }) {
    conversation.model = model;
    conversation.title ||= (text || t.chat.picture(1)).replace(/\s+/g, ' ').slice(0, TITLE_LENGTH);
    conversation.messages.push({ role: 'user', content: text, ...(images.length > 0 ? { images } : {}) });
    following = true;
    begin(think);
    if (location.hash !== `#/chat/${conversation.id}`) {
      history.replaceState(null, '', `#/chat/${conversation.id}`);
    }
    await kept().save(conversation).catch((failure) => toast(failure.message));
  }

  const kept = () => store(account.id);

  function again() {
    if (runOf(conversation.id)) {
      return;
    }
    if (conversation.messages.at(-1).role === 'assistant') {
      conversation.messages.pop();
    }
    conversation.model = pen.model;
    following = true;
    begin(pen.think);
    pen.focus.focus();
  }

  function begin(think) {
    const run = ask(conversation, { accountId: account.id, think });
    showTitle();
    showAll();
    attend(run);
  }

  function attend(run) {
    pen.running(true);
    status.textContent = t.chat.waiting;
    run.addEventListener('progress', () => lastView?.update(), { signal });
    run.addEventListener('end', () => {
      pen.running(false);
      lastView?.update();
      requestAnimationFrame(follow);
      status.textContent = run.message.state === 'done' ? t.chat.complete(shortName(run.message.model)) : run.message.error || t.chat.stopped;
      if (conversation.unsaved) {
        toast(conversation.unsaved);
        delete conversation.unsaved;
      }
    }, { signal });
  }

  async function renameDialog() {
    const name = field(t.chat.name, { value: conversation.title, required: true, maxlength: 200 });
    await formDialog(t.chat.rename, { fields: [name], submit: t.ui.save, send: async () => {
      conversation.title = name.value.trim();
      await kept().save(conversation);
      showTitle();
    } });
  }

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !document.querySelector('dialog[open]')) {
      runOf(conversation.id)?.stop();
    }
  }, { signal });

  showTitle();
  showAll();
  const run = runOf(conversation.id);
  if (run) {
    attend(run);
  }
  if (!kept().lasting) {
    toast(t.chat.notKept);
  }
  queueMicrotask(() => {
    follow();
    if (matchMedia('(hover: hover)').matches) {
      pen.focus.focus({ preventScroll: true });
    }
  });
  return h('div', { class: 'talk-inside' }, top, scroll, pen.root, status);
}
