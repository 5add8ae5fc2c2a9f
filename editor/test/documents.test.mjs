// Documents: what is opened can be undone, several are kept, and tabs notice each other.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { checked, drop, openBrowser, openPage, textOf, write } from './page.mjs';

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

const undo = (page) => page.getByRole('button', { name: 'Undo', exact: true }).click();
const redo = (page) => page.getByRole('button', { name: 'Redo', exact: true }).click();
const sentence = (page, text) => page.locator('.sentence', { hasText: text }).waitFor();
const title = (page, name) => page.waitForFunction((name) => document.title.startsWith(`${name} - `), name);
const version = (page) => page.getByLabel('Velero', { exact: true });

/** Writes a document with a name, a schedule and a version. */
async function writeDocument(page, name) {
  await write(page, `include_namespaces: [${name}]\n`);
  await page.locator('#schedule').fill('15 3 * * *');
  await version(page).selectOption('1.17');
  await page.getByRole('button', { name: 'Documents' }).click();
  await page.getByLabel('Name of the open document').fill(name);
  await page.keyboard.press('Escape');
  await sentence(page, new RegExp(`${name}.*03:15 UTC`));
}

async function isDocument(page, name) {
  await title(page, name);
  await sentence(page, new RegExp(`${name}.*03:15 UTC`));
  assert.equal(await textOf(page), `include_namespaces: [${name}]\n`);
  assert.equal(await page.locator('#schedule').inputValue(), '15 3 * * *');
  assert.equal(await version(page).inputValue(), '1.17');
}

const file = (page) => drop(page, [{ name: 'other.yaml', text: 'include_namespaces: [other]\n' }]);
const example = (label) => (page) => page.getByLabel('Example').selectOption({ label });
const link = async (page) => {
  const url = await page.evaluate(async () => {
    const text = new Blob([JSON.stringify({ name: 'shared', text: 'ttl: 1h\n', veleroVersion: '1.16' })]);
    const bytes = await new Response(text.stream().pipeThrough(new CompressionStream('deflate-raw'))).bytes();
    return `#work=${btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')}`;
  });
  await page.evaluate((hash) => (location.hash = hash), url);
};

for (const [way, open, name] of [
  ['a file', file, 'other'],
  ['an example', example('plain application'), 'plain application'],
  ['the starter spec', example('starter spec'), 'starter spec'],
  ['a link', link, 'shared'],
]) {
  test(`${way} is opened, and undo restores everything, also after a reload`, async (t) => {
    const page = await openPage(t, host);
    await writeDocument(page, 'mine');
    await open(page);
    await title(page, name);
    await undo(page);
    await isDocument(page, 'mine');
    await redo(page);
    await title(page, name);
    await page.reload();
    await checked(page);
    await title(page, name);
    await undo(page);
    await isDocument(page, 'mine');
    await redo(page);
    await title(page, name);
    await page.reload();
    await title(page, name);
  });
}

test('undo after a reload keeps what was written in the other document', async (t) => {
  const page = await openPage(t, host);
  await writeDocument(page, 'mine');
  await file(page);
  await title(page, 'other');
  await write(page, 'include_namespaces: [changed]\n');
  await sentence(page, 'changed');
  await page.reload();
  await sentence(page, 'changed');
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+z');
  await sentence(page, 'mine');
  await page.keyboard.press('Control+y');
  await sentence(page, 'changed');
  await undo(page);
  await isDocument(page, 'mine');
  await redo(page);
  await sentence(page, 'changed');
  assert.equal(await textOf(page), 'include_namespaces: [changed]\n');
});

