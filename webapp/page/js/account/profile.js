// Name, picture, password.

import { post } from '../api.js';
import { dataUrl, readFace } from '../chat/pictures.js';
import { fill, h } from '../dom.js';
import { t } from '../texts.js';
import { badge, button, face, field, form, head, toast } from '../ui.js';

const SIDE = 128;
const NO_PICTURE = '/user.png';

export function profile({ account, changed }) {
  let picture = account.profile_image_url;
  const name = field(t.person.name, { value: account.name, required: true, maxlength: 100, autocomplete: 'name' });
  const shownFace = h('div', {});
  const picker = h('input', { type: 'file', accept: 'image/*', hidden: true, 'aria-label': t.account.choosePicture });
  const none = button(t.account.noPictureButton, { kind: 'quiet', onclick: () => {
    picture = NO_PICTURE;
    showFace();
  } });
  const showFace = () => {
    fill(shownFace, face({ ...account, name: name.value, profile_image_url: picture }, true));
    none.hidden = picture === NO_PICTURE;
  };
  picker.addEventListener('change', async () => {
    try {
      picture = await dataUrl(await readFace(picker.files[0], SIDE));
      showFace();
    } catch (failure) {
      toast(failure.message);
    }
  });
  showFace();
  const made = form({
    fields: [
      h('div', { class: 'row wide' }, shownFace,
        button(t.account.choosePicture, { onclick: () => picker.click() }), picker, none),
      name,
    ],
    submit: t.ui.save,
    send: async () => {
      changed(await post('api/v1/auths/update/profile', { name: name.value, profile_image_url: picture }));
      toast(t.ui.saved);
    },
  });
  const root = h('section', {}, head(t.account.profile.title, t.account.profile.lead), h('div', { class: 'stack narrow' },
    made.root,
    h('dl', { class: 'facts' },
      h('dt', {}, t.person.email), h('dd', {}, account.email),
      h('dt', {}, t.person.role), h('dd', {}, badge(t.roles[account.role])))));
  return { root };
}

export function password() {
  const now = field(t.account.password.now, { type: 'password', autocomplete: 'current-password', required: true });
  const next = field(t.account.password.next, {
    type: 'password', autocomplete: 'new-password', required: true, hint: t.person.passwordHint(10),
  });
  const made = form({
    fields: [now, next], submit: t.account.password.submit,
    send: async () => {
      await post('api/v1/auths/update/password', { password: now.value, new_password: next.value });
      now.input.value = '';
      next.input.value = '';
      toast(t.account.password.done);
    },
  });
  return { root: h('section', {}, head(t.account.password.title, t.account.password.lead), h('div', { class: 'narrow' }, made.root)) };
}
