// Which models a role or a person may use.

import { get, getIfThere, put } from '../api.js';
import { h } from '../dom.js';
import { t } from '../texts.js';
import { check, field, form, freshId, later, toast, unavailable } from '../ui.js';

/** For a person there is "as the role" beside "all" and "these". */
export function modelRule(at, { signal, ofPerson = false }) {
  return later(async () => {
    const [rule, tags] = await Promise.all([getIfThere(at, signal), get('ollama/api/tags', signal).catch(() => ({ models: [] }))]);
    return rule ? editor(at, rule.models, tags.models.map(({ name }) => name), ofPerson) : unavailable(t.admin.rule.title);
  }, signal);
}

function editor(at, allowed, installed, ofPerson) {
  const group = freshId('rule');
  const kind = allowed === null ? 'role' : allowed.length === 1 && allowed[0] === '*' ? 'all' : 'these';
  const listed = kind === 'these' ? allowed : [];
  const radio = (value, label) => check(label, { type: 'radio', name: group, value, checked: kind === value, onchange: show });
  const all = radio('all', t.admin.rule.all);
  const these = radio('these', t.admin.rule.these);
  const role = ofPerson && radio('role', t.admin.rule.asRole);
  const boxes = installed.map((name) => [name, check(name, { checked: listed.includes(name) || listed.includes(name.replace(/:latest$/, '')) })]);
  const patterns = listed.filter((each) => !installed.some((name) => name === each || name === `${each}:latest`));
  const more = field(t.admin.rule.patterns, { value: patterns.join(' '), hint: t.admin.rule.patternsHint, spellcheck: 'false' });
  const details = h('div', { class: 'choices' }, boxes.map(([, box]) => box.root), more.root);

  function show() {
    details.hidden = !these.input.checked;
  }
  show();

  const wanted = () => {
    if (role && role.input.checked) {
      return null;
    }
    return all.input.checked ? ['*'] : [...boxes.filter(([, box]) => box.input.checked).map(([name]) => name),
      ...more.value.split(/[\s,]+/).filter(Boolean)];
  };
  return form({
    fields: [h('fieldset', { class: 'choices' }, h('legend', { class: 'unseen' }, t.admin.rule.title),
      role && role.root, all.root, these.root, details)],
    submit: t.ui.save, kind: '',
    send: async () => {
      await put(at, { models: wanted() });
      toast(t.ui.saved);
    },
  }).root;
}
