// Pieces that several views use.

import { h, fill, icon } from './dom.js';
import { t } from './texts.js';

let ids = 0;
export const freshId = (start) => `${start}-${++ids}`;

export function button(label, { kind = '', glyph, onclick, type = 'button', unseen = false, ...more } = {}) {
  return h('button', { type, class: `button ${kind}`, onclick: onclick || (() => {}), title: unseen ? label : null, ...more },
    glyph && icon(glyph), unseen ? h('span', { class: 'unseen' }, label) : label);
}

/** A labelled input, with room for a hint and for what is wrong with it. */
export function field(label, { hint, type = 'text', options, rows, ...more } = {}) {
  const id = freshId('field');
  const fault = h('p', { class: 'fault', id: `${id}-fault`, hidden: true });
  const properties = { id, name: id, 'aria-describedby': hint ? `${id}-hint ${id}-fault` : `${id}-fault`, ...more };
  const input = options
    ? h('select', properties, options.map(([value, text]) => h('option', { value }, text)))
    : rows ? h('textarea', { rows, ...properties }) : h('input', { type, ...properties });
  if (more.value !== undefined) {
    input.value = more.value;
  }
  const root = h('div', { class: 'field' },
    h('label', { for: id }, label),
    type === 'password' ? withEye(input) : input,
    hint && h('p', { class: 'hint', id: `${id}-hint` }, hint),
    fault);
  const complain = (text) => {
    fault.textContent = text;
    fault.hidden = text === '';
    input.setAttribute('aria-invalid', String(text !== ''));
  };
  input.addEventListener('input', () => complain(''));
  return { root, input, complain, get value() { return input.value; } };
}

function withEye(input) {
  const eye = button(t.ui.show, { kind: 'quiet small', 'aria-label': t.ui.showPassword, 'aria-pressed': 'false' });
  eye.addEventListener('click', () => {
    const hidden = input.type === 'password';
    input.type = hidden ? 'text' : 'password';
    eye.textContent = hidden ? t.ui.hide : t.ui.show;
    eye.setAttribute('aria-pressed', String(hidden));
  });
  return h('div', { class: 'password' }, input, eye);
}

export function check(label, { hint, type = 'checkbox', ...more } = {}) {
  const id = freshId('check');
  const input = h('input', { type, id, ...more });
  const root = h('div', { class: 'check' }, input,
    h('label', { for: id }, label, hint && h('span', { class: 'hint' }, hint)));
  return { root, input };
}

/**
 * A form with one button to send it. While it is sent the button waits; what goes wrong stands above it, and where the
 * server says how long to wait, it counts.
 */
export function form({ fields, submit, kind = 'primary', block = false, send }) {
  const trouble = h('div', { class: 'note danger', role: 'alert', hidden: true });
  const go = button(submit, { type: 'submit', kind: `${kind} ${block ? 'block' : ''}` });
  const root = h('form', { class: 'stack', novalidate: true }, fields.map((each) => each.root || each), trouble,
    block ? go : h('div', { class: 'row last' }, go));
  const say = (text) => {
    trouble.textContent = text;
    trouble.hidden = text === '';
  };
  root.addEventListener('submit', async (event) => {
    event.preventDefault();
    const empty = fields.find((each) => each.input?.required && each.input.value.trim() === '');
    if (empty) {
      empty.complain(t.ui.needed);
      empty.input.focus();
      return;
    }
    if (go.disabled) {
      return;
    }
    say('');
    go.disabled = true;
    go.setAttribute('aria-busy', 'true');
    try {
      await send();
    } catch (failure) {
      say(failure.message);
      if (failure.status === 429 && failure.retryAfter > 0) {
        await countDown(failure.retryAfter, go, submit, trouble);
      }
    } finally {
      go.disabled = false;
      go.removeAttribute('aria-busy');
    }
  });
  return { root, say, go };
}

/** Shows on the button how long it stays off. Screen readers read that once. */
async function countDown(seconds, go, label, trouble) {
  const end = Date.now() + seconds * 1000;
  trouble.textContent = t.signIn.throttled;
  for (let left = seconds; left > 0 && go.isConnected; left = Math.ceil((end - Date.now()) / 1000)) {
    go.textContent = t.signIn.tryAgainIn(left);
    await pause(250);
  }
  go.textContent = label;
  trouble.hidden = true;
}

export const pause = (millis) => new Promise((wake) => { setTimeout(wake, millis); });

/**
 * Shows a dialog and gives what it was closed with: the value of the button, or '' where it was left.
 * @param actions [label, value, kind] of each button, the last one being the one to press
 */
export function dialog(title, body, actions, { onOpen } = {}) {
  const id = freshId('dialog');
  const box = h('dialog', { class: 'dialog', 'aria-labelledby': id }, h('h2', { id }, title), body,
    h('div', { class: 'buttons' }, actions.map(([label, value, kind]) =>
      button(label, { kind: kind || '', onclick: () => box.close(value) }))));
  document.body.append(box);
  const opener = document.activeElement;
  const away = () => box.close('');
  window.addEventListener('hashchange', away);
  box.showModal();
  onOpen?.(box);
  return new Promise((closed) => {
    box.addEventListener('close', () => {
      window.removeEventListener('hashchange', away);
      box.remove();
      if (opener?.isConnected) {
        opener.focus();
      }
      closed(box.returnValue);
    });
  });
}

