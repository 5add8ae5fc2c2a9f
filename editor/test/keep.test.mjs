// Storing work: the browser, files, links, offline use, and requests to the network.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { POLICY } from '../serve.mjs';
import { checked, drop, openBrowser, openPage, side, tab, textOf, write } from './page.mjs';

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

/** Maximum number of compressed bytes: of the first load, and of what the page loads for a cluster. */
const FIRST_LOAD = 480_000;
const FOR_CLUSTER = 460_000;

test('a reload keeps the work', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [mine]\n');
  await page.locator('#schedule').fill('15 3 * * *');
  await page.locator('.sentence', { hasText: '03:15 UTC' }).waitFor();
  await page.reload();
  await page.locator('.sentence', { hasText: /mine.* 03:15 UTC/ }).waitFor();
  assert.equal(await textOf(page), 'include_namespaces: [mine]\n');
});

test('a link contains the work, and is removed from the address bar after reading', async (t) => {
  const page = await openPage(t, host);
  const text = 'include_namespaces: ["ü-🦆"] # shared\nttl: 30d\n';
  await write(page, text);
  await page.locator('#schedule').fill('15 3 * * *');
  await page.locator('.schedule-says', { hasText: '03:15 UTC' }).waitFor();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('Link copied').first().waitFor();
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  assert.equal(link.origin, host.server.origin);

  const other = await openPage(t, host, { path: `/${link.hash}` });
  await other.locator('.cm-line', { hasText: '# shared' }).waitFor();
  assert.equal(await textOf(other), text);
  assert.equal(await other.locator('#schedule').inputValue(), '15 3 * * *');
  assert.equal(await other.evaluate(() => location.hash), '');
  await other.getByRole('button', { name: 'Undo' }).click();
  await other.locator('.cm-line', { hasText: 'What to back up' }).waitFor();
});

/** Returns the path of a link with this work. */
function linkOf(work) {
  const deflated = deflateRawSync(JSON.stringify(work));
  return `/#work=${deflated.toString('base64url')}`;
}

test('a damaged link is an error, and keeps the work', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [mine]\n');
  const whole = linkOf({ text: 'include_namespaces: [shared]\n' });
  for (const damaged of [whole.slice(0, -8), '/#work=%%%', `/#work=${'a'.repeat(200_001)}`, linkOf([1])]) {
    await page.evaluate((hash) => (location.hash = hash), damaged.slice(1));
    const alert = page.getByRole('alert').filter({ hasText: 'The link is damaged or incomplete. Your work is kept.' });
    await alert.waitFor();
    assert.equal(await page.evaluate(() => location.hash), '');
    assert.equal(await textOf(page), 'include_namespaces: [mine]\n');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    assert.equal(await alert.isVisible(), false);
  }
  const other = await openPage(t, host, { path: whole.slice(0, -8) });
  await other.getByRole('alert').getByText('The link is damaged').waitFor();
});

test('the version of Velero is stored, shared and restored', async (t) => {
  const page = await openPage(t, host);
  const choice = page.getByLabel('Velero', { exact: true });
  assert.equal(await choice.inputValue(), '');
  await choice.locator('option', { hasText: 'next' }).waitFor({ state: 'attached' });
  assert.equal(await choice.locator('option').count(), 8);
  assert.equal(await choice.locator('option').first().innerText(), 'not chosen');
  await choice.selectOption('1.17');
  await page.reload();
  await checked(page);
  assert.equal(await choice.inputValue(), '1.17');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('Link copied').first().waitFor();
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));

  const other = await openPage(t, host, { path: `/${link.hash}` });
  assert.equal(await other.getByLabel('Velero', { exact: true }).inputValue(), '1.17');
});

test('a link without a version of Velero chooses none', async (t) => {
  const page = await openPage(t, host, { path: linkOf({ text: 'include_namespaces: [shared]\n' }) });
  await page.locator('.sentence', { hasText: 'shared' }).waitFor();
  assert.equal(await page.getByLabel('Velero', { exact: true }).inputValue(), '');
  assert.equal(await page.locator('.toast').isVisible(), false);
});

