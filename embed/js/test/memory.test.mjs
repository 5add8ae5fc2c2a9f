// The memory of instances: its maximum, and when it is freed.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { withMaximumMemory } from '../build/memory.mjs';
import { load } from '../dist/index.js';
import { withMemory } from './shared/layer.mjs';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const MIB = 2 ** 20;

/** The memories of all instances of the core module, until they are collected. */
const memories = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = function (module, imports) {
  const instance = new Instance(module, imports);
  if (instance.exports.memory) memories.push(new WeakRef(instance.exports.memory));
  return instance;
};

/** Returns the size of each memory that is still used. */
async function sizes() {
  for (let round = 0; round < 5; round += 1) {
    await setImmediate();
    collect();
  }
  return memories.map((memory) => memory.deref()?.buffer.byteLength ?? 0).filter((size) => size > 0);
}

const isSmall = async () => (await sizes()).every((size) => size <= 16 * MIB);

const target = '{"app":"a","relation_name":"b","model":"c","spec":{"ttl":"24h"}}';
const relations = [{ id: 1, databag: { backup_targets: `[${Array(Math.ceil(40e6 / target.length)).fill(target)}]` } }];

test('after a databag of 40 MB the memory is small again', async () => {
  const evaluator = await load();
  assert.deepEqual(evaluator.findSpec(relations, 'a', 'b', 'c'), { ttl: '24h' });
  assert.ok(await isSmall(), `${await sizes()}`);
  assert.equal(evaluator.findSpec([], 'a', 'b', 'c'), undefined);
});

test('an open resource keeps its memory until it is closed', async () => {
  const evaluator = await load();
  const targets = evaluator.readTargets(relations);
  // Not in the large memory of the targets.
  const cluster = evaluator.openCluster().value;
  assert.deepEqual(targets.getBackupSpec('a', 'b', 'c'), { ttl: '24h' });
  assert.ok(!(await isSmall()), `${await sizes()}`);
  targets.close();
  assert.ok(await isSmall(), `${await sizes()}`);
  assert.equal(cluster.resolve('pods').plural, 'pods');
});

test('a trap frees the memory, also if resources that were lost are still referenced', async () => {
  const wasm = withMemory(new Uint8Array(readFileSync(new URL('../dist/core.wasm', import.meta.url))), 1024);
  const evaluator = await load({ wasm });
  const cluster = evaluator.openCluster().value;
  assert.throws(() => evaluator.findSpec(relations, 'a', 'b', 'c'), { name: 'TrapError' });
  assert.ok(await isSmall(), `${await sizes()}`);
  assert.throws(() => cluster.resolve('pods'), { name: 'ClosedError', message: /was lost/ });
  assert.deepEqual(evaluator.checkSpec({ includeNamespaces: ['a'], ttl: '24h' }), []);
});

for (const name of ['core.wasm', 'command.wasm']) {
  test(`the maximum memory of ${name} is 1 GiB`, () => {
    const wasm = new Uint8Array(readFileSync(new URL(`../dist/${name}`, import.meta.url)));
    assert.deepEqual(Buffer.from(withMaximumMemory(wasm, () => 2 ** 14)).equals(wasm), true);
  });
}
