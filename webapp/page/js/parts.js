// A part of several pages, with a list of them at its side.

import { h } from './dom.js';

/** The width that the style sheet calls narrow. */
const NARROW = '(max-width: 760px)';

/**
 * @param pages by the word in the address: { title, show(context) } where show gives { root, title }
 */
export function sidePages(name, label, pages, context) {
  const asked = context.path[0];
  const word = Object.hasOwn(pages, asked) ? asked : Object.keys(pages)[0];
  const shown = pages[word].show({ ...context, path: context.path.slice(1) });
  const links = Object.entries(pages).map(([each, { title }]) =>
    h('a', { href: `#/${name}/${each}`, 'aria-current': each === word ? 'page' : null }, title));
  const tabs = h('nav', { class: 'tabs', 'aria-label': label }, links);
  // On a narrow screen they are a row that may be longer than the screen.
  const bringIntoView = () => tabs.querySelector('[aria-current]').scrollIntoView({ block: 'nearest', inline: 'center' });
  requestAnimationFrame(bringIntoView);
  matchMedia(NARROW).addEventListener('change', bringIntoView, { signal: context.signal });
  return {
    root: h('div', { class: 'page side' }, tabs, shown.root),
    title: shown.title || pages[word].title,
  };
}
