// Where a long paragraph that still grows can be cut in two without anybody seeing it.

/** From this length on a paragraph that still grows is cut: what stands before is made once. */
export const LONG = 2000;
/** Before a word, which can't be taken for the beginning of another block. */
const CUT = / (?=\p{L})/gu;
/** Openings that are plain text unless something closes them. */
const OPENS = /[*_`~[<!]/;

/**
 * What of a paragraph stands before and after the last word that begins well before its end, and behind which nothing is open
 * that what follows could still close; `end` is 0 where there is none.
 */
export function cutTokens({ raw, tokens }) {
  const limit = raw.length - LONG / 4;
  let cut = { end: 0 };
  let start = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'text') {
      if (OPENS.test(token.raw)) {
        break;
      }
      const places = [...token.raw.matchAll(CUT)].map((found) => found.index + 1);
      const place = places.findLast((each) => start + each <= limit);
      if (place) {
        const [head, tail] = [token.raw.slice(0, place), token.raw.slice(place)].map((text) => ({ ...token, raw: text, text }));
        cut = { end: start + place, before: [...tokens.slice(0, index), head], after: [tail, ...tokens.slice(index + 1)] };
      }
    }
    start += token.raw.length;
  }
  return raw.startsWith(tokens.map((token) => token.raw).join('')) ? cut : { end: 0 };
}
