// Shows openapi.json. Whatever it says goes into the page as text, never as markup.

import { fill, h, logo } from './dom.js';
import { t } from './texts.js';
import { badge, code, head } from './ui.js';

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'];

/** Follows references within the document, one after the other. */
function resolve(api, node) {
  let found = node;
  while (found && found.$ref) {
    found = found.$ref.slice(2).split('/').reduce((at, step) => at[step.replaceAll('~1', '/')], api);
  }
  return found;
}

function examples(content) {
  return Object.entries(content || {}).filter(([, { example }]) => example !== undefined).map(([type, { example }]) =>
    h('div', { class: 'stack tight' }, h('code', { class: 'muted' }, type),
      code(typeof example === 'string' ? example : JSON.stringify(example, null, 2))));
}

function facts(pairs) {
  return h('dl', { class: 'facts' }, pairs.map(([name, text]) => [h('dt', {}, h('code', {}, name)), h('dd', {}, text)]));
}

/** Makes the inside when a person opens it, because there are many. */
function operation(api, path, method, route, shared) {
  const box = h('details', { class: route.deprecated ? 'operation old' : 'operation' },
    h('summary', {}, h('code', { class: 'method' }, method.toUpperCase()), h('code', { class: 'path' }, path),
      h('span', { class: 'what' }, route.summary), route['x-role'] && badge(route['x-role'])));
  box.addEventListener('toggle', () => {
    if (box.open && box.children.length === 1) {
      box.append(inside(api, route, shared));
    }
  });
  return box;
}

function inside(api, route, shared) {
  const parameters = [...shared, ...(route.parameters || [])].map((each) => resolve(api, each));
  const answers = Object.entries(route.responses).map(([status, each]) => [status, resolve(api, each)]);
  return h('div', { class: 'inside' },
    route.description && h('p', {}, route.description),
    parameters.length > 0 && [h('h3', {}, t.api.parameters), facts(parameters.map((each) =>
      [each.name, t.api.parameter(each.description || '', each.in, each.example)]))],
    route.requestBody && [h('h3', {}, t.api.body), examples(resolve(api, route.requestBody).content)],
    h('h3', {}, t.api.answers), facts(answers.map(([status, each]) => [status, each.description])),
    answers.filter(([status]) => status.startsWith('2')).map(([, each]) => examples(each.content)));
}

function show(api) {
  return api.tags.map((tag) => h('section', { class: 'stack tight' }, h('h2', {}, tag.name), h('p', { class: 'muted' }, tag.description),
    h('div', {}, Object.entries(api.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]?.tags.includes(tag.name))
        .map((method) => operation(api, path, method, item[method], item.parameters || []))))));
}

const routes = h('div', { class: 'stack wide' });
fill(document.getElementById('app'),
  h('header', { class: 'top' }, h('a', { class: 'brand', href: './', 'aria-label': t.nav.home }, logo(), h('span', {}, 'Corral')),
    h('nav', { 'aria-label': t.nav.parts }, h('a', { href: './#/chat' }, t.nav.chat), h('a', { href: './#/connect' }, t.nav.connect))),
  h('main', { class: 'page' }, head(t.api.title, [t.api.lead, ' ', h('a', { href: 'openapi.json' }, t.api.document), ' (OpenAPI 3.1).']), routes));
document.title = `${t.api.title} · Corral`;

fetch('openapi.json')
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`status ${answer.status}`))))
  .then((api) => fill(routes, show(api)))
  .catch((failure) => fill(routes, h('p', { class: 'note danger', role: 'alert' }, t.api.failed(failure.message))));
