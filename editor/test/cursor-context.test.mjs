// What the user writes at the cursor, for completion. `|` is the cursor.

import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from '../../embed/js/dist/index.js';
import { load as loadSource } from './source.mjs';

const evaluator = await load();
const { cursorContext, presentKeys } = await loadSource('worker/cursor-context.ts');

const CASES = [
  ['yaml', '|', '', 'key'],
  ['yaml', 'incl|', '', 'key'],
  ['yaml', '"incl|', '', 'key'],
  ['yaml', 'ttl: 2|', '/ttl', 'value'],
  ['yaml', 'ttl: "2|', '/ttl', 'value'],
  ['yaml', 'ttl: 24h\nincl|', '', 'key'],
  ['yaml', 'include_namespaces:\n  - a\n  - |', '/include_namespaces/1', 'key'],
  ['yaml', 'include_namespaces:\n- a\n- b|', '/include_namespaces/1', 'key'],
  ['yaml', 'include_namespaces:\n  - a\ntt|', '', 'key'],
  ['yaml', 'include_namespaces: [a, b|', '/include_namespaces/1', 'value'],
  ['yaml', 'include_namespaces: ["a", "b|', '/include_namespaces/1', 'value'],
  ['yaml', 'include_namespaces: [\n  a,\n  |', '/include_namespaces/1', 'value'],
  ['yaml', 'label_selector: {app: x}\nttl: |', '/ttl', 'value'],
  ['yaml', 'label_selector:\n  ap|', '/label_selector', 'key'],
  ['yaml', 'label_selector:\n  |', '/label_selector', 'key'],
  ['yaml', 'label_selector: {app: x,\n  |', '/label_selector', 'key'],
  ['yaml', 'label_selector: {app: |', '/label_selector/app', 'value'],
  ['yaml', 'app: x\nspec:\n  |', '/spec', 'key'],
  ['yaml', 'app: x\nspec:\n  include_resources:\n    - dep|', '/spec/include_resources/0', 'key'],
  ['yaml', '- app: x\n  spec:\n    ttl: |', '/0/spec/ttl', 'value'],
  ['yaml', '- app: x\n  spec:\n    include_resources:\n    # which\n    - |', '/0/spec/include_resources/0', 'key'],
  ['yaml', '- app: x\n  spec:\n    exclude_resources: [|]', '/0/spec/exclude_resources/0', 'value'],
  ['yaml', '- {app: x, spec: {|', '/0/spec', 'key'],
  ['yaml', '[{app: x, spec: {ttl: |', '/0/spec/ttl', 'value'],
  ['yaml', '{"ttl": "|', '/ttl', 'value'],
  ['yaml', '[{"app": "x", "spec": {"ttl": "1h", "|', '/0/spec', 'key'],
  ['yaml', '[{"app": "x", "spec": {"include_resources": ["pods", "|', '/0/spec/include_resources', 'value'],
  ['yaml', 'include_namespaces: [a] # [\nttl: |', '/ttl', 'value'],
  ['yaml', 'ttl: 1h\n---\nspec:\n  |', '/spec', 'key'],
  ['yaml', 'spec:\n  include_resources:\n    - a\n  tt|: 1\n include_namespaces: [\n: }\n', '/spec', 'key'],
  ['yaml', 'ttl: |1h\ninclude_namespaces: [a\n\t- }\n', '/ttl', 'value'],
  ['json', '{"|', '', 'key'],
  ['json', '{|', '', 'key'],
  ['json', '{"ttl": "1h", "|', '', 'key'],
  ['json', '{"ttl": |', '/ttl', 'value'],
  ['json', '{"ttl": "24h", "include_namespaces": ["|', '/include_namespaces/0', 'value'],
  ['json', '[{"app": "x", "spec": {"|', '/0/spec', 'key'],
  [
    'json',
    '[{"app": "x", "spec": {"ttl": "1h", "include_resources": ["pods", "|"]',
    '/0/spec/include_resources/1',
    'value',
  ],
  ['json', '{"ttl": "1h", "incl|": [}, "label_selector": ', '', 'key'],
];

for (const [format, marked, pointer, part] of CASES) {
  test(`${format} ${JSON.stringify(marked)}`, () => {
    const [before] = marked.split('|');
    const text = before.replace(/\w+$/, '');
    assert.deepEqual(cursorContext(evaluator, { text, format }), { pointer, part });
  });
}

const KEYS = ['include_namespaces', 'label_selector', 'ttl'];
/** Texts, and the keys that the object at the cursor has. */
const PRESENT = [
  ['yaml', '|', []],
  ['yaml', 'ttl: 24h\nincl|\ninclude_namespaces: [a]\n', ['ttl', 'include_namespaces']],
  ['yaml', 'incl|: [a]\nttl: 24h\n', ['ttl']],
  ['yaml', 'app: x\nspec:\n  ttl: 24h\n  |\nlabel_selector: {}\n', ['ttl']],
  ['yaml', '- spec: {ttl: 24h}\n- spec:\n    |\n', []],
  ['yaml', 'ttl: 1h\n---\nlabel_selector: {a: b}\n|\n', ['label_selector']],
  ['yaml', '{ttl: 24h, |, label_selector: {a: b}}', ['ttl', 'label_selector']],
  ['json', '{"ttl": "24h", "|"}', ['ttl']],
  ['json', '{"|" "ttl": "24h"}', ['ttl']],
  ['json', '[{"spec": {"ttl": "24h"}}, {"spec": {"include_namespaces": ["a"], "|"}}]', ['include_namespaces']],
];

for (const [format, marked, keys] of PRESENT) {
  test(`keys of ${format} ${JSON.stringify(marked)}`, () => {
    const [before, after] = marked.split('|');
    const text = before.replace(/\w+$/, '');
    assert.deepEqual(presentKeys(evaluator, { text, format }, after, KEYS).sort(), [...keys].sort());
  });
}
