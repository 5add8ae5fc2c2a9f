// The form: chips, labels, steps of the history, and problems beside their fields.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openBrowser, openPage, tab, textOf, write } from './page.mjs';
import { load as loadSource } from './source.mjs';

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

async function openForm(t, text) {
  const page = await openPage(t, host);
  await write(page, text);
  await tab(page, 'Form').click();
  return page;
}

const namespaces = (page) => page.getByLabel('Included namespaces include_namespaces');
const labels = (page) => page.getByLabel('Labels label_selector');
const chip = (page, value) => page.getByRole('button', { name: `Edit ${value} in`, exact: false });
const undo = (page) => page.getByRole('button', { name: 'Undo', exact: true }).click();
const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);

async function paste(page, input, text) {
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await input.click();
  await page.keyboard.press('Control+v');
}

test('entries and labels are split as people write them', async () => {
  const { entriesOf, labelsOf } = await loadSource('form/entries.ts');
  for (const [text, entries] of [
    ['a', ['a']],
    ['a, b c\nd,\te ', ['a', 'b', 'c', 'd', 'e']],
    ['- a\n- "b-*"\n- \'*\'\n', ['a', 'b-*', '*']],
    ['["a", "b"]', ['a', 'b']],
    ['[ab]*', ['[ab]*']],
    [' - ', []],
  ])
    assert.deepEqual(entriesOf(text), entries, text);
  for (const [text, found] of [
    ['app=foo', ['app=foo']],
    ['app: foo', ['app=foo']],
    ['app:foo', ['app=foo']],
    ['app == foo', ['app=foo']],
    ['app=web, tier=db', ['app=web', 'tier=db']],
    ['app: web\ntier: "db"\n', ['app=web', 'tier=db']],
    ['{"app": "web", "tier": "db"}', ['app=web', 'tier=db']],
    ['app.kubernetes.io/name=x', ['app.kubernetes.io/name=x']],
    ['app=', ['app=']],
    ['app', undefined],
    ['app!=web', undefined],
    ['env in (a, b)', undefined],
    ['app=a=b', undefined],
    ['', undefined],
  ])
    assert.deepEqual(labelsOf(text), found, text);
});

test('pasted names become chips, as one step of the history', async (t) => {
  const page = await openForm(t, 'ttl: 24h\n');
  await paste(page, namespaces(page), 'shop, "prod-*"\n- team\n');
  await chip(page, 'team').waitFor();
  assert.equal(await textOf(page), 'ttl: 24h\ninclude_namespaces:\n  - shop\n  - "prod-*"\n  - team\n');
  await undo(page);
  await chip(page, 'shop').waitFor({ state: 'detached' });
  assert.equal(await textOf(page), 'ttl: 24h\n');
});

test('labels are written in several ways', async (t) => {
  const page = await openForm(t, 'ttl: 24h\n');
  await labels(page).fill('app: foo');
  await page.keyboard.press('Enter');
  await chip(page, 'app=foo').waitFor();
  await labels(page).fill('team=web, tier=db');
  await page.keyboard.press('Enter');
  await chip(page, 'tier=db').waitFor();
  assert.equal(await textOf(page), 'ttl: 24h\nlabel_selector:\n  app: foo\n  team: web\n  tier: db\n');
});

test('a selector that is not a label is refused, and stays to be corrected', async (t) => {
  const page = await openForm(t, 'ttl: 24h\n');
  for (const text of ['app', 'app!=web', 'env in (a, b)']) {
    await labels(page).fill(text);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Write each label as key=value' }).waitFor();
    assert.equal(await labels(page).inputValue(), text);
    assert.equal(await labels(page).getAttribute('aria-invalid'), 'true');
  }
  assert.equal(await textOf(page), 'ttl: 24h\n');
});

test('a chip is edited with a double click', async (t) => {
  const page = await openForm(t, 'include_namespaces: [a, shop, c] # kept\n');
  await chip(page, 'shop').click();
  assert.equal(await page.getByLabel('New value of shop').count(), 0);
  await chip(page, 'shop').dblclick();
  await page.getByLabel('New value of shop').fill('shop-*');
  await page.keyboard.press('Enter');
  await chip(page, 'shop-*').waitFor();
  assert.equal(await textOf(page), 'include_namespaces: [a, "shop-*", c] # kept\n');
});

test('chips are edited and removed with the keyboard', async (t) => {
  const page = await openForm(t, 'include_namespaces: [a, b, c]\nttl: 24h\n');
  await chip(page, 'c').waitFor();
  await namespaces(page).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await isFocused(chip(page, 'b')), true);
  await page.keyboard.press('Enter');
  await page.keyboard.type('d, g');
  await page.keyboard.press('Enter');
  await chip(page, 'g').waitFor();
  assert.equal(await isFocused(chip(page, 'd')), true);
  await page.keyboard.press('Enter');
  await page.keyboard.type('x');
  await page.keyboard.press('Escape');
  assert.equal(await isFocused(chip(page, 'd')), true);
  await page.keyboard.press('Delete');
  await chip(page, 'd').waitFor({ state: 'detached' });
  assert.equal(await isFocused(chip(page, 'c')), true);
  assert.equal(await textOf(page), 'include_namespaces: [a, c, g]\nttl: 24h\n');
});

test('the key and the value of a label are edited', async (t) => {
  const page = await openForm(t, 'label_selector:\n  app: a # why\nttl: 24h\n');
  await chip(page, 'app=a').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('app=b');
  await page.keyboard.press('Enter');
  await chip(page, 'app=b').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('team: b');
  await page.keyboard.press('Enter');
  await chip(page, 'team=b').waitFor();
  assert.match(await textOf(page), /^label_selector:\n +team: b.*\nttl: 24h\n$/s);
  await undo(page);
  await chip(page, 'app=b').waitFor();
  assert.equal(await textOf(page), 'label_selector:\n  app: b # why\nttl: 24h\n');
});

test('what is typed in a field is one step of the history', async (t) => {
  const page = await openForm(t, 'ttl: 24h # a day\n');
  const ttl = page.getByLabel('Expires after ttl');
  await ttl.fill('');
  await ttl.pressSequentially('168h');
  await page.locator('.sentence', { hasText: '7 days' }).waitFor();
  await ttl.press('Tab');
  await ttl.fill('48h');
  await page.locator('.sentence', { hasText: '2 days' }).waitFor();
  await undo(page);
  await page.locator('.sentence', { hasText: '7 days' }).waitFor();
  await undo(page);
  await page.locator('.sentence', { hasText: '1 day' }).waitFor();
  assert.equal(await textOf(page), 'ttl: 24h # a day\n');
});

test('an error is once beside its field, and belongs to it for screen readers', async (t) => {
  const page = await openForm(t, 'include_namespaces: [Shop, Shop]\nttl: 30d\n');
  const ttl = page.getByLabel('Expires after ttl');
  await page.locator('#field-ttl[aria-invalid=true]').waitFor();
  const described = await ttl.getAttribute('aria-describedby');
  const texts = await Promise.all(described.split(' ').map((id) => page.locator(`#${id}`).innerText()));
  assert.match(texts.join(' '), /30d is not a duration/);
  assert.equal(await page.locator('.form-view .diagnostic', { hasText: '30d is not a duration' }).count(), 1);
  assert.equal(await namespaces(page).getAttribute('aria-invalid'), 'true');
  const messages = await page.locator('#field-include_namespaces-problems .message').allInnerTexts();
  assert.equal(new Set(messages).size, messages.length);
  await ttl.fill('720h');
  await page.locator('#field-ttl[aria-invalid=false]').waitFor();
});