test('an unknown version of Velero in a link is reported, and none is chosen', async (t) => {
  const path = linkOf({ text: 'include_namespaces: [shared]\n', veleroVersion: '1.4' });
  const page = await openPage(t, host, { path });
  await page.locator('.toast', { hasText: /1\.4.* No version is chosen\./ }).waitFor();
  await page.locator('.sentence', { hasText: 'shared' }).waitFor();
  const choice = page.getByLabel('Velero', { exact: true });
  assert.equal(await choice.inputValue(), '');
  assert.equal(await choice.locator('option', { hasText: '1.4' }).count(), 0);
});

test('a patch of Velero in a link is chosen, with its warning', async (t) => {
  const path = linkOf({ text: 'include_namespaces: [shared]\n', veleroVersion: 'v1.18.0' });
  const page = await openPage(t, host, { path });
  const choice = page.getByLabel('Velero', { exact: true });
  await page.getByRole('button', { name: 'Explain velero-version-differs' }).waitFor();
  assert.equal(await choice.inputValue(), 'v1.18.0');
  await page.locator('.problems .message', { hasText: 'v1.18.0' }).click();
  assert.equal(await choice.evaluate((element) => element === document.activeElement), true);
  await page.keyboard.press('Home');
  await page.getByRole('button', { name: 'Explain velero-version-differs' }).waitFor({ state: 'detached' });
  assert.equal(await choice.inputValue(), '');
});

test('an invalid link changes nothing', async (t) => {
  const page = await openPage(t, host, { path: '/#work=AAAA%20nonsense' });
  await page.locator('.cm-line', { hasText: 'What to back up' }).waitFor();
});

test('every example can be opened, and undo restores the previous text', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [mine]\n');
  const names = await page.getByLabel('Example').locator('option').allInnerTexts();
  assert.deepEqual(names.slice(0, 2), ['Example', 'starter spec']);
  assert.equal(names.length, 7);
  for (const name of names.slice(2)) {
    await page.getByLabel('Example').selectOption({ label: name });
    await page.locator('.sentence', { hasText: /\S/, hasNotText: 'mine' }).waitFor();
  }
  for (const _ of names.slice(2)) await page.getByRole('button', { name: 'Undo' }).click();
  assert.equal(await textOf(page), 'include_namespaces: [mine]\n');
  await page.getByRole('button', { name: 'Convert to JSON' }).waitFor();
});

test('files are opened and saved unchanged', async (t) => {
  const page = await openPage(t, host);
  const text = '# kept\r\ninclude_namespaces: [a]\r\n';
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Open' }).click(),
  ]);
  await chooser.setFiles({ name: 'spec.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) });
  await page.locator('.cm-line', { hasText: '# kept' }).waitFor();
  assert.equal(await textOf(page), text);
  await drop(page, [
    {
      name: 'target.json',
      text: readFileSync(new URL('../../examples/plain-application.json', import.meta.url), 'utf8'),
    },
  ]);
  await page.getByRole('button', { name: 'Convert to YAML' }).waitFor();
  await page.locator('.sentence', { hasText: 'my-namespace' }).waitFor();
});

test('if the component cannot be loaded, the page says so and keeps the text', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [mine]\n');
  await page.locator('.sentence', { hasText: 'mine' }).waitFor();
  await page.context().route('**/*.wasm', (route) => route.fulfill({ status: 200, body: 'no module' }));
  await page.reload();
  await page.locator('.sentence', { hasText: 'The component could not be loaded' }).waitFor();
  assert.equal(await textOf(page), 'include_namespaces: [mine]\n');
});

test('the theme is stored', async (t) => {
  const page = await openPage(t, host, { colorScheme: 'light' });
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: 'Light or dark theme' }).click();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.reload();
  await checked(page);
  assert.equal(await ground(), dark);
});

test('a phone scrolls vertically only', async (t) => {
  const page = await openPage(t, host, { viewport: { width: 360, height: 740 } });
  await drop(page, [
    {
      name: 'cluster.json',
      text: readFileSync(new URL('../../examples/cluster/objects.json', import.meta.url), 'utf8'),
    },
  ]);
  await page.getByText('objects would be saved').waitFor();
  for (const name of ['Problems', 'Selection', 'Schedule', 'Output', 'Form']) {
    if (name === 'Form') await side(page, 'Write').click();
    await tab(page, name).click();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `${name} is ${width} wide`);
  }
});

