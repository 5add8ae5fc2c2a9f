// Assertions and readers for tests that run in Node and in pages.

/** Throws unless both values are equal. The order of properties does not matter. */
export function equal(actual, expected, what = '') {
  if (!same(actual, expected)) throw new Error(`${what}\n  expected ${show(expected)}\n  found ${show(actual)}`);
}

export function truthy(value, what) {
  if (!value) throw new Error(what);
}

/** Returns what the work throws, or what its promise is rejected with. */
export async function thrown(work, what = 'nothing was thrown') {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error(what);
}

/** Runs all cases, and throws with the failures. */
export async function every(cases, run) {
  truthy(cases.length > 0, 'the cases are missing');
  const failures = [];
  for (const { position, text } of cases) {
    try {
      await run(JSON.parse(text), text);
    } catch (error) {
      failures.push(`${position}: ${error.message}`);
    }
  }
  truthy(failures.length === 0, `${failures.length} of ${cases.length}\n${failures.slice(0, 20).join('\n')}`);
}

function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const [names, others] = [Object.keys(a), Object.keys(b)];
  return names.length === others.length && names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]));
}

const show = (value) => JSON.stringify(value, (_, member) => (member === undefined ? 'undefined' : member));

/** Returns the members of a JSON object with their texts, in their order. JSON.parse does not keep the order. */
export function members(text) {
  const token = /\s*("(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+)/y;
  const result = new Map();
  let depth = 0;
  let key;
  let start = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [, symbol] = found;
    if (depth === 1 && (symbol === ',' || symbol === '}')) {
      if (key !== undefined) result.set(key, text.slice(start, token.lastIndex - 1).trim());
      key = undefined;
    } else if (depth === 1 && key === undefined && symbol !== ':') {
      key = JSON.parse(symbol);
    } else if (depth === 1 && symbol === ':') {
      start = token.lastIndex;
    }
    if (symbol === '{' || symbol === '[') depth += 1;
    if (symbol === '}' || symbol === ']') depth -= 1;
  }
  return result;
}

const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

/** Returns the typed spec of a case. Its labels keep the order of the text. */
export function specOf(text) {
  if (text === undefined || text === 'null') return undefined;
  const spec = {};
  for (const [name, value] of members(text)) {
    if (value === 'null') continue;
    const labels = name === 'label_selector' && Array.from(members(value), ([key, label]) => [key, JSON.parse(label)]);
    spec[camel(name)] = labels || JSON.parse(value);
  }
  return spec;
}

/** Returns the object with names in camelCase. */
export const camelKeys = (object) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [camel(name), value]));
