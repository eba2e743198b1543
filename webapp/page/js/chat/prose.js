// Elements from what was read of an answer. What a model writes is hostile until shown otherwise: HTML in it is shown as
// the text that it is, pictures become links, DOMPurify lets through what Markdown needs and nothing else, and the page's
// policy forbids the rest once more.

import DOMPurify from '../../lib/purify.es.mjs';
import { Marked, Parser } from '../../lib/marked.esm.js';
import { h } from '../dom.js';
import { t } from '../texts.js';
import { copyButton, dialog } from '../ui.js';
import { growingRows, hasRows } from './rows.js';

const TAGS = ['a', 'blockquote', 'br', 'code', 'del', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p', 'pre',
  'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'];
const ATTRIBUTES = ['href', 'start'];
const LINK = /^(https?:\/\/|mailto:)/i;

const escapeHtml = (text) => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);

export const { defaults } = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => escapeHtml(text),
    image: ({ href, text }) => `<a href="${escapeHtml(href)}">${escapeHtml(text || href)}</a>`,
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
});

DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.nodeName === 'A') {
    // An address of our own could do something when it is followed; what is left of others is followed on a question only.
    if (!isElsewhere(node.getAttribute('href') || '')) {
      node.removeAttribute('href');
    } else {
      node.setAttribute('rel', 'noopener noreferrer nofollow');
      node.setAttribute('target', '_blank');
      // Dropped on the bar of tabs it would open unasked.
      node.setAttribute('draggable', 'false');
    }
  }
});

function isElsewhere(href) {
  try {
    return LINK.test(href) && new URL(href).origin !== location.origin;
  } catch {
    return false;
  }
}

function clean(html) {
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ATTRIBUTES, ALLOW_DATA_ATTR: false, ALLOW_ARIA_ATTR: false, RETURN_DOM_FRAGMENT: true,
  });
}

/** The content of a block. */
export const inlineOf = (tokens) => clean(Parser.parseInline(tokens, defaults));

/**
 * The element of a block, and `grow`, which shows a later token of this block in it, where only what was added need be made.
 *
 * @param links the places that links in it refer to
 * @return `{ element, grow: (token, lexer, index) => whether it could }`
 */
export function blockOf(token, links) {
  if (token.type === 'code') {
    return codeBlock(token);
  }
  const element = made(token);
  return { element, grow: hasRows(token) ? growingRows(token, element, links, made) : () => false };
}

const made = (token) => h('div', { class: 'block' }, clean(Parser.parse([token], defaults)));

function codeBlock(token) {
  const text = document.createTextNode(token.text);
  const element = h('div', { class: 'code' }, h('pre', { tabindex: '0' }, h('code', {}, text)), copyButton(() => text.data));
  return { element, grow: (next) => next.type === 'code' && grow(text, next.text) };
}

/** Adds the new text only: a long text is not read again. */
export function grow(node, text) {
  if (text.startsWith(node.data)) {
    node.appendData(text.slice(node.data.length));
  } else {
    node.data = text;
  }
  return true;
}

const MIDDLE = 1;

/** Asks before a link within is followed, by any button or key. */
export function guardLinks(root) {
  root.addEventListener('click', askFirst);
  root.addEventListener('auxclick', (event) => event.button === MIDDLE && askFirst(event));
}

/** Shows people where the link leads: an answer could put what was said into the address. */
async function askFirst(event) {
  const link = event.target.closest('a[href]');
  if (!link) {
    return;
  }
  event.preventDefault();
  const shown = h('div', { class: 'stack tight' }, h('p', {}, t.chat.linkLeads),
    h('p', { class: 'note break' }, h('code', {}, link.href)), h('p', { class: 'muted small' }, t.chat.linkWarning));
  if (await dialog(t.chat.openLink, shown, [[t.ui.cancel, ''], [t.chat.open, 'open', 'primary']]) === 'open') {
    window.open(link.href, '_blank', 'noopener,noreferrer');
  }
}
