// Shows openapi.json. Whatever it says goes into the page as text, never as markup.
'use strict';

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'];

function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text) {
    made.textContent = text;
  }
  made.append(...children);
  return made;
}

function classed(name, made) {
  made.className = name;
  return made;
}

/** Follows references within the document, one after the other. */
function resolve(api, node) {
  let found = node;
  while (found && found.$ref) {
    found = found.$ref.slice(2).split('/').reduce((at, step) => at[step.replaceAll('~1', '/')], api);
  }
  return found;
}

function example(content) {
  return Object.entries(content || {}).filter(([, each]) => each.example !== undefined).map(([type, each]) => {
    const value = each.example;
    return element('div', '', element('code', type),
      element('pre', typeof value === 'string' ? value : JSON.stringify(value, null, 2)));
  });
}

function rows(pairs) {
  const table = element('table');
  pairs.forEach(([name, text]) =>
    table.append(element('tr', '', element('td', '', element('code', name)), element('td', text))));
  return table;
}

function operation(api, path, method, route, shared) {
  const line = element('summary', '',
    classed('method', element('code', method.toUpperCase())),
    element('code', path), document.createTextNode(' ' + route.summary),
    classed('who', element('span', route['x-role'])));
  const box = element('details', '', route.deprecated ? classed('old', line) : line);
  if (route.description) {
    box.append(element('p', route.description));
  }
  const parameters = [...shared, ...(route.parameters || [])].map((each) => resolve(api, each));
  if (parameters.length > 0) {
    box.append(element('h3', 'Parameters'),
      rows(parameters.map((each) => [each.name, (each.description || '') + ' (' + each.in + ', such as ' + each.example + ')'])));
  }
  if (route.requestBody) {
    box.append(element('h3', 'Body'), ...example(resolve(api, route.requestBody).content));
  }
  const answers = Object.entries(route.responses).map(([status, each]) => [status, resolve(api, each)]);
  box.append(element('h3', 'Answers'), rows(answers.map(([status, each]) => [status, each.description])));
  answers.filter(([status]) => status.startsWith('2')).forEach(([, each]) => box.append(...example(each.content)));
  return box;
}

function show(api) {
  const routes = document.getElementById('routes');
  routes.replaceChildren(element('p', api.info.description));
  api.tags.forEach((tag) => {
    routes.append(element('h2', tag.name), element('p', tag.description));
    Object.entries(api.paths).forEach(([path, item]) =>
      METHODS.filter((method) => item[method] && item[method].tags.includes(tag.name)).forEach((method) =>
        routes.append(operation(api, path, method, item[method], item.parameters || []))));
  });
}

fetch('openapi.json')
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error('status ' + answer.status))))
  .then(show)
  .catch((failure) => {
    document.getElementById('routes').replaceChildren(
      element('p', 'openapi.json could not be read: ' + failure.message + '. Load this page again.'));
  });