/** A form in a dialog. The dialog closes after the form was sent. */
export function formDialog(title, { fields, submit, kind, send }) {
  let box;
  const made = form({
    fields, submit, kind,
    send: async () => {
      await send();
      box.close('sent');
    },
  });
  const row = made.root.querySelector('.row.last');
  row.classList.add('end');
  row.prepend(button(t.ui.cancel, { onclick: () => box.close('') }));
  return dialog(title, made.root, [], { onOpen: (opened) => {
    box = opened;
    opened.querySelector('.buttons').remove();
    fields[0]?.input?.focus();
  } });
}

/** Asks whether the person is sure. */
export async function confirm(title, text, action, kind = 'danger') {
  return await dialog(title, h('p', {}, text), [[t.ui.cancel, ''], [action, 'yes', kind]]) === 'yes';
}

const toasts = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });

/** Shows a message that needs no answer. */
export function toast(text) {
  if (!toasts.isConnected) {
    document.body.append(toasts);
  }
  const said = h('div', { class: 'toast' }, text);
  toasts.append(said);
  setTimeout(() => said.remove(), 4000);
}

export function copyButton(text, { label = t.ui.copy, kind = 'quiet small square', unseen = true } = {}) {
  const made = button(label, { kind, glyph: 'copy', unseen });
  made.addEventListener('click', async () => {
    if (await copy(typeof text === 'function' ? text() : text)) {
      made.querySelector('svg').replaceWith(icon('check'));
      toast(t.ui.copied);
      await pause(1500);
      made.querySelector('svg').replaceWith(icon('copy'));
    }
  });
  return made;
}

/** Copies a text. Browsers give pages without TLS no clipboard, so those use a selection. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h('textarea', { class: 'unseen', 'aria-hidden': 'true', tabindex: '-1' });
    area.value = text;
    (document.querySelector('dialog[open]') || document.body).append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) {
      toast(t.ui.notCopied);
    }
    return done;
  }
}

export function code(text) {
  // It may have to be scrolled, by keyboard too.
  return h('div', { class: 'code' }, h('pre', { tabindex: '0' }, h('code', {}, text)), copyButton(text));
}

export function badge(text, tone = '') {
  return h('span', { class: `badge ${tone}` }, text);
}

export function empty(title, text, ...more) {
  return h('div', { class: 'empty' }, h('h3', {}, title), text && h('p', {}, text), more);
}

export function face(person, large = false) {
  const initials = (person.name || person.email || '?').trim().split(/\s+/).slice(0, 2).map((word) => [...word][0]).join('');
  const picture = person.profile_image_url || '';
  // A picture on another server would tell that server who looks at this page.
  return h('span', { class: `face${large ? ' large' : ''}`, 'aria-hidden': 'true' },
    picture.startsWith('data:image/') ? h('img', { src: picture, alt: '' }) : initials);
}

/** Rows whose headings stay beside their values on a narrow screen. */
export function table(caption, columns, rows, kind = '') {
  return h('table', { class: `table ${kind}` },
    h('caption', { class: 'unseen' }, caption),
    h('thead', {}, h('tr', {}, columns.map((column) => column instanceof Node ? column : h('th', { scope: 'col' },
      column || h('span', { class: 'unseen' }, t.ui.actions))))),
    h('tbody', {}, rows));
}

export function cell(label, ...children) {
  return h('td', { 'data-label': label }, h('span', {}, ...children));
}

export const actions = (...children) => h('td', { class: 'actions' }, ...children);

/**
 * Shows a word while something takes time, then the result, or the failure and a button to try again.
 * @param load gives what is to be shown
 * @param explain more about a failure, if there is more to say
 */
export function later(load, signal, explain = () => null) {
  const place = h('div', { 'aria-busy': 'true' });
  const run = async () => {
    fill(place, h('p', { class: 'waiting', role: 'status' }, t.ui.loading));
    place.setAttribute('aria-busy', 'true');
    try {
      const shown = await load();
      if (!signal?.aborted) {
        fill(place, shown);
      }
    } catch (failure) {
      if (failure.name === 'AbortError' || signal?.aborted) {
        return;
      }
      fill(place, h('div', { class: 'note danger stack tight', role: 'alert' }, h('p', {}, failure.message), explain(failure),
        h('div', {}, button(t.ui.tryAgain, { kind: 'small', onclick: run }))));
    } finally {
      place.removeAttribute('aria-busy');
    }
  };
  place.again = run;
  run();
  return place;
}

export function head(title, text, ...more) {
  return h('header', { class: 'head' },
    h('div', { class: 'row apart' }, h('h1', { tabindex: '-1' }, title), more.length > 0 && h('div', { class: 'row' }, more)),
    text && h('p', {}, text));
}
