// Where people write: text, pictures, the model, whether it shall think first.

import { fill, h } from '../dom.js';
import { t } from '../texts.js';
import { button, freshId, toast } from '../ui.js';
import { abilities, shortName } from './models.js';
import { MOST, readPicture } from './pictures.js';

const CHOSEN = 'corral-model';

/** Calls `send({ text, images, model, think })` and `stop()`. */
export function composer({ models, preferred, signal, send, stop }) {
  let images = [];
  let able = { chat: true, vision: false, thinking: false };
  let running = false;

  const text = h('textarea', { rows: '1', placeholder: t.chat.placeholder, 'aria-label': t.chat.message, autofocus: true });
  const pictures = h('div', { class: 'pictures', hidden: true });
  const chooser = h('select', { 'aria-label': t.chat.model },
    models.map(({ name }) => h('option', { value: name }, shortName(name))));
  const picker = h('input', { type: 'file', accept: 'image/*', multiple: true, hidden: true, 'aria-label': t.chat.addPicture });
  const attach = button(t.chat.addPicture, { kind: 'quiet small square', glyph: 'image', unseen: true, onclick: () => picker.click() });
  const think = button(t.chat.think, { kind: 'quiet small', glyph: 'thought', 'aria-pressed': 'true' });
  const go = button(t.chat.send, { kind: 'primary square send', glyph: 'send', unseen: true, type: 'submit' });
  const halt = button(t.chat.stop, { kind: 'square send', glyph: 'stop', unseen: true, onclick: stop, hidden: true });
  const say = h('p', { class: 'fault', role: 'alert', hidden: true, id: freshId('say') });
  const form = h('form', {}, pictures, text, say,
    h('div', { class: 'tools' }, attach, picker, chooser, think, go, halt));
  const root = h('div', { class: 'compose' }, form, h('p', { class: 'small-print' }, t.chat.smallPrint));

  const chosen = preferred || localStorage.getItem(CHOSEN);
  if (models.some(({ name }) => name === chosen)) {
    chooser.value = chosen;
  }

  async function modelChanged() {
    localStorage.setItem(CHOSEN, chooser.value);
    complain('');
    able = { chat: true, vision: false, thinking: false };
    showAbilities();
    const asked = chooser.value;
    try {
      const found = await abilities(asked, signal);
      if (chooser.value === asked) {
        able = found;
      }
    } catch {
      // The model can be asked all the same; the answer says what is wrong.
    }
    showAbilities();
  }

  function showAbilities() {
    attach.hidden = !able.vision;
    think.hidden = !able.thinking;
    complain(able.chat ? '' : t.chat.cannotChat(shortName(chooser.value)));
    if (!able.vision) {
      images = [];
      showPictures();
    }
    ready();
  }

  function complain(what) {
    say.textContent = what;
    say.hidden = what === '';
  }

  function ready() {
    go.disabled = text.value.trim() === '' && images.length === 0 || !able.chat;
  }

  function showPictures() {
    pictures.hidden = images.length === 0;
    fill(pictures, images.map((image, index) => h('span', {},
      h('img', { src: `data:${image.type};base64,${image.data}`, alt: image.name || t.chat.picture(index + 1) }),
      button(t.chat.removePicture(image.name || index + 1), { glyph: 'close', unseen: true, onclick: () => {
        images.splice(index, 1);
        showPictures();
        text.focus();
      } }))));
    ready();
  }

  async function add(files) {
    if (files.length === 0) {
      return;
    }
    if (!able.vision) {
      toast(t.chat.noVision(shortName(chooser.value)));
      return;
    }
    for (const file of files) {
      if (images.length >= MOST) {
        toast(t.chat.mostPictures(MOST));
        break;
      }
      try {
        images.push(await readPicture(file));
      } catch (failure) {
        toast(failure.message);
      }
    }
    showPictures();
  }

  function grow() {
    // Some browsers do not do it by themselves.
    if (!CSS.supports('field-sizing', 'content')) {
      text.rows = Math.min(12, text.value.split('\n').length);
    }
    ready();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (running || go.disabled) {
      return;
    }
    send({
      text: text.value.trim(), images, model: chooser.value,
      think: able.thinking ? think.getAttribute('aria-pressed') === 'true' : undefined,
    });
    text.value = '';
    images = [];
    showPictures();
    grow();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  text.addEventListener('input', grow);
  text.addEventListener('paste', (event) => {
    const files = [...event.clipboardData.files];
    if (files.length > 0) {
      event.preventDefault();
      add(files);
    }
  });
  picker.addEventListener('change', async () => {
    await add([...picker.files]);
    picker.value = '';
    text.focus();
  });
  think.addEventListener('click', () => think.setAttribute('aria-pressed', String(think.getAttribute('aria-pressed') !== 'true')));
  chooser.addEventListener('change', modelChanged);
  form.addEventListener('dragover', (event) => {
    event.preventDefault();
    root.classList.add('dragging');
  });
  form.addEventListener('dragleave', () => root.classList.remove('dragging'));
  form.addEventListener('drop', (event) => {
    event.preventDefault();
    root.classList.remove('dragging');
    add([...event.dataTransfer.files]);
  });

  modelChanged();
  return {
    root,
    focus: text,
    get model() { return chooser.value; },
    get think() { return able.thinking ? think.getAttribute('aria-pressed') === 'true' : undefined; },
    running: (now) => {
      running = now;
      const hadFocus = document.activeElement === halt;
      go.hidden = now;
      halt.hidden = !now;
      if (hadFocus) {
        text.focus();
      }
    },
  };
}
