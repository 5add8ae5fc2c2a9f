// Inventories and long jobs on them: they end, can be aborted, and let other work run.

import { equal, thrown, truthy } from './check.mjs';

const object = (index) =>
  `${JSON.stringify({
    apiVersion: 'v1',
    kind: index % 3 === 0 ? 'PersistentVolumeClaim' : 'ConfigMap',
    metadata: { name: `object-${index}`, namespace: index % 2 === 0 ? 'prod' : 'größe' },
  })}\n`;

const objects = (count) => Array.from({ length: count }, (_, index) => object(index)).join('');

const bytes = (text) => new TextEncoder().encode(text);

async function read(evaluator, source, options) {
  const inventory = await evaluator.readInventory(source, options);
  truthy(inventory.ok, JSON.stringify(inventory));
  return inventory.value;
}

/** Cuts a text into pieces of `size` bytes, inside characters too. */
async function* pieces(text, size) {
  const whole = bytes(text);
  for (let start = 0; start < whole.length; start += size) yield whole.subarray(start, start + size);
}

export const tests = {
  async 'an inventory is read from every type of source'({ evaluator }) {
    const text = objects(1000);
    const whole = bytes(text);
    const stream = () => new Blob([whole]).stream();
    const sources = [text, whole, whole.buffer, new Blob([text]), stream(), pieces(text, 7), text.match(/[^]{1,999}/g)];
    let expected;
    for (const source of sources) {
      const inventory = await read(evaluator, source);
      equal(inventory.len(), 1000);
      expected ??= inventory.objects();
      equal(inventory.objects(), expected);
      inventory.close();
    }
    equal(expected[1], { groupResource: 'configmaps', namespace: 'größe', name: 'object-1' });
    equal((await thrown(() => evaluator.readInventory(7))).name, 'TypeError');
    equal((await thrown(() => evaluator.readInventory([7]))).name, 'TypeError');
  },

  async 'a long text is cut between characters'({ evaluator }) {
    const name = '🗄'.repeat(50_000);
    const inventory = await read(
      evaluator,
      `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a${name}","namespace":"b"}}`,
    );
    equal(inventory.objects()[0].name, `a${name}`);
    inventory.close();
  },

  async 'a source that is not a list of objects is refused and released'({ evaluator }) {
    let isReleased = false;
    async function* table() {
      try {
        for (;;) yield 'NAME   STATUS\nprod   Active\n';
      } finally {
        isReleased = true;
      }
    }
    const answer = await evaluator.readInventory(table());
    equal([answer.ok, answer.diagnostics[0].message], [false, 'the text is a table, not JSON']);
    await null;
    equal(isReleased, true);
    let cancelled = false;
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(bytes('NAME STATUS\n')),
      cancel: () => void (cancelled = true),
    });
    equal((await evaluator.readInventory(stream)).ok, false);
    equal(cancelled, true);
    const cutOff = await read(
      evaluator,
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"b"}}{"apiVer',
    );
    equal(
      [cutOff.len(), cutOff.diagnostics().map(({ code }) => code)],
      [1, ['inventory-syntax', 'inventory-without-namespaces']],
    );
    cutOff.close();
  },

  async 'reading can be aborted, and lets other work run'({ evaluator }) {
    const reason = new Error('enough');
    const endless = {
      *[Symbol.iterator]() {
        for (let index = 0; ; index += 1) yield object(index % 100);
      },
    };
    const controller = new AbortController();
    // It would never run if reading did not pause.
    setTimeout(() => controller.abort(reason));
    const reported = [];
    const options = { signal: controller.signal, onProgress: (progress) => reported.push(progress) };
    equal(await thrown(() => evaluator.readInventory(endless, options)), reason);
    equal(
      reported.every(({ done, total }) => done > 0 && total === undefined),
      true,
    );

    equal(await thrown(() => evaluator.readInventory('', { signal: AbortSignal.abort(reason) })), reason);

    const hanging = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
    const other = new AbortController();
    setTimeout(() => other.abort(reason));
    equal(await thrown(() => evaluator.readInventory(hanging, { signal: other.signal })), reason);

    async function* failing() {
      yield object(0);
      throw reason;
    }
    equal(await thrown(() => evaluator.readInventory(failing())), reason);
  },

  async 'progress ends with the whole amount'({ evaluator }) {
    const text = objects(100);
    let last;
    const inventory = await read(evaluator, new Blob([text]), { onProgress: (progress) => (last = progress) });
    equal(last, { done: bytes(text).length, total: bytes(text).length });
    const reported = [];
    await evaluator.evaluate(inventory, {}).run({ onProgress: (progress) => reported.push(progress) });
    equal(reported, [{ done: 100, total: 100 }]);
    inventory.close();
  },

  async 'an evaluation in steps has the result of one step'({ evaluator, reasonNames }) {
    const inventory = await read(evaluator, objects(20_000));
    const spec = { includeNamespaces: ['prod'], excludeResources: ['configmaps'] };
    const whole = evaluator.evaluate(inventory, spec);
    equal(whole.step(Infinity), true);
    const evaluation = evaluator.evaluate(inventory, spec);
    let others = 0;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (others += 1);
    port2.postMessage('other work');
    const reported = [];
    for await (const { done, total } of evaluation.steps()) {
      reported.push(done);
      equal(total, 20_000);
      equal(evaluation.reasons().length >= Math.min(done, 20_000), true);
      if (reported.length === 2) break;
    }
    equal(evaluation.verdicts(0, 1)[0].reason, 'selected');
    for await (const { done } of evaluation.steps()) reported.push(done);
    port1.close();
    truthy(reported.length >= 4, `${reported}`);
    equal(others, 1, 'other work did not run');
    equal(evaluation.reasons(), whole.reasons());
    equal(evaluation.included(), 3334);
    equal(
      Array.from(evaluation.reasons().subarray(0, 3), (reason) => reasonNames[reason]),
      ['selected', 'resource-excluded', 'resource-excluded'],
    );
    equal(evaluation.verdicts(2, 1), [
      {
        object: { groupResource: 'configmaps', namespace: 'prod', name: 'object-2' },
        included: false,
        reason: 'resource-excluded',
        pointer: '/exclude_resources/0',
      },
    ]);
    equal(evaluation.verdicts(19_999).length, 1);
    const refused = await evaluator.evaluate(inventory, { ttl: '30d' }).run();
    equal([refused.included(), refused.diagnostics()[0].code], [0, 'ttl-not-a-duration']);
    equal(inventory.matchingNamespaces('p*'), { ok: true, value: ['prod'] });
    equal(inventory.matchingNamespaces('a**').ok, false);
    inventory.close();
  },

  async 'an evaluation can be aborted'({ evaluator }) {
    const inventory = await read(evaluator, objects(20_000));
    const controller = new AbortController();
    const reason = new Error('enough');
    const options = { signal: controller.signal, onProgress: () => controller.abort(reason) };
    equal(await thrown(() => evaluator.evaluate(inventory, {}).run(options)), reason);
    inventory.close();
  },

  async 'coverage finds objects that no target selects, or several'({ evaluator }) {
    const inventory = await read(evaluator, objects(12));
    const target = (app, spec) => ({ app, relationName: 'backup', model: 'prod', spec });
    const claims = { includeNamespaces: ['prod'], includeResources: ['persistentvolumeclaims'] };
    const coverage = evaluator.coverage(inventory, [
      target('all', { includeNamespaces: ['prod'] }),
      target('claims', claims),
    ]);
    await coverage.run();
    equal(coverage.targets(), [
      { objects: 6, persistentVolumeClaims: 2, claimsWithContents: 0 },
      { objects: 2, persistentVolumeClaims: 2, claimsWithContents: 0 },
    ]);
    equal(coverage.uncoveredClaims(), new Uint32Array([3, 9]));
    equal(coverage.uncovered(1, 2), new Uint32Array([9, 1]));
    equal(coverage.overlapping(0, 1), [{ object: 0, targets: new Uint32Array([0, 1]) }]);
    coverage.close();
    inventory.close();
  },
};
