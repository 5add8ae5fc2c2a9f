// The shared tests in a page and in a worker of Chromium.

import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { casesOf, readings } from './testdata.mjs';
import { openPage, serve } from './host.mjs';
import { tests } from './shared/tests.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const TESTDATA = [
  'databag',
  'publish',
  'merge',
  'cron',
  'resolve',
  'kinds',
  'glob',
  'validation',
  'selection',
  'selection_cluster',
  'related',
];

test('in Chromium', async (t) => {
  const server = await serve({
    '/dist/': join(here, '../dist'),
    '/build/': join(here, '../build'),
    '/shared/': join(here, 'shared'),
    '/browser/': join(here, 'browser'),
    '/testdata/readings': () => JSON.stringify(readings()),
    ...Object.fromEntries(TESTDATA.map((name) => [`/testdata/${name}`, () => JSON.stringify(casesOf(name))])),
  });
  t.after(server.close);
  const { page, errors, close } = await openPage(`${server.origin}/browser/page.html`);
  t.after(close);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });

  for (const scope of ['inPage', 'inWorker']) {
    await t.test(scope, async (t) => {
      const results = await page.evaluate((scope) => globalThis[scope](), scope);
      assert.deepEqual(
        results.map(([name]) => name),
        Object.keys(tests),
      );
      for (const [name, error] of results) await t.test(name, () => assert.equal(error, undefined));
    });
  }
  assert.deepEqual(errors, []);
});
