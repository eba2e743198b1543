// The conversations of this browser, by day.

import { fill, h } from '../dom.js';
import { t } from '../texts.js';
import { button, confirm } from '../ui.js';
import { store } from './store.js';

const DAY = 86_400_000;

/** @param current gives the id of the conversation that is shown */
export function sidebar(accountId, current, signal) {
  const kept = store(accountId);
  const list = h('div', {});
  const root = h('nav', { class: 'conversations', 'aria-label': t.chat.conversations },
    h('a', { class: 'button', href: '#/chat' }, t.chat.fresh), list);

  async function show() {
    const all = await kept.list();
    if (signal.aborted) {
      return;
    }
    if (all.length === 0) {
      fill(list, h('p', { class: 'muted small' }, t.chat.noConversations));
      return;
    }
    const groups = Object.entries(Object.groupBy ? Object.groupBy(all, dayOf) : grouped(all));
    fill(list, groups.map(([day, conversations]) => [
      h('h2', { class: 'day' }, day), h('ul', {}, conversations.map(item))]));
  }

  function item(conversation) {
    const title = conversation.title || t.chat.untitled;
    return h('li', {},
      h('a', { href: `#/chat/${conversation.id}`, title, 'aria-current': conversation.id === current() ? 'page' : null }, title),
      button(t.chat.deleteNamed(title), { kind: 'quiet small square', glyph: 'trash', unseen: true, onclick: async () => {
        if (await confirm(t.chat.deleteTitle, t.chat.deleteText(title), t.ui.delete)) {
          await kept.remove(conversation.id);
          if (conversation.id === current()) {
            location.hash = '#/chat';
          }
        }
      } }));
  }

  kept.addEventListener('changed', show, { signal });
  show();
  return { root, show };
}

function dayOf({ updated }) {
  const midnight = new Date().setHours(0, 0, 0, 0);
  if (updated >= midnight) {
    return t.chat.today;
  }
  return updated >= midnight - DAY ? t.chat.yesterday : updated >= midnight - 7 * DAY ? t.chat.lastWeek : t.chat.earlier;
}

function grouped(all) {
  return all.reduce((groups, each) => {
    (groups[dayOf(each)] ??= []).push(each);
    return groups;
  }, {});
}
