// Names with markup, control characters and bidirectional characters.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { drop, openBrowser, openPage, tab, textOf, write } from './page.mjs';

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

/** Each of these characters, and markup. */
const UNSAFE =
  '<img src=x onerror=alert(1)>\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u0085\u2028\u2029\x07\x1b[31m\x7f';

/** Returns the texts, and the attributes that are shown, with characters that affect the text around them. */
const found = (page) =>
  page.evaluate(() => {
    const unsafe = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
    const texts = [];
    const walk = (node) => {
      if (node instanceof Text) texts.push(node.data);
      if (node instanceof Element) {
        if (node.matches('[onerror]')) texts.push('\u202e an element of a name');
        for (const name of ['title', 'aria-label', 'placeholder']) texts.push(node.getAttribute(name) ?? '');
        if (node.shadowRoot) walk(node.shadowRoot);
      }
      node.childNodes.forEach(walk);
    };
    walk(document);
    return texts.filter((text) => unsafe.test(text));
  });

test('names with unsafe characters are shown with their codes', async (t) => {
  const page = await openPage(t, host);
  const names = { app: UNSAFE, relation_name: UNSAFE, model: UNSAFE };
  const spec = {
    include_namespaces: [UNSAFE],
    include_resources: [UNSAFE],
    label_selector: { [UNSAFE]: UNSAFE },
    ttl: UNSAFE,
    [UNSAFE]: 1,
  };
  const text = JSON.stringify([
    { ...names, spec },
    { ...names, app: 'other', spec: { include_namespaces: [UNSAFE] } },
  ]);
  await drop(page, [{ name: `${UNSAFE}.json`, text }]);
  await page.locator('#entry option').nth(1).waitFor({ state: 'attached' });
  assert.deepEqual(await found(page), [], 'text and problems');
  for (const name of ['Schedule', 'Output', 'Selection', 'Form']) {
    await tab(page, name).click();
    assert.deepEqual(await found(page), [], name);
  }
  await page.locator('.chip-word', { hasText: '\\u{202e}' }).first().waitFor();
  assert.deepEqual(await found(page), [], 'the form');
  const items = [UNSAFE, 'settings'].map((name) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: UNSAFE },
  }));
  await drop(page, [{ name: `${UNSAFE}.json`, text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) }]);
  await page.locator('.objects .name', { hasText: 'settings' }).waitFor();
  assert.deepEqual(await found(page), [], 'objects');
  await page.getByRole('radio', { name: 'Not covered by any target' }).check();
  await page.locator('.coverage td').first().waitFor();
  assert.deepEqual(await found(page), [], 'coverage');
  assert.equal(await textOf(page), text, 'the text itself is not changed');
  await tab(page, 'Text').click();
  await page.getByLabel('Example').selectOption({ label: 'starter spec' });
  await write(page, 'include_namespaces:\n  - ');
  await page.keyboard.press('Control+Space');
  await page.locator('.cm-completionLabel', { hasText: '\\u{202e}' }).waitFor();
  assert.deepEqual(await found(page), [], 'completion');
});

test('a copied text has the characters themselves', async (t) => {
  const page = await openPage(t, host);
  const target = { app: 'a\u202eb', relation_name: 'backup', model: 'prod', spec: { ttl: '24h' } };
  await drop(page, [{ name: 'targets.json', text: JSON.stringify([target]) }]);
  await tab(page, 'Output').click();
  await page.locator('.piece pre', { hasText: 'a\\u{202e}b' }).first().waitFor();
  await page.getByRole('button', { name: 'Copy: velero_backup_config' }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('"app": "a\u202eb"'));
});

test('a name from right to left does not reorder the words beside it', async (t) => {
  const page = await openPage(t, host);
  const hebrew = '\u05d0\u05d1\u05d2';
  await write(page, `include_namespaces: ["${hebrew}"]\nttl: 24h\n`);
  const code = page.locator('.diagnostic code', { hasText: hebrew }).first();
  await code.waitFor();
  assert.equal(await code.evaluate((element) => getComputedStyle(element).unicodeBidi), 'isolate');
});
