// The shared tests in Node.

import { readFile } from 'node:fs/promises';
import test from 'node:test';
import * as k8sBackupTarget from '../dist/index.js';
import { load as loadInline } from '../dist/inline.js';
import { casesOf, readings } from './testdata.mjs';
import { tests } from './shared/tests.mjs';

const coreUrl = new URL('../dist/core.wasm', import.meta.url);
const context = {
  ...k8sBackupTarget,
  loadInline,
  coreUrl,
  coreWasm: async () => new Uint8Array(await readFile(coreUrl)),
  casesOf,
  readings,
  evaluator: await k8sBackupTarget.load(),
};
for (const [name, run] of Object.entries(tests)) test(name, () => run(context));
