// The data that this browser keeps.

import { MOST, store } from '../chat/store.js';
import { h } from '../dom.js';
import { bytes, number } from '../format.js';
import { t } from '../texts.js';
import { button, confirm, head, later, toast } from '../ui.js';

export function browser({ account, signal }) {
  const kept = store(account.id);
  const shown = later(async () => {
    const all = await kept.list();
    const { usage } = await (navigator.storage?.estimate?.() || {});
    return h('div', { class: 'stack' },
      h('dl', { class: 'facts' },
        h('dt', {}, t.account.browser.conversations), h('dd', { class: 'number' }, t.account.browser.ofMost(number(all.length), number(MOST))),
        usage && [h('dt', {}, t.account.browser.room), h('dd', {}, bytes(usage))]),
      h('div', {}, button(t.account.browser.clear, { kind: 'danger', disabled: all.length === 0, onclick: async () => {
        if (await confirm(t.account.browser.clear, t.account.browser.clearText(number(all.length)), t.ui.delete)) {
          await kept.clear();
          toast(t.account.browser.cleared);
          shown.again();
        }
      } })));
  }, signal);
  return { root: h('section', {}, head(t.account.browser.title, t.account.browser.lead), shown) };
}
