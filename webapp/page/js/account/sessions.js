// Where somebody is signed in.

import { get, post, remove } from '../api.js';
import { h } from '../dom.js';
import { ago, date, dateTime } from '../format.js';
import { t } from '../texts.js';
import { actions, badge, button, cell, confirm, empty, head, later, table, toast } from '../ui.js';

const BROWSERS = [['Edge', /Edg\//], ['Opera', /OPR\//], ['Firefox', /Firefox\//], ['Chrome', /Chrome\//], ['Safari', /Safari\//], ['curl', /^curl\//]];
const SYSTEMS = [['Android', /Android/], ['iOS', /iPhone|iPad/], ['Windows', /Windows/], ['macOS', /Mac OS X/], ['Linux', /Linux/]];

/** Names a User-Agent in two words, or gives it whole if nothing fits. */
export function device(agent) {
  const name = (list) => list.find(([, form]) => form.test(agent))?.[0];
  const [browser, system] = [name(BROWSERS), name(SYSTEMS)];
  return browser && system ? t.account.sessions.on(browser, system) : browser || agent || t.account.sessions.unknown;
}

export function sessions({ signal, become }) {
  const list = later(async () => sessionTable(await get('api/v1/auths/sessions', signal), () => list.again()), signal);
  const everywhere = button(t.account.sessions.everywhere, { kind: 'danger', onclick: async () => {
    if (await confirm(t.account.sessions.everywhereTitle, t.account.sessions.everywhereText, t.account.sessions.everywhere)) {
      await post('api/v1/auths/sessions/signout', { keep_current: true })
        .then(() => toast(t.account.sessions.everywhereDone), (failure) => toast(failure.message));
      list.again();
    }
  } });
  return { root: h('section', {}, head(t.account.sessions.title, t.account.sessions.lead, everywhere), list) };

  function sessionTable(all, again) {
    if (all.length === 0) {
      return h('div', { class: 'panel' }, empty(t.account.sessions.none, ''));
    }
    return h('div', { class: 'panel' }, table(t.account.sessions.title,
      [t.account.sessions.device, t.account.sessions.address, t.account.sessions.active, t.account.sessions.opened, t.account.sessions.ends, ''],
      all.map((each) => h('tr', {},
        h('td', { class: 'break' }, h('div', { class: 'row', title: each.user_agent }, h('strong', {}, device(each.user_agent)),
          each.current && badge(t.account.sessions.current, 'good'))),
        cell(t.account.sessions.address, each.address || '–'),
        cell(t.account.sessions.active, h('span', { title: dateTime(each.last_active_at) }, ago(each.last_active_at))),
        cell(t.account.sessions.opened, h('span', { class: 'nowrap' }, date(each.created_at))),
        cell(t.account.sessions.ends, each.expires_at ? h('span', { class: 'nowrap' }, date(each.expires_at)) : t.account.keys.endless),
        actions(button(each.current ? t.nav.signOut : t.account.sessions.end, { kind: 'small',
          'aria-label': each.current ? null : t.account.sessions.endNamed(device(each.user_agent)),
          onclick: () => end(each, again) }))))));
  }

  async function end(each, again) {
    try {
      await remove(`api/v1/auths/sessions/${encodeURIComponent(each.id)}`);
      if (each.current) {
        become(null);
        return;
      }
      toast(t.account.sessions.ended);
    } catch (failure) {
      toast(failure.message);
    }
    again();
  }
}