test('documents are listed, opened, deleted and restored', async (t) => {
  const page = await openPage(t, host, { now: new Date('2026-11-24T02:00:00Z') });
  await writeDocument(page, 'mine');
  await file(page);
  await title(page, 'other');
  const list = page.getByRole('dialog', { name: 'Documents' });
  await page.getByRole('button', { name: 'Documents' }).click();
  assert.equal(await list.getByLabel('Name of the open document').inputValue(), 'other');
  assert.match(await list.locator('.document').innerText(), /^mine\s+Tue, 24 Nov 2026 03:00$/);
  await list.getByRole('button', { name: 'Delete mine' }).click();
  await list.getByText('Deleted: mine').waitFor();
  assert.equal(
    await list.getByRole('button', { name: 'Undo' }).evaluate((button) => button === document.activeElement),
    true,
  );
  await page.keyboard.press('Enter');
  await list.locator('.document', { hasText: 'mine' }).click();
  await isDocument(page, 'mine');
  await page.getByRole('button', { name: 'Documents' }).click();
  await list.getByRole('button', { name: 'Delete other' }).click();
  await page.keyboard.press('Escape');
  await page.reload();
  await checked(page);
  await page.getByRole('button', { name: 'Documents' }).click();
  assert.equal(await list.locator('li').count(), 1);
});

test('the same example is listed once', async (t) => {
  const page = await openPage(t, host);
  for (const label of ['plain application', 'several targets', 'plain application']) {
    await example(label)(page);
    await title(page, label);
  }
  await page.getByRole('button', { name: 'Documents' }).click();
  assert.equal(await page.getByRole('dialog', { name: 'Documents' }).locator('li').count(), 3);
});

test('a file is saved with the name of its document', async (t) => {
  const page = await openPage(t, host);
  await drop(page, [{ name: 'my shop.yml', text: 'ttl: 24h\n' }]);
  await title(page, 'my shop');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save', exact: true }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'my-shop.yaml');
});

/** Opens the page in two tabs, with the same document. */
async function openTwice(t) {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [first]\n');
  await sentence(page, 'first');
  await page.waitForFunction(() => Object.values(localStorage).some((value) => value.includes('[first]')));
  const other = await page.context().newPage();
  await other.goto(host.server.origin);
  await checked(other);
  await sentence(other, 'first');
  return [page, other];
}

test('a tab offers the change of another tab', async (t) => {
  const [page, other] = await openTwice(t);
  await write(page, 'include_namespaces: [second]\n');
  await other.locator('.other-tab', { hasText: 'was changed in another tab' }).waitFor();
  assert.equal(await textOf(other), 'include_namespaces: [first]\n');
  await other.getByRole('button', { name: 'Load the change' }).click();
  await sentence(other, 'second');
  await undo(other);
  await sentence(other, 'first');
  await page.locator('.other-tab', { hasText: 'was changed in another tab' }).waitFor();
  await page.getByRole('button', { name: 'Keep this version as a copy' }).click();
  await title(page, 'starter spec (copy)');
  assert.equal(await textOf(page), 'include_namespaces: [second]\n');
});

test('a tab does not overwrite the change of another tab', async (t) => {
  const [page, other] = await openTwice(t);
  await write(page, 'include_namespaces: [second]\n');
  await other.locator('.other-tab', { hasText: 'was changed in another tab' }).waitFor();
  await write(other, 'include_namespaces: [third]\n');
  await title(other, 'starter spec (copy)');
  await other.locator('.other-tab', { hasText: 'contains the version of this tab' }).waitFor();
  await page.reload();
  await sentence(page, 'second');
  await other.getByRole('button', { name: 'Open the original' }).click();
  await sentence(other, 'second');
  await undo(other);
  await sentence(other, 'third');
});

test('two tabs with the same text are quiet', async (t) => {
  const [page, other] = await openTwice(t);
  await page.reload();
  await checked(page);
  await write(other, 'include_namespaces: [first]\n');
  await page.reload();
  await checked(page);
  for (const each of [page, other]) assert.equal(await each.locator('.notice:visible').count(), 0);
});

test('a link that is too long is reported', async (t) => {
  const page = await openPage(t, host);
  // Text that cannot be compressed to less.
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647).toString(36);
  await write(page, `# ${Array.from({ length: 1000 }, random).join(' ')}\nttl: 24h\n`);
  await page.getByRole('button', { name: 'Copy link' }).click();
  const toast = page.locator('.toast', { hasText: /Link copied\. It has [\d,]+ characters\. Many chats/ });
  await toast.waitFor();
  await toast.getByRole('button', { name: 'Close' }).click();
  await toast.waitFor({ state: 'hidden' });
  await write(page, `# ${Array.from({ length: 50_000 }, random).join(' ')}\nttl: 24h\n`);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.locator('.toast', { hasText: 'No link was made' }).waitFor();
});
