// The answers of the worker about the objects of a cluster.

import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from '../../embed/js/dist/index.js';
import { load as loadSource } from './source.mjs';

const { inventoryQuestions } = await loadSource('worker/inventory.ts');
const { KnownCluster } = await loadSource('worker/known-cluster.ts');

const WATCH = { signal: new AbortController().signal, onProgress: () => {} };

function configMaps(count) {
  const lines = Array.from({ length: count }, (_, at) => {
    const metadata = { name: `object-${at}`, namespace: 'default' };
    return `${JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata })}\n`;
  });
  return new Blob(lines);
}

test('a selection that ends after another cluster was opened does not apply to the new cluster', async () => {
  const evaluator = await load();
  let otherIsOpen;
  const opened = new Promise((resolve) => (otherIsOpen = resolve));
  const waiting = {
    readInventory: (...given) => evaluator.readInventory(...given),
    evaluate(...given) {
      const evaluation = evaluator.evaluate(...given);
      const run = evaluation.run.bind(evaluation);
      return Object.assign(evaluation, { run: (options) => opened.then(() => run(options)) });
    },
  };
  const { openInventory, select, page } = inventoryQuestions(waiting, new KnownCluster(evaluator));
  await openInventory({ file: configMaps(1) }, WATCH);
  const selecting = select({ of: { spec: {}, velero: {} } }, WATCH);
  await openInventory({ file: configMaps(2) }, WATCH);
  otherIsOpen();
  assert.equal((await selecting).included, 1);
  const filter = { of: 'selection', namespace: undefined, kind: undefined, reason: undefined, name: '' };
  const { rows } = page({ filter, offset: 0, limit: 2 });
  assert.deepEqual(
    rows.map(({ name, verdict }) => [name, verdict]),
    [
      ['object-0', undefined],
      ['object-1', undefined],
    ],
  );
});
