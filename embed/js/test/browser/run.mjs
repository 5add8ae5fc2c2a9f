// Runs the shared tests in a page or a worker.

import * as k8sBackupTarget from '/dist/index.js';
import { load as loadInline } from '/dist/inline.js';
import { tests } from '/shared/tests.mjs';

const json = async (path) => (await fetch(path)).json();
const coreUrl = new URL('/dist/core.wasm', location.href);

/** Runs all tests. Returns their names, each with its error. */
export async function runAll() {
  const context = {
    ...k8sBackupTarget,
    loadInline,
    coreUrl,
    coreWasm: async () => new Uint8Array(await (await fetch(coreUrl)).arrayBuffer()),
    casesOf: (name) => json(`/testdata/${name}`),
    readings: () => json('/testdata/readings'),
    evaluator: await k8sBackupTarget.load(),
  };
  const results = [];
  for (const [name, run] of Object.entries(tests)) {
    const error = await run(context).then(() => undefined, String);
    results.push([name, error]);
  }
  return results;
}
