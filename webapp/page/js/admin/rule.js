// Which models a role or a person may use.

import { get, put } from '../api.js';
import { h } from '../dom.js';
import { t } from '../texts.js';
import { check, field, form, freshId, later, toast } from '../ui.js';

/** The models that a person may use: all, these, or those of the role. */
export function personsRule(at, signal) {
  return later(async () => {
    const [rule, tags] = await Promise.all([get(at, signal), get('ollama/api/tags', signal).catch(() => ({ models: [] }))]);
    return modelRule(at, rule.models, tags.models, true);
  }, signal);
}

/** @param allowed names and patterns; null if the person has no rule of their own */
export function modelRule(at, allowed, models, ofPerson = false) {
  const installed = models.map(({ name }) => name);
  const group = freshId('rule');
  const kind = allowed === null ? 'role' : allowed.includes('*') ? 'all' : 'these';
  const listed = kind === 'these' ? allowed : [];
  const radio = (value, label, hint) => check(label, { type: 'radio', name: group, value, checked: kind === value, onchange: show, hint });
  const all = radio('all', t.admin.rule.all);
  const these = radio('these', t.admin.rule.these, t.admin.rule.theseHint);
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