test('diagnostics do not move the text', async (t) => {
  const page = await openPage(t, host);
  const places = () =>
    page.evaluate(() =>
      ['.text-editor', '.at-cursor', '.schedule-bar', '.see > .tabs', '.panels'].map((name) => {
        const { top, left, height } = document.querySelector(name).getBoundingClientRect();
        return [name, top, left, height];
      }),
    );
  await write(page, 'ttl: 24h');
  await page.locator('.sentence', { hasText: '1 day' }).waitFor();
  const before = await places();
  await write(page, 'include_namespaces: ["*", kube_system]\nlabel_selector: {a: -b-}\nttl: 30d');
  await page.locator('.sentence .icon.error').waitFor();
  assert.deepEqual(await places(), before);
});

test('after the first visit the page and the example cluster work without a network', async (t) => {
  const page = await openPage(t, host, { serviceWorker: true });
  await page.waitForFunction(async () => {
    const names = await caches.keys();
    const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return keys.flat().some(({ url }) => /objects-.*\.json$/.test(url)) && navigator.serviceWorker.controller;
  });
  await write(page, 'include_namespaces: [kubeflow]\n');
  await page.locator('.sentence', { hasText: 'kubeflow' }).waitFor();
  await page.context().setOffline(true);
  await page.reload();
  await checked(page);
  await page.locator('.sentence', { hasText: 'kubeflow' }).waitFor();
  await tab(page, 'Selection').click();
  await page.getByRole('button', { name: 'Try the example cluster' }).click();
  await page.getByText('of 417 objects would be saved').waitFor();
  await page.context().setOffline(false);
});

test('the part of the component for clusters is loaded when a cluster is opened', async (t) => {
  host.answers.length = 0;
  const page = await openPage(t, host);
  const parts = () => host.answers.filter(({ path }) => path.endsWith('.wasm')).map(({ path }) => path.split('-')[0]);
  await checked(page);
  assert.deepEqual(parts(), ['/assets/texts']);
  await tab(page, 'Selection').click();
  await page.getByRole('button', { name: 'Try the example cluster' }).click();
  await page.getByText('of 417 objects would be saved').waitFor();
  assert.deepEqual(parts(), ['/assets/texts', '/assets/core']);
});

test('the first load is small enough', async (t) => {
  host.answers.length = 0;
  const page = await openPage(t, host, { serviceWorker: true });
  await page.waitForFunction(async () => {
    const names = await caches.keys();
    const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return keys.flat().some(({ url }) => /objects-.*\.json$/.test(url));
  });
  const sum = (answers) => answers.reduce((total, { bytes }) => total + bytes, 0);
  const isForCluster = ({ path }) =>
    /\/(core|evaluator|inventory|part|objects|api-resources|example-cluster)-/.test(path);
  // Loaded for a rule, for the output and for a spec of a manifest.
  const isLater = (answer) => isForCluster(answer) || /rules-|\/(velero-command|conversion)-/.test(answer.path);
  const first = sum(host.answers.filter((answer) => !isLater(answer)));
  const forCluster = sum(host.answers.filter(isForCluster));
  for (const { path, bytes } of host.answers) if (bytes > 0) t.diagnostic(`${bytes} ${path}`);
  t.diagnostic(`${first} in the first load, ${forCluster} for a cluster`);
  assert.ok(
    host.answers.some(({ path }) => path.endsWith('.wasm')),
    'the component is counted',
  );
  assert.ok(first < FIRST_LOAD, `${first} bytes`);
  assert.ok(forCluster < FOR_CLUSTER, `${forCluster} bytes`);
});

test('the content security policy allows no other origin', async (t) => {
  const page = await openPage(t, host);
  const own = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  assert.equal(POLICY, `${own}; frame-ancestors 'none'`);
  assert.match(own, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
  assert.equal(/unsafe-inline|unsafe-eval'(?!;)|https?:|\*/.test(own.replace("'wasm-unsafe-eval'", '')), false);
});
