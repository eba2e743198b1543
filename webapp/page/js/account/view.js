// One's own account.

import { t } from '../texts.js';
import { sidePages } from '../parts.js';
import { apiKeys } from './keys.js';
import { browser } from './browser.js';
import { ollamaKeys } from './ollama.js';
import { password, profile } from './profile.js';
import { sessions } from './sessions.js';

export function view(context) {
  const pages = {
    profile: { title: t.account.profile.title, show: profile },
    password: { title: t.account.password.title, show: password },
    keys: { title: t.account.keys.title, show: apiKeys },
    ollama: { title: t.account.ollama.title, show: ollamaKeys },
    sessions: { title: t.account.sessions.title, show: sessions },
    browser: { title: t.account.browser.title, show: browser },
  };
  if (!context.welcome.sign_in) {
    delete pages.password;
  }
  return sidePages('account', t.account.title, pages, context);
}
