// Markdown as it arrives: blocks that are complete are made once and left alone, the last one grows or is made again.
// In the end it is as if it had been made of the whole text at once.

import { fill, h } from '../dom.js';
import { CarefulLexer, patience } from './careful.js';
import { LONG, cutTokens } from './cut.js';
import { blockOf, defaults, guardLinks, inlineOf } from './prose.js';

/** The number of characters that show what a line is the beginning of. */
const CLEAR = 40;
/** The beginning of a line that may become a list, a rule or a heading. It is shown when more of it has come. */
const MARKS = /^[-=+*_#>`~|:.\d \t]{1,8}$/;
/** A line above a line of dashes, which is how a table begins. */
const TABLE = /^[^\n]*\n {0,3}[|:-][-:| ]*(\n|$)/;

/** Milliseconds of a frame that may go into making blocks, and the part of all time that the open block may take. */
const BUDGET = 8;
const REST = 3;

/** Shows a text that grows in an element of class `prose`. */
export class MarkdownStream {
  #root;
  #text = '';
  #complete = false;
  /** How much of the text is in finished blocks, or in the part of the open paragraph that was cut off. */
  #done = 0;
  /** The block that may still change: its element, and how it grows. */
  #open = null;
  /** Where the open paragraph begins, and the element for what stands behind the cut in it. */
  #cut = null;
  /** Where a block begins that only looked like a paragraph. */
  #whole = -1;
  /** The blocks read so far, and the next one. */
  #read = null;
  /** The places that links may refer to: those that are complete, and all; and the blocks that may refer to one below. */
  #links = Object.create(null);
  #named = {};
  #referring = [];
  #outdated = new Set();
  #patience = patience();
  #scheduled = false;
  #notBefore = 0;
  #onDraw;

  /** @param onDraw called after something new is shown */
  constructor(root, onDraw = () => {}) {
    this.#root = root;
    this.#onDraw = onDraw;
    guardLinks(root);
  }

  /**
   * @param text the whole of it so far, which begins as it did before
   * @param complete whether no more will come
   */
  update(text, complete = false) {
    this.#text = text;
    this.#complete = complete;
    if (!this.#scheduled) {
      this.#scheduled = true;
      requestAnimationFrame((now) => this.#frame(now));
    }
  }

  #frame(now) {
    this.#scheduled = false;
    if (now < this.#notBefore) {
      this.#again();
      return;
    }
    const begin = performance.now();
    const whole = this.#draw();
    // A long last block is made again less often.
    this.#notBefore = whole ? performance.now() + (performance.now() - begin) * REST : 0;
    if (!whole) {
      this.#again();
    }
    this.#onDraw();
  }

  #again() {
    this.update(this.#text, this.#complete);
  }

  /** @return whether all of the text is shown */
  #draw() {
    const text = this.#clear(this.#text.replace(/\r\n?/g, '\n'));
    if (this.#read?.text !== text || this.#read.complete !== this.#complete) {
      this.#read = { ...this.#blocks(text.slice(this.#done)), text, complete: this.#complete, next: 0 };
    }
    const read = this.#read;
    const last = read.tokens.length - 1;
    const until = performance.now() + BUDGET;
    for (; read.next <= last; read.next++) {
      if (performance.now() > until) {
        return false;
      }
      const token = read.tokens[read.next];
      if (!this.#show(token, read.lexer, read.next)) {
        this.#read = null;
        return false;
      }
      if (read.next < last) {
        this.#finish(token, read.lexer.linksIn(read.next));
      } else {
        this.#name(read.lexer.links());
        this.#cutLong(token);
      }
    }
    return this.#renew(until);
  }

  #clear(text) {
    const line = text.lastIndexOf('\n') + 1;
    return !this.#complete && MARKS.test(text.slice(line)) ? text.slice(0, line) : text;
  }

  /** The blocks that a text begins with, but for what may still turn out to belong to the one before it. */
  #blocks(text) {
    const lexer = this.#lexer(this.#links);
    const tokens = lexer.read(text);
    const last = tokens.findLastIndex(({ type }) => type !== 'space');
    const before = tokens[last - 1];
    const clear = this.#complete || !before || before.type === 'space' || before.raw.endsWith('\n\n')
      || tokens[last].raw.length > CLEAR || /\S[^\n]*\n/.test(tokens[last].raw);
    return { lexer, tokens: tokens.slice(0, clear ? last + 1 : last) };
  }

  #lexer(links) {
    return new CarefulLexer(defaults, links, this.#patience);
  }

  /** @return false where the text has to be read again, from an earlier place */
  #show(token, lexer, index) {
    if (this.#open?.grow(token, lexer, index)) {
      return true;
    }
    lexer.fill(index);
    if (this.#cut && token.type === 'paragraph' && !TABLE.test(token.raw)) {
      fill(this.#cut.rest, inlineOf(token.tokens));
      return true;
    }
    if (this.#cut) {
      // The paragraph has turned out to be another block.
      this.#done = this.#cut.start;
      this.#whole = this.#cut.start;
      this.#cut = null;
      return false;
    }
    const made = token.type === 'space' || token.type === 'def' ? null : blockOf(token, lexer.tokens.links);
    if (!made) {
      this.#open?.element.remove();
    } else if (this.#open) {
      this.#open.element.replaceWith(made.element);
    } else {
      this.#root.append(made.element);
    }
    this.#open = made;
    return true;
  }

  #finish(token, links) {
    for (const [name, link] of links) {
      this.#links[name] ??= link;
    }
    const start = this.#cut?.start ?? this.#done;
    this.#done += token.raw.length;
    if (this.#open && token.type !== 'code' && token.raw.includes('[')) {
      const raw = this.#read.text.slice(start, this.#done);
      const block = { element: this.#open.element, raw, names: named(raw) };
      this.#referring.push(block);
      if (this.#cut) {
        // A link before the cut may refer to a place that had another name then.
        this.#outdated.add(block);
      }
    }
    this.#open = null;
    this.#cut = null;
  }

  /** Links may refer to places that are named below them, and what is named there may still grow. */
  #name(links) {
    const now = { ...links, ...this.#links };
    const changed = Object.keys({ ...now, ...this.#named }).filter((name) =>
      now[name]?.href !== this.#named[name]?.href || now[name]?.title !== this.#named[name]?.title);
    for (const block of changed.length > 0 ? this.#referring : []) {
      if (changed.some((name) => block.names.includes(`[${name}]`))) {
        this.#outdated.add(block);
      }
    }
    this.#named = now;
  }

  /** Makes these blocks again. */
  #renew(until) {
    for (const block of this.#outdated) {
      if (performance.now() > until) {
        return false;
      }
      const lexer = this.#lexer(this.#named);
      const index = lexer.read(block.raw).findIndex((token) => token.type !== 'space');
      lexer.fill(index);
      const { element } = blockOf(lexer.tokens[index], this.#named);
      block.element.replaceWith(element);
      block.element = element;
      this.#outdated.delete(block);
    }
    return true;
  }

  /** Leaves alone from now on what stands before the last good place in a long paragraph. */
  #cutLong(token) {
    if (token.type !== 'paragraph' || token.raw.length < LONG || this.#done === this.#whole) {
      return;
    }
    const { end, before, after } = cutTokens(token);
    if (end > 0) {
      const rest = h('span', {}, inlineOf(after));
      if (this.#cut) {
        this.#cut.rest.replaceWith(inlineOf(before), rest);
        this.#cut.rest = rest;
      } else {
        fill(this.#open.element.firstChild, inlineOf(before), rest);
        this.#cut = { start: this.#done, rest };
      }
      this.#done += end;
      this.#read = null;
    }
  }
}

/** A name in the form in which Markdown compares names. */
const named = (text) => text.toLowerCase().replace(/\s+/g, ' ');
