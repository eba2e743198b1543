// The part for admins.

import { sidePages } from '../parts.js';
import { t } from '../texts.js';
import { models } from './models.js';
import { servers } from './servers.js';
import { settings } from './settings.js';
import { signingKeys } from './keys.js';
import { users } from './users.js';

export function view(context) {
  return sidePages('admin', t.admin.title, {
    users: { title: t.admin.users.title, show: users },
    models: { title: t.admin.models.title, show: models },
    servers: { title: t.admin.servers.title, show: servers },
    keys: { title: t.admin.keys.title, show: signingKeys },
    settings: { title: t.admin.settings.title, show: settings },
  }, context);
}
