// Where in a document somebody writes, so that the right words are offered. `|` is the cursor.

import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './source.mjs';

const { writingPlace } = await load('text/context.ts');

const CASES = [
  ['yaml', '|', [], 'key'],
  ['yaml', 'incl|', [], 'key'],
  ['yaml', 'ttl: 2|', ['ttl'], 'value'],
  ['yaml', 'ttl: 24h\nincl|', [], 'key'],
  ['yaml', 'include_namespaces:\n  - a\n  - |', ['include_namespaces'], 'key'],
  ['yaml', 'include_namespaces:\n- a\n- b|', ['include_namespaces'], 'key'],
  ['yaml', 'include_namespaces:\n  - a\ntt|', [], 'key'],
  ['yaml', 'include_namespaces: [a, b|', ['include_namespaces'], 'value'],
  ['yaml', 'include_namespaces: [\n  a,\n  |', ['include_namespaces'], 'value'],
  ['yaml', 'label_selector: {app: x}\nttl: |', ['ttl'], 'value'],
  ['yaml', 'label_selector:\n  ap|', ['label_selector'], 'key'],
  ['yaml', 'app: x\nspec:\n  |', ['spec'], 'key'],
  ['yaml', 'app: x\nspec:\n  include_resources:\n    - dep|', ['spec', 'include_resources'], 'key'],
  ['yaml', '- app: x\n  spec:\n    ttl: |', ['spec', 'ttl'], 'value'],
  ['yaml', '- app: x\n  spec:\n    include_resources:\n    # which\n    - |', ['spec', 'include_resources'], 'key'],
  ['yaml', '- app: x\n  spec:\n    exclude_resources: [|]', ['spec', 'exclude_resources'], 'value'],
  ['yaml', 'include_namespaces: [a] # [\nttl: |', ['ttl'], 'value'],
  ['json', '{"|', [], 'key'],
  ['json', '{"ttl": "24h", "include_namespaces": ["|', ['include_namespaces'], 'value'],
  ['json', '[{"app": "x", "spec": {"|', ['spec'], 'key'],
  [
    'json',
    '[{"app": "x", "spec": {"ttl": "1h", "include_resources": ["pods", "|"]',
    ['spec', 'include_resources'],
    'value',
  ],
];

for (const [format, marked, path, part] of CASES) {
  test(`${format} ${JSON.stringify(marked)}`, () => {
    const at = marked.indexOf('|');
    const place = writingPlace(marked.replace('|', ''), at, format);
    assert.deepEqual({ path: place.path, part: place.part }, { path, part });
  });
}
