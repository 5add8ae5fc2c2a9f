// The types of the contract, read in wit/*.wit, as TypeScript: records, enums and what goes in, each with its words.
// Only what those files use of WIT is read; anything else is an error.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The types that go in, by the name that what goes in has: its options may be null, its lists may be left out.
 * Where one comes out, too, there is a type without `Input`.
 */
const INPUTS = {
  spec: 'SpecInput',
  target: 'TargetInput',
  'schedule-config': 'ScheduleConfigInput',
  'api-resource': 'ApiResourceInput',
  relation: 'Relation',
  'velero-settings': 'VeleroSettings',
  identity: 'Identity',
};

/** Switches that are off where they are left out. */
const SWITCHES = ['paused', 'skip-immediately', 'use-owner-references-in-backup'];

/** The enums that go in. */
const CHOICES = ['document-format', 'document-kind', 'on-errors'];

const PAIRS = 'list<tuple<string, string>>';

const PRIMITIVES = {
  string: { type: 'string', convert: 'text' },
  bool: { type: 'boolean', convert: 'flag' },
  u32: { type: 'number', convert: 'count' },
  s64: { type: 'number', convert: 'seconds' },
};

/** The types of all interfaces in a folder, the names of fields and functions, and those of functions in camelCase. */
export function readContract(folder) {
  const types = [];
  const names = new Set();
  const functions = new Set();
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.wit'))
    .sort()) {
    readInterface(readFileSync(join(folder, file), 'utf8'), file, types, names, functions);
  }
  return { types, names, functions };
}

