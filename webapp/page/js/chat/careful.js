// Reads Markdown within bounds: what a model writes, be it by somebody's wish, may not keep the browser busy for ever.
// A part that takes too long to read, or is nested too deep, is the plain text that it is.

import { Lexer, Tokenizer } from '../../lib/marked.esm.js';

/** Blocks in blocks; deeper ones nobody could read, and each level reads all that is below it once more. */
const DEEPEST = 20;
const LONGEST_RUN = 50_000;
/** Rows are filled up to the width of the first: a few lines could ask for millions of cells. */
const MOST_CELLS = 20_000;
const MOST_COLUMNS = 200;
/** Milliseconds for the blocks of a text, and for what stands in one of them. */
const SLOWEST = 100;
/** Characters that may be looked at in any case: a busy machine may take those milliseconds for a short text, too. */
const LEAST = 50_000;

class TooSlow extends Error {}

/** Marked asks it at each step. */
class CarefulTokenizer extends Tokenizer {
  space(text) {
    this.lexer.look(text);
    return super.space(text);
  }

  escape(text) {
    this.lexer.look(text);
    return super.escape(text);
  }

  table(text) {
    const end = text.indexOf('\n');
    const columns = end < 0 ? 0 : text.slice(0, end).split('|').length;
    const blank = text.indexOf('\n\n');
    const rows = columns < 2 ? 0 : text.slice(0, blank < 0 ? text.length : blank).split('\n').length;
    return columns > MOST_COLUMNS || rows * columns > MOST_CELLS ? undefined : super.table(text);
  }

  /** One line only: Marked would make a heading of lists and rules above it as well. */
  lheading(text) {
    const token = super.lheading(text);
    return token && token.text.includes('\n') ? undefined : token;
  }

  def(text) {
    const token = super.def(text);
    return token && this.lexer.defined(token);
  }
}

/** Milliseconds that one answer may take beyond the usual, for all its parts together. */
export const patience = () => ({ left: 5 * SLOWEST });

/** Blocks first; what stands in a block is read when it is asked for. */
export class CarefulLexer extends Lexer {
  #patience;
  #depth = 0;
  #nested = 0;
  #end = 0;
  #seen = 0;
  #count = 0;
  /** By block: the names that are defined there, with their places. */
  #found = new Map();

  /** @param known the places that links in the text may refer to, by name */
  constructor(options, known, allowed) {
    super({ ...options, tokenizer: new CarefulTokenizer() });
    Object.assign(this.tokens.links, known);
    this.#patience = allowed;
  }

  /** The blocks of a text; their lengths add up to its own. */
  read(text) {
    this.#within(() => this.blockTokens(text, this.tokens), () => {
      const read = this.tokens.reduce((sum, token) => sum + token.raw.length, 0);
      const rest = text.slice(read);
      this.inlineQueue = this.inlineQueue.filter(({ block }) => block < this.tokens.length);
      this.tokens.push({ type: 'paragraph', raw: rest, text: rest, tokens: [plain(rest)] });
    });
    return this.tokens;
  }

  /** Reads what stands in the block at this place, or only in these parts of it. */
  fill(index, parts = null) {
    const wanted = parts && within(parts);
    for (const { src, tokens, block } of this.inlineQueue) {
      if (block === index && tokens.length === 0 && (!wanted || wanted.has(tokens))) {
        this.inlineTokens(src, tokens);
      }
    }
  }

  /** The places that are named in this block: a list of [name, { href, title }]. */
  linksIn(index) {
    // The lexer does not list what only looks like a definition.
    return (this.#found.get(index) ?? []).filter(([name]) => Object.hasOwn(this.tokens.links, name));
  }

  /** The places that are named in all blocks: { href, title } by name. */
  links() {
    return Object.fromEntries([...this.#found.keys()].flatMap((index) => this.linksIn(index)));
  }

  /** @param text all that is left to read */
  look(text) {
    this.#seen += text.length;
    if (this.#seen > LEAST && performance.now() > this.#end) {
      throw new TooSlow();
    }
  }

  /** Of several with one name the first counts; Marked would drop the others with their length. */
  defined(token) {
    if (Object.hasOwn(this.tokens.links, token.tag)) {
      token.tag = `\n${this.#count}`;
    }
    this.#count++;
    const { tag: name, href, title } = token;
    const block = this.tokens.length;
    if (!this.#found.has(block)) {
      this.#found.set(block, []);
    }
    this.#found.get(block).push([name, { href, title }]);
    return token;
  }

  blockTokens(text, tokens = [], clipped = false) {
    if (this.#depth >= DEEPEST) {
      tokens.push({ type: 'text', raw: text, text, tokens: [plain(text)] });
      return tokens;
    }
    this.#depth++;
    try {
      return super.blockTokens(text, tokens, clipped);
    } finally {
      this.#depth--;
    }
  }

  inline(src, tokens = []) {
    this.inlineQueue.push({ src, tokens, block: this.tokens.length });
    return tokens;
  }

  inlineTokens(src, tokens = []) {
    if (this.#nested > 0) {
      return super.inlineTokens(src, tokens);
    }
    const asText = () => tokens.splice(0, tokens.length, plain(src));
    if (src.length > LONGEST_RUN) {
      asText();
      return tokens;
    }
    this.#nested++;
    // Reads each block alone: the lexer is not told what came before.
    this.state.inLink = false;
    this.state.inRawBlock = false;
    this.#within(() => super.inlineTokens(src, tokens), asText);
    this.#nested--;
    return tokens;
  }

  #within(read, otherwise) {
    const begin = performance.now();
    this.#end = begin + Math.min(SLOWEST, this.#patience.left);
    this.#seen = 0;
    try {
      read();
    } catch (failure) {
      // Too slow, or too deep for the stack.
      if (!(failure instanceof TooSlow || failure instanceof RangeError)) {
        throw failure;
      }
      this.#patience.left -= performance.now() - begin;
      this.state.top = true;
      otherwise();
    }
  }
}

const plain = (text) => ({ type: 'text', raw: text, text });

/** All that is in a part of what was read. */
function within(part, found = new Set()) {
  for (const each of Object.values(part)) {
    if (each instanceof Object) {
      found.add(each);
      within(each, found);
    }
  }
  return found;
}
