// One message as it is shown: what somebody said, or an answer, whole or on its way.

import { fill, h } from '../dom.js';
import { decimal, number, span } from '../format.js';
import { t } from '../texts.js';
import { button, copyButton } from '../ui.js';
import { MarkdownStream } from './markdown.js';
import { shortName } from './models.js';
import { grow } from './prose.js';
import { speed } from './run.js';

export function saidView(message) {
  return h('article', { class: 'said', 'aria-label': t.chat.you },
    message.images?.length > 0 && h('div', { class: 'pictures' }, message.images.map((image, index) =>
      h('img', { src: `data:${image.type};base64,${image.data}`, alt: image.name || t.chat.picture(index + 1) }))),
    message.content);
}

/**
 * An answer. `onDraw` is called when more of it is shown; `again`, if there is one, asks for another.
 */
export function answerView(message, { onDraw, again }) {
  const state = h('div', { class: 'pending' });
  const prose = h('div', { class: 'prose' });
  const about = h('div', { class: 'about' });
  const trouble = h('div', {});
  const thinking = thinkingView();
  const root = h('article', { class: 'answer', 'aria-label': t.chat.answerOf(shortName(message.model || '')) },
    h('div', { class: 'from' }, shortName(message.model || '')), thinking.root, prose, state, trouble, about);
  const stream = new MarkdownStream(prose, onDraw);
  let timer = 0;

  function update() {
    thinking.update(message);
    const running = message.state === 'running';
    if (message.content) {
      stream.update(message.content, !running);
    }
    root.setAttribute('aria-busy', String(running));
    state.hidden = !running || Boolean(message.content);
    if (running && !message.first && !timer) {
      wait();
      timer = setInterval(wait, 1000);
    } else if (message.first || !running) {
      clearInterval(timer);
      fill(state, h('span', { class: 'pulse' }), t.chat.thinking);
    }
    if (!running) {
      end();
    }
  }

  function wait() {
    if (!root.isConnected && timer) {
      clearInterval(timer);
      return;
    }
    const seconds = Math.floor((Date.now() - message.started) / 1000);
    fill(state, h('span', { class: 'pulse' }), seconds < 3 ? t.chat.waiting : t.chat.waitingFor(span(seconds)));
  }

  function end() {
    const failed = message.state === 'failed';
    fill(trouble, failed && troubleView(message, again));
    fill(about,
      message.content && copyButton(() => message.content, { label: t.chat.copyAnswer }),
      again && !failed && button(t.chat.again, { kind: 'quiet small square', glyph: 'again', unseen: true, onclick: again }),
      figures(message).map((each) => h('span', { class: 'number' }, each)));
  }

  update();
  return { root, update };
}

/** The thinking, folded. People can open it while it grows. */
function thinkingView() {
  const summary = h('summary', {});
  const text = document.createTextNode('');
  const root = h('details', { class: 'thinking', hidden: true }, summary, h('div', {}, text));
  root.addEventListener('toggle', () => root.open && grow(text, root.thought || ''));
  return {
    root,
    update: (message) => {
      if (!message.thinking) {
        return;
      }
      root.hidden = false;
      root.thought = message.thinking;
      if (root.open) {
        grow(text, message.thinking);
      }
      const label = message.thoughtFor >= 1000 ? t.chat.thoughtFor(span(message.thoughtFor / 1000))
        : message.state === 'running' ? t.chat.thinking : t.chat.thoughts;
      if (summary.textContent !== label) {
        summary.textContent = label;
      }
    },
  };
}

function troubleView(message, again) {
  const box = h('div', { class: 'note danger stack tight', role: 'alert' },
    h('p', {}, h('strong', {}, message.content ? t.chat.cut : t.chat.noAnswer), ' ', message.error));
  if (again) {
    const retry = button(t.ui.tryAgain, { kind: 'small', onclick: again });
    box.append(h('div', {}, retry));
    hold(retry, message.retryAt || 0);
  }
  return box;
}

/** Keeps the button off until then, and shows how long that is. */
function hold(retry, until) {
  const left = Math.ceil((until - Date.now()) / 1000);
  retry.disabled = left > 0;
  retry.textContent = left > 0 ? t.signIn.tryAgainIn(left) : t.ui.tryAgain;
  if (left > 0) {
    setTimeout(() => hold(retry, until), 500);
  }
}

function figures(message) {
  const rate = speed(message);
  const count = message.tokens || message.pieces || 0;
  const exact = Boolean(message.tokens);
  return [
    message.state === 'stopped' && t.chat.stopped,
    message.reason === 'length' && t.chat.lengthReached,
    rate > 0 && t.chat.perSecond(decimal(rate), exact),
    count > 0 && t.chat.tokens(number(count), count, exact),
    message.first && message.ended && t.chat.took(span((message.ended - message.started) / 1000)),
  ].filter(Boolean);
}
