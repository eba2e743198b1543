// Markdown as it arrives: blocks that are complete are made once and left alone, only the last one is made again.
// What a model writes is hostile until shown otherwise. HTML in it is shown as the text that it is, pictures become links,
// DOMPurify lets through what Markdown needs and nothing else, and the page's policy forbids the rest once more.

import DOMPurify from '../../lib/purify.es.mjs';
import { Lexer, Marked } from '../../lib/marked.esm.js';
import { fill, h } from '../dom.js';
import { t } from '../texts.js';
import { copyButton, dialog } from '../ui.js';

const TAGS = ['a', 'blockquote', 'br', 'code', 'del', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p', 'pre',
  'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'];
const ATTRIBUTES = ['href', 'start'];
const LINK = /^(https?:\/\/|mailto:)/i;
/** From this length on a paragraph that still grows is cut: what stands before is made once. */
const LONG = 2000;
/** Before a word, which can't be taken for the beginning of another block. */
const CUT = / (?=\p{L})/gu;
/** What is plain text as long as nothing closes it. */
const OPENS = /[*_`~[<!]/;

/** Milliseconds of a frame that may go into making blocks, and the part of all time that the open block may take. */
const BUDGET = 8;
const REST = 3;

const escapeHtml = (text) => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);

const marked = new Marked({
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

/** Shows a text that grows in an element of class `prose`. */
export class MarkdownStream {
  #root;
  #text = '';
  /** How much of the text is in finished blocks. */
  #done = 0;
  #open = null;
  /** Whether the rest of the text goes on in the middle of the open paragraph. */
  #within = false;
  #links = {};
  #scheduled = false;
  #notBefore = 0;
  #onDraw;

  /** @param onDraw called after something new is shown */
  constructor(root, onDraw = () => {}) {
    this.#root = root;
    this.#onDraw = onDraw;
    root.addEventListener('click', askFirst);
  }

  /** The whole text so far, which begins as it did before. */
  update(text) {
    this.#text = text;
    if (!this.#scheduled) {
      this.#scheduled = true;
      requestAnimationFrame((now) => this.#frame(now));
    }
  }

  #frame(now) {
    this.#scheduled = false;
    if (now < this.#notBefore) {
      this.update(this.#text);
      return;
    }
    const begin = performance.now();
    const whole = this.#draw(begin + BUDGET);
    // Where the last block is long, it is made again less often.
    this.#notBefore = whole ? performance.now() + (performance.now() - begin) * REST : 0;
    if (!whole) {
      this.update(this.#text);
    }
    this.#onDraw();
  }

  /** @return whether all of the text is shown */
  #draw(until) {
    const lexer = new Lexer(marked.defaults);
    Object.assign(lexer.tokens.links, this.#links);
    const tokens = lexer.lex(this.#text.slice(this.#done));
    Object.assign(this.#links, tokens.links);
    const last = tokens.findLastIndex((token) => token.type !== 'space');
    for (const [index, token] of tokens.entries()) {
      if (index < last) {
        if (performance.now() > until) {
          return false;
        }
        this.#show(token);
        this.#open = null;
        this.#within = false;
        this.#done += token.raw.length;
      } else if (index === last) {
        this.#show(token);
        this.#cut(token);
      }
    }
    return true;
  }

  #show(token) {
    if (token.type === 'space' || token.type === 'def') {
      return;
    }
    if (this.#open?.token.type === 'code' && token.type === 'code') {
      grow(this.#open.text, token.text);
      this.#open.token = token;
      return;
    }
    if (this.#within && (token.type === 'paragraph' || token.type === 'text')) {
      fill(this.#open.rest, clean(marked.parseInline(token.raw)));
      return;
    }
    if (this.#within) {
      // What looked like the rest of the paragraph has turned out to be something else.
      fill(this.#open.rest);
      this.#open = null;
      this.#within = false;
    }
    const made = token.type === 'code' ? codeBlock(token) : { element: h('div', { class: 'block' }, clean(marked.parser([token]))) };
    if (this.#open) {
      this.#open.element.replaceWith(made.element);
    } else {
      this.#root.append(made.element);
    }
    this.#open = { ...made, token };
  }

  /** Leaves alone from now on what stands before the last good place in a long paragraph. */
  #cut(token) {
    if (token.type !== 'paragraph' || token.raw.length < LONG) {
      return;
    }
    const end = placeToCut(token);
    if (end) {
      const paragraph = this.#within ? this.#open.rest.parentNode : this.#open.element.firstChild;
      const rest = h('span', {});
      if (this.#within) {
        this.#open.rest.replaceWith(clean(marked.parseInline(token.raw.slice(0, end))), rest);
      } else {
        fill(paragraph, clean(marked.parseInline(token.raw.slice(0, end))), rest);
      }
      this.#open.rest = rest;
      this.#within = true;
      this.#done += end;
      fill(rest, clean(marked.parseInline(token.raw.slice(end))));
    }
  }
}

/** Where the last word begins, well before the end, behind which nothing is open that what follows could still close; or 0. */
function placeToCut(paragraph) {
  const limit = paragraph.raw.length - LONG / 4;
  let place = 0;
  let start = 0;
  for (const token of paragraph.tokens) {
    if (token.type === 'text') {
      if (OPENS.test(token.raw)) {
        break;
      }
      for (const { index } of token.raw.matchAll(CUT)) {
        place = start + index < limit ? start + index + 1 : place;
      }
    }
    start += token.raw.length;
  }
  return place;
}

function codeBlock(token) {
  const text = document.createTextNode(token.text);
  const element = h('div', { class: 'code' }, h('pre', { tabindex: '0' }, h('code', {}, text)), copyButton(() => text.data));
  return { element, text };
}

/** Adds what is new; the rest of a long text need not be looked at again. */
export function grow(node, text) {
  if (text.startsWith(node.data)) {
    node.appendData(text.slice(node.data.length));
  } else {
    node.data = text;
  }
}

/** Whoever follows a link sees first where it leads: an answer could put what was said into the address. */
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
