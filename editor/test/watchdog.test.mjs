// A worker that does not answer is replaced.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { withMaximumMemory } from '../../embed/js/build/memory.mjs';
import { drop, openBrowser, openPage, tab, textOf, write } from './page.mjs';
import { load } from './source.mjs';

const { TICK, Watchdog } = await load('worker/watchdog.ts');

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

const CLUSTER = JSON.stringify({
  apiVersion: 'v1',
  kind: 'List',
  items: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'prod' } }],
});

/** Added to the script of the worker: some questions never end, and a check waits until the test continues it. */
const HOOK = `
{
  const answer = onmessage;
  const isAbout = ({ data }, words) => JSON.stringify(data.given ?? null).includes(words);
  onmessage = (event) => {
    if (isAbout(event, 'never-ends')) for (;;);
    if (event.data.question !== 'check' || !isAbout(event, 'waits')) return answer(event);
    globalThis.continue = () => answer(event);
  };
}`;

/** Replaces the clock of the page, and adds the hook to its workers. */
async function withHook(page) {
  await page.clock.install();
  await page.route(/\/assets\/worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()) + HOOK });
  });
}

/** Lets the clock of the page run, in the ticks of the watchdog. */
async function run(page, milliseconds) {
  for (let left = milliseconds; left > 0; left -= TICK) await page.clock.runFor(TICK);
}

const sentence = (page, hasText) => page.locator('.sentence', { hasText }).waitFor();

test('a check that never ends is stopped, and the next one works', async (t) => {
  const page = await openPage(t, host, { prepare: withHook });
  await write(page, 'include_namespaces: [never-ends]\nttl: 24h\n');
  await run(page, 2000);
  assert.doesNotMatch(await page.locator('.sentence').innerText(), /stopped/);
  await run(page, 4000);
  await sentence(page, 'The check took over 5 seconds and was stopped: change the text to check it again');
  assert.equal(await textOf(page), 'include_namespaces: [never-ends]\nttl: 24h\n');
  await write(page, 'include_namespaces: [prod]\nttl: 24h\n');
  await sentence(page, 'prod');
  // Also the answers that are asked for once still arrive.
  assert.notEqual(await page.getByLabel('Velero', { exact: true }).locator('option').count(), 1);
});

test('a text that was changed during a check that never ends is checked', async (t) => {
  const page = await openPage(t, host, { prepare: withHook });
  await write(page, 'include_namespaces: [never-ends]\n');
  await run(page, TICK);
  await write(page, 'include_namespaces: [shop]\n');
  await run(page, 6000);
  await sentence(page, 'in shop');
});

test('a page whose saved text never ends is usable', async (t) => {
  const page = await openPage(t, host, { prepare: withHook });
  await write(page, 'include_namespaces: [never-ends]\n');
  await run(page, 6000);
  await sentence(page, 'stopped');
  await page.reload();
  await page.locator('.cm-line', { hasText: 'never-ends' }).waitFor();
  await run(page, 6000);
  await sentence(page, 'stopped');
  await write(page, 'include_namespaces: [prod]\n');
  await sentence(page, 'prod');
});

test('a long job in short steps is not stopped', async (t) => {
  const page = await openPage(t, host, { prepare: withHook });
  await write(page, 'include_namespaces: [waits]\n');
  const [worker] = page.workers();
  for (let second = 0; second < 20; second++) {
    await run(page, 1000);
    // The worker has answered the pings before it answers this.
    await worker.evaluate(() => {});
    await page.evaluate(() => {});
  }
  await worker.evaluate(() => globalThis.continue());
  await sentence(page, 'waits');
});

test('time that the computer was suspended does not count', async (t) => {
  const page = await openPage(t, host, { prepare: withHook });
  await write(page, 'include_namespaces: [never-ends]\n');
  await run(page, 1000);
  await page.clock.fastForward(3_600_000);
  assert.doesNotMatch(await page.locator('.sentence').innerText(), /stopped/);
  await run(page, 6000);
  await sentence(page, 'stopped');
});

test('after a check was stopped, the cluster is opened again', async (t) => {
  const page = await openPage(t, host, { prepare: withHook });
  await write(page, 'include_namespaces: [prod]\n');
  await drop(page, [{ name: 'cluster.json', text: CLUSTER }]);
  await page.locator('.headline', { hasText: '1 of 1 object would be saved' }).waitFor();
  await write(page, 'include_namespaces: [never-ends]\n');
  await run(page, 6000);
  await sentence(page, 'stopped');
  await write(page, 'include_namespaces: [other]\n');
  await page.locator('.headline', { hasText: '0 of 1 object would be saved' }).waitFor();
});

test('a selection that never ends closes the cluster', async (t) => {
  const page = await openPage(t, host, { prepare: withHook });
  await write(page, 'include_namespaces: [prod]\n');
  await drop(page, [{ name: 'cluster.json', text: CLUSTER }]);
  await page.locator('.headline', { hasText: '1 of 1 object would be saved' }).waitFor();
  await page.getByRole('searchbox', { name: 'Name' }).fill('never-ends');
  await run(page, 6000);
  await page.getByRole('alert').filter({ hasText: 'The cluster is closed.' }).waitFor();
  await sentence(page, 'prod');
});

test('after a trap the page is usable', async (t) => {
  const prepare = (page) =>
    page.route(/\.wasm$/, async (route) => {
      const response = await route.fetch();
      const wasm = new Uint8Array(await response.body());
      await route.fulfill({ response, body: Buffer.from(withMaximumMemory(wasm, (minimum) => minimum + 100)) });
    });
  const page = await openPage(t, host, { prepare });
  await drop(page, [{ name: 'long.yaml', text: `include_namespaces: [${'a-namespace, '.repeat(300_000)}]\n` }]);
  await sentence(page, 'The component trapped');
  await write(page, 'include_namespaces: [prod]\n');
  await sentence(page, 'prod');
  await tab(page, 'Output').click();
  await page.locator('.piece').first().waitFor();
});

test('the watchdog counts the time between two messages of a visible page', () => {
  const watched = (steps) => {
    const watchdog = new Watchdog();
    let now = 0;
    watchdog.resume(now);
    return steps.some((step) => {
      if (step === 'heard') watchdog.heard();
      else return watchdog.tick((now += Math.abs(step)), step < 0);
    });
  };
  const ticks = (count, step = TICK) => Array(count).fill(step);
  assert.equal(watched(ticks(1000)), false, 'it has not started');
  assert.equal(watched(['heard', ...ticks(20)]), false);
  assert.equal(watched(['heard', ...ticks(21)]), true);
  assert.equal(watched(['heard', ...ticks(20), 'heard', ...ticks(20)]), false);
  assert.equal(watched(['heard', ...ticks(1000, -TICK)]), false, 'the page is hidden');
  assert.equal(watched(['heard', ...ticks(9, 3_600_000)]), false, 'the computer was suspended');
});
