// What is offered for a word at the cursor. `|` is the cursor.

import assert from 'node:assert/strict';
import test from 'node:test';
import { EditorState } from '@codemirror/state';
import { load } from '../../embed/js/dist/index.js';
import { load as loadSource } from './source.mjs';

const evaluator = await load();
const { textQuestions } = await loadSource('worker/text.ts');
const { KnownCluster } = await loadSource('worker/known-cluster.ts');
const { Vocabulary } = await loadSource('text/schema.ts');
const { complete } = await loadSource('text/completion.ts');
const questions = textQuestions(evaluator, new KnownCluster(evaluator));
const { schema, kinds } = questions.start(null);
const words = new Vocabulary(schema, kinds);

async function offered(marked, format = 'yaml') {
  const pos = marked.indexOf('|');
  const state = EditorState.create({ doc: marked.replace('|', '') });
  const ask = async (question, given) => questions[question](given);
  const source = complete(
    { ask },
    () => words,
    () => format,
  );
  const result = await source({ explicit: true, pos, state });
  return result?.options.map(({ label }) => label) ?? [];
}

const RESOURCES = 'include_resources:\n  - ';
const CASES = [
  ['include_namespaces:|', []],
  ['spec:|', []],
  // A list has no entry on the line of its key.
  ['include_namespaces: |', []],
  ['include_resources: sec|', []],
  ['include_resources: [sec|', ['secrets']],
  // A word that is typed in full.
  ['include_namespaces|', []],
  ['ttl: 24h|', []],
  [`${RESOURCES}pods|`, []],
  [`${RESOURCES}po|`, []],
  [`${RESOURCES}cm|`, []],
  ['include_cluster_resources: true|', []],
  // Only a resource is completed from its middle.
  ['ttl: 2|', ['2', '24h']],
  // Of a value that is not out of a list, any part can be meant: it is the first option.
  ['include_namespaces: [prod|', ['prod', 'prod-*']],
  ['include_cluster_resources: t|', ['true']],
  ['ttl: 2h|', []],
  ['ttl: 72h|', []],
  [`${RESOURCES}volumecl|`, ['persistentvolumeclaims']],
  ['namespaces|', ['include_namespaces', 'exclude_namespaces']],
  ['include_namespaces: [a]\nnamespaces|', ['exclude_namespaces']],
];

for (const [marked, options] of CASES) {
  test(JSON.stringify(marked), async () => {
    assert.deepEqual(await offered(marked), options);
  });
}

test('in JSON a value follows a colon', async () => {
  assert.deepEqual(await offered('{"include_cluster_resources":|', 'json'), ['true', 'false']);
});
