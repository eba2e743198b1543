// Run in the page by MarkdownIT: shows texts as they would come, in pieces, and at once.

/** Numbers from 0 to 1, always the same for a seed. */
function random(seed) {
  let state = seed;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 0x6d2b79f5 | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 4294967296;
  };
}

const PIECES = ['word ', 'two words ', '**bold** ', '*em* ', '`code` ', '[a] ', '[text][a] ', '[b][] ', '[a]: http://x.example/a\n',
  '[b]: http://x.example/b "T"\n', '[a]: /dup\n', '[a]:', '\n', '\n\n', '\n\n', '- item\n', '1. one\n', '  - nested\n', '> quote\n',
  '```js\ncode\n```\n', '```\nopen\n', '| a | b |\n|---|---|\n| 1 | 2 |\n', '|', '\n|---|\n', '---\n', '===\n', '# head\n',
  '    indented\n', '**', '*', '_', '~~', '[', '](http://l.example/) ', '![i](http://i.example/) ', '<b>x</b> ', '<div>\n',
  '<!-- c -->', 'http://auto.example/x ', '<http://in.example/> ', 'e@mail.example ', '\\*', '`', '\r\n', '  \n', '&amp; ', 'a\tb ',
  '\u2028', '😀 ', '- [ ] task\n', '* * *\n', '+ plus\n\n  para\n', '[x](javascript:1) ', 'lorem ipsum dolor '.repeat(130),
  'x '.repeat(900)];

/** What makes lists and tables grow, and how they may turn out otherwise. */
const ROWS = ['- item\n', '- item\n', '- **bold** `code`\n', '* star\n', '1. one\n', '2. two\n', '  - nested\n', '    - deeper\n', '\n',
  '\n\n', 'lazy\n', '  para\n', '- [ ] task\n', '- [x] done\n', '- [a]\n', '  [a]: http://x.example/a\n', '[b]: http://x.example/b\n',
  '- [b] [b][a]\n', '- ```\n  code\n', '  ```\n', '- > quote\n', '- # head\n', '---\n', '- http://auto.example\n', '- <a href="x">\n',
  '- <pre>\n', '- [a [b](http://l.example/)](http://m.example/)\n', '- [![i](http://i.example/)](http://l.example/)\n', '-\n', '- ',
  '| a | b |\n|---|:-:|\n', '| a | [b] |\n|---|---|\n', '| 1 | 2 |\n', '| 1 | **2** |\n', '| [a] | [b] |\n', '| `x\\|y` | 2 | 3 |\n',
  '| 1\n', 'no bars\n', '| - | - |\n', '| <a href="y"> | <pre> |\n', 'word '];

/** A text, and the pieces in which it comes. */
function answer(seed, pieces) {
  const next = random(seed);
  const text = Array.from({ length: 3 + Math.floor(next() * 25) }, () => pieces[Math.floor(next() * pieces.length)]).join('');
  const parts = [];
  for (let at = 0; at < text.length; at += parts.at(-1).length) {
    parts.push(text.slice(at, at + 1 + Math.floor(next() * (text.length > 2000 ? 120 : 12))));
  }
  return { text, parts };
}

/** What stands there in the end; where a paragraph was cut does not count. */
async function shown(MarkdownStream, parts) {
  const root = document.createElement('div');
  let drawn = () => {};
  const stream = new MarkdownStream(root, () => drawn());
  const draw = (text, complete) => new Promise((done) => {
    drawn = done;
    stream.update(text, complete);
  });
  let text = '';
  for (const part of parts) {
    text += part;
    await draw(text, false);
  }
  for (let before = null; before !== root.innerHTML;) {
    before = root.innerHTML;
    await draw(text, true);
    await draw(text, true);
  }
  root.querySelectorAll('span:not([class])').forEach((each) => each.replaceWith(...each.childNodes));
  root.normalize();
  return root.innerHTML;
}

/** Of so many answers of each kind, made from the seeds after this one, those that are not the same in the end. */
async function differences(MarkdownStream, after, count) {
  const found = [];
  for (let each = 0; each < 2 * count; each++) {
    const seed = after + 1 + Math.floor(each / 2);
    const { text, parts } = answer(seed, each % 2 === 0 ? PIECES : ROWS);
    const [once, inParts] = [await shown(MarkdownStream, [text]), await shown(MarkdownStream, parts)];
    if (once !== inParts) {
      found.push(`${seed}: ${JSON.stringify(text)}\n${once}\n${inParts}`);
    }
  }
  return found;
}

/** The longest time, in milliseconds, for which the page was held up by a text, and how much of it is shown in the end. */
async function heldUp(MarkdownStream, text) {
  const root = document.createElement('div');
  document.body.append(root);
  const frame = window.requestAnimationFrame;
  let ahead = 0;
  window.requestAnimationFrame = (draw) => {
    ahead++;
    return frame((now) => {
      draw(now);
      ahead--;
    });
  };
  const stream = new MarkdownStream(root);
  let longest = 0;
  stream.update(text, true);
  // Once all is shown it asks for no other frame.
  for (let last = performance.now(); ahead > 0;) {
    await new Promise((next) => { setTimeout(next, 40); });
    longest = Math.max(longest, performance.now() - last - 40);
    last = performance.now();
  }
  window.requestAnimationFrame = frame;
  const { length } = root.textContent;
  root.remove();
  return [Math.round(longest), length];
}