function readInterface(text, file, types, names, functions) {
  let docs = [];
  let current;
  let home;
  for (const line of text.split('\n').map((line) => line.trim())) {
    const [, doc] = /^\/\/\/ ?(.*)$/.exec(line) ?? [];
    const [, keyword, name] = /^(interface|record|enum|variant|resource) ([a-z0-9-]+) \{$/.exec(line) ?? [];
    const [, alias, aliased] = /^type ([a-z0-9-]+) = (.+);$/.exec(line) ?? [];
    const [, field, type] = /^([a-z0-9-]+): (.+),$/.exec(line) ?? [];
    const [, word, payload] = /^([a-z0-9-]+)(?:\((.+)\))?,$/.exec(line) ?? [];
    const [, callable] = /^([a-z0-9-]+): (?:static )?func\(/.exec(line) ?? [];
    if (doc !== undefined) docs.push(doc);
    else if (keyword === 'interface') home = name;
    else if (keyword) types.push((current = { keyword, name, home, docs, members: [] }));
    else if (alias) types.push({ keyword: 'type', name: alias, home, docs, aliased, members: [] });
    else if (callable) {
      names.add(callable);
      functions.add(camel(callable));
    } else if (field && current?.keyword === 'record') {
      current.members.push({ name: field, type, docs });
      names.add(field);
    } else if (word && current) current.members.push({ name: word, payload, docs });
    else if (line === '}') current = undefined;
    else if (/[{]/.test(line) && !/^(use|world) /.test(line)) throw new Error(`${file}: unread: ${line}`);
    if (doc === undefined) docs = [];
  }
}

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const pascal = (name) => camel(`-${name}`);

/** The contract as a module of types, and of converters for what goes in. */
export function toTypeScript({ types, names }) {
  const lines = [
    '// Made from wit/*.wit by build/contract.mjs.',
    "import { count, flag, list, oneOf, optional, or, pairs, record, text, type Convert, type Pairs } from '../convert.js';",
  ];
  const known = new Map(types.map((type) => [type.name, type]));

  const comment = (docs, indent, more = []) => {
    const text = [...docs, ...more].map((line) =>
      line.replace(/`([a-z0-9-]+)`/g, (quoted, name) =>
        name === 'none' ? '`undefined`' : names.has(name) ? `\`${camel(name)}\`` : quoted,
      ),
    );
    if (text.length === 1) lines.push(`${indent}/** ${text[0]} */`);
    else lines.push(`${indent}/**`, ...text.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`);
  };

  /** A WIT type as TypeScript, of what comes out or of what goes in. */
  const written = (type, input) => {
    if (PRIMITIVES[type]) return PRIMITIVES[type].type;
    if (type === PAIRS) return input ? 'Pairs' : 'Array<[string, string]>';
    const [, item] = /^list<(.+)>$/.exec(type) ?? [];
    if (item === 'u32' && !input) return 'Uint32Array<ArrayBuffer>';
    if (item) return input ? `readonly ${written(item, true)}[]` : `${written(item, false)}[]`;
    const { keyword, aliased } = known.get(type) ?? {};
    if (keyword === 'type' && aliased !== PAIRS) throw new Error(`unread type: ${type} = ${aliased}`);
    if (keyword === 'type') return input ? written(aliased, true) : 'Record<string, string>';
    if (!keyword) throw new Error(`unread type: ${type}`);
    return (input && INPUTS[type]) || pascal(type);
  };
  const converter = (type) => {
    if (PRIMITIVES[type]) return PRIMITIVES[type].convert;
    if (type === PAIRS) return 'pairs';
    const [, option, item] = /^(?:option<(.+)>|list<(.+)>)$/.exec(type) ?? [];
    if (option) return `optional(${converter(option)})`;
    if (item) return `list(${converter(item)})`;
    const { keyword, aliased } = known.get(type);
    return keyword === 'type' ? converter(aliased) : `to${INPUTS[type]}`;
  };
  const body = (members, input) => {
    for (const { name, type, docs } of members) {
      const [, inner] = /^option<(.+)>$/.exec(type) ?? [];
      const leftOut = input && (/^list</.test(type) || SWITCHES.includes(name));
      comment(docs, '  ');
      const nullable = input && (inner || leftOut) ? ' | null' : '';
      lines.push(`  ${camel(name)}${inner || leftOut ? '?' : ''}: ${written(inner ?? type, input)}${nullable};`);
    }
  };

  for (const { keyword, name, home, docs, members } of types) {
    if (!['enum', 'variant', 'record'].includes(keyword)) continue;
    lines.push('');
    if (keyword === 'enum' || keyword === 'variant') {
      const words = members.map((member) => `- \`${member.name}\`: ${member.docs.join(' ')}`);
      comment(docs, '', ['', ...words]);
      lines.push(`export type ${pascal(name)} = ${members.map((member) => `'${member.name}'`).join(' | ')};`);
      const all = members.map((member) => `'${member.name}'`).join(', ');
      if (name === 'reason') {
        comment(
          ['The reasons, each at the place that its byte has in `Evaluation.reasons`. The first three are in.'],
          '',
        );
        lines.push(`export const reasonNames: readonly Reason[] = [${all}];`);
      } else if (CHOICES.includes(name)) {
        lines.push('/** @internal */', `export const to${pascal(name)}: Convert<${pascal(name)}> = oneOf([${all}]);`);
      }
    } else {
      const input = INPUTS[name];
      if (input !== pascal(name)) {
        comment(docs, '');
        lines.push(`export interface ${pascal(name)} {`);
        body(members, false);
        lines.push('}', '');
      }
      if (input) {
        const note =
          input === pascal(name) ? [] : ['', `As {@link ${pascal(name)}}, and \`null\` is as good as absent.`];
        comment(docs, '', note);
        lines.push(`export interface ${input} {`);
        body(members, true);
        lines.push('}', '', '/** @internal */');
        lines.push(
          `export const to${input}: Convert<import('./component/interfaces/k8s-backup-target-${home}.js').${pascal(name)}> = record({`,
        );
        for (const member of members) {
          const absent = SWITCHES.includes(member.name) ? 'false' : /^list</.test(member.type) ? '[]' : undefined;
          const convert = converter(member.type);
          lines.push(`  ${camel(member.name)}: ${absent ? `or(${convert}, ${absent})` : convert},`);
        }
        lines.push('});');
      }
    }
  }
  return `${lines.join('\n')}\n`;
}
