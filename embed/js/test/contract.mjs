// Reads the functions of the contract from the package's declarations, and makes arguments for them.

import { readFileSync } from 'node:fs';

const declarations = (name) => readFileSync(new URL(`../dist/${name}.d.ts`, import.meta.url), 'utf8');

/** The fields of each interface, and the alternatives of each union, by the name of the type. */
const types = new Map();
for (const file of ['contract/types', 'options']) {
  const text = declarations(file).replaceAll(/\/\*[\s\S]*?\*\//g, '');
  for (const [, name, body] of text.matchAll(/^export interface (\w+)[^{]*\{([^}]*)\}/gm)) {
    const fields = body.matchAll(/^ +(?:readonly )?(\w+)\??: (.*);$/gm);
    types.set(name, { fields: Array.from(fields, ([, field, type]) => [field, type]) });
  }
  for (const [, name, union] of text.matchAll(/^export type (\w+) = ([^;]*);/gm)) {
    types.set(name, { alternatives: union.split('|').map((each) => each.trim()) });
  }
}

/**
 * Returns the functions with parameters: each with its class, which is `Functions` for those of the evaluator, its name,
 * and the name and the type of each parameter.
 */
export function contractFunctions() {
  const text = ['functions', 'resources'].map((file) => declarations(`contract/${file}`)).join('\n');
  const classes = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').split(/^export declare (?:abstract )?class /m);
  return classes.slice(1).flatMap((declared) => {
    const methods = declared.matchAll(/^ {4}(\w+)\((.+)\): .*;$/gm);
    return Array.from(methods, ([, name, parameters]) => ({
      class: /^\w+/.exec(declared)[0],
      name,
      parameters: parameters.split(/, (?=\w+\??: )/).map((each) => /^(\w+)\??: (.*)$/.exec(each).slice(1)),
    })).filter(({ name }) => name !== 'constructor');
  });
}

/** Makes a value of each alternative of a type. `resources` has an object of each class of resources. */
export function samples(type, resources) {
  const name = type.replaceAll(/ \| (null|undefined)/g, '');
  const literal = /^'(.*)'$/.exec(name);
  if (literal) return [literal[1]];
  const item = /^readonly (\w+)\[\]$/.exec(name);
  if (item) return [samples(item[1], resources)];
  if (Object.hasOwn(PRIMITIVES, name)) return [PRIMITIVES[name]()];
  if (Object.hasOwn(resources, name)) return [resources[name]];
  const { fields, alternatives } = types.get(name) ?? {};
  if (alternatives) return alternatives.flatMap((each) => samples(each, resources));
  if (!fields) throw new Error(`the type ${name} is unknown`);
  return [Object.fromEntries(fields.map(([field, type]) => [field, samples(type, resources)[0]]))];
}

const PRIMITIVES = {
  string: () => 'a',
  number: () => 1,
  boolean: () => true,
  Uint8Array: () => new Uint8Array([0x7b, 0x7d]),
  Pairs: () => ({ a: 'b' }),
};
