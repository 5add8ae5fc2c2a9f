// The answers of the worker about the objects of a cluster.

import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from '../../embed/js/dist/index.js';
import { load as loadSource } from './source.mjs';

const { openCluster } = await loadSource('worker/inventory.ts');
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
    openCluster: (...given) => evaluator.openCluster(...given),
    readInventory: (...given) => evaluator.readInventory(...given),
    evaluate(...given) {
      const evaluation = evaluator.evaluate(...given);
      const run = evaluation.run.bind(evaluation);
      return Object.assign(evaluation, { run: (options) => opened.then(() => run(options)) });
    },
  };
  const open = (count) =>
    openCluster({ objects: waiting, texts: evaluator }, new KnownCluster(evaluator), configMaps(count), WATCH);
  const { value: one } = await open(1);
  const selecting = one.questions.select({ of: { spec: {}, velero: {} } }, WATCH);
  const { value: other } = await open(2);
  otherIsOpen();
  assert.equal((await selecting).included, 1);
  const filter = { of: 'selection', namespace: undefined, kind: undefined, reason: undefined, name: '' };
  const { rows } = other.questions.page({ filter, offset: 0, limit: 2 });
  assert.deepEqual(
    rows.map(({ name, verdict }) => [name, verdict]),
    [
      ['object-0', undefined],
      ['object-1', undefined],
    ],
  );
});
