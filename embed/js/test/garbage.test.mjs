// The garbage collector closes resources.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { load } from '../dist/index.js';
import { withMemory } from './shared/layer.mjs';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const core = new Uint8Array(await readFile(new URL('../dist/core.wasm', import.meta.url)));

/** With the minimum of the module it is less than 16 MiB, so that all documents are in the same instance. */
const PAGES = 192;
const text = `include_namespaces: [${'a-namespace, '.repeat(10_000)}]`;

async function openMany(afterEach) {
  const evaluator = await load({ wasm: withMemory(core, PAGES) });
  for (let round = 0; round < 30; round += 1) {
    evaluator.document(text, 'yaml');
    await afterEach();
  }
}

test('without garbage collection the memory runs out', async () => {
  await assert.rejects(
    openMany(() => {}),
    { name: 'TrapError' },
  );
});

test('with garbage collection it does not', async () => {
  await openMany(async () => {
    collect();
    await setImmediate();
  });
});
