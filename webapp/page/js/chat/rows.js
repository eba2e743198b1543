// Lists and tables that grow: rows that are as they were are left alone, what comes behind them is made.

/** Of each kind: its rows, what all of them depend on, what one of them depends on, and where they stand in the element. */
const KINDS = {
  list: {
    rows: 'items',
    head: ({ ordered, start }) => [ordered, start],
    // Later text may make the list loose, which moves the box to tick within its item.
    row: ({ raw, loose, tokens }) => [raw, loose, tokens[0]?.type],
    place: 'ul, ol',
  },
  table: {
    rows: 'rows',
    head: ({ header, align }) => [...header.map(({ text }) => text), ...align],
    row: (cells) => cells.map(({ text }) => text),
    place: 'tbody',
  },
};

export const hasRows = ({ type }) => Object.hasOwn(KINDS, type);

/**
 * @param token a list or a table
 * @param element what was made of it by `make`
 * @param links the places that links in it refer to
 * @return what shows a token in the same element, as far as only rows at the end are others; see `blockOf`
 */
export function growingRows(token, element, links, make) {
  const { type } = token;
  const kind = KINDS[type];
  const place = element.querySelector(kind.place);
  const seen = { links: '', version: 0 };
  let shown = marks(kind, token, links, seen);

  return (next, lexer, index) => {
    if (next.type !== type) {
      return false;
    }
    const now = marks(kind, next, lexer.tokens.links, seen);
    const changed = now.rows.findIndex((row, at) => row !== shown.rows[at]);
    const same = changed < 0 ? now.rows.length : changed;
    if (now.head !== shown.head || same === 0 || place?.children.length !== shown.rows.length) {
      return false;
    }
    const rows = next[kind.rows].slice(same);
    lexer.fill(index, rows);
    for (const last = place.children[same - 1]; place.lastChild !== last;) {
      place.lastChild.remove();
    }
    place.append('\n');
    if (rows.length > 0) {
      const made = make({ ...next, [kind.rows]: rows }).querySelector(kind.place);
      const nodes = [...made.childNodes];
      place.append(...nodes.slice(nodes.indexOf(made.firstElementChild)));
    }
    shown = now;
    return true;
  };
}

/** The marks that the looks of a block and of each row depend on. Equal marks mean equal looks. */
function marks(kind, token, links, seen) {
  const named = JSON.stringify(links);
  if (named !== seen.links) {
    Object.assign(seen, { links: named, version: seen.version + 1 });
  }
  // Only what has a bracket in it can refer to a place.
  const mark = (parts) => JSON.stringify(parts.some((each) => String(each).includes('[')) ? [...parts, seen.version] : parts);
  return { head: mark(kind.head(token)), rows: token[kind.rows].map((row) => mark(kind.row(row))) };
}
