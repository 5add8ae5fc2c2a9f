// Typing in the text: completion, the Enter key, and when problems are shown.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { checked, offered, openBrowser, openPage, options, textOf, write } from './page.mjs';

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

/** Opens the page with a clock that only the test moves, and an empty text. */
async function openWithClock(t) {
  const page = await openPage(t, host, { prepare: (page) => page.clock.install() });
  await write(page, 'include_namespaces: [prod]\n');
  await page.locator('.sentence', { hasText: 'prod' }).waitFor();
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 60_000));
  return page;
}

/** Milliseconds after which nobody is typing. */
const PAUSE = 1100;
const underlined = (page) => page.locator('.cm-lintRange').allInnerTexts();
const busy = (page) => page.locator('.result[aria-busy]').waitFor();

test('a field and a value that are typed in full are kept by the Enter key', async (t) => {
  const page = await openPage(t, host);
  await write(page, '');
  for (const char of 'include_namespaces:') await page.keyboard.type(char);
  await page.keyboard.press('Enter');
  await page.keyboard.type('- prod');
  await offered(page, 'prod-*');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('ttl: 24h');
  await page.keyboard.press('Enter');
  assert.equal(await textOf(page), 'include_namespaces:\n  - prod\nttl: 24h\n');
  await write(page, 'exclude_namespaces: [');
  await page.keyboard.type('kube');
  // The first option is the word itself: the list is that of the whole word.
  await options(page)
    .first()
    .filter({ hasText: /^kubeas written/ })
    .waitFor();
  await offered(page, 'kube-system');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.match(await textOf(page), /^exclude_namespaces: \[kube-system\]?$/m);
});

test('the Enter key keeps a whole word while a list of others is open', async (t) => {
  const page = await openPage(t, host);
  // `72h` is in `720h`, and `po` begins other names than `pods`.
  for (const [before, word] of [
    ['ttl: ', '72h'],
    ['ttl: ', '2h'],
    ['include_resources:\n  - ', 'po'],
    ['include_resources:\n  - ', 'cm'],
    ['', 'ttl'],
  ]) {
    await write(page, before);
    await page.keyboard.press('Control+Space');
    await offered(page, '');
    await page.keyboard.type(word);
    await options(page).first().waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    assert.equal((await textOf(page)).trimEnd(), before + word);
  }
});

test('no fields are offered after a colon', async (t) => {
  const page = await openPage(t, host);
  await write(page, '');
  await page.keyboard.type('include_namespaces:');
  await page.keyboard.press('Control+Space');
  // The list of values shows that the first question was answered.
  await page.keyboard.press('Enter');
  await page.keyboard.type('- ');
  await options(page).filter({ hasText: 'my-namespace' }).waitFor();
  assert.equal(await textOf(page), 'include_namespaces:\n  - ');
});

test('fields are offered in the order of use, without those that exist', async (t) => {
  const page = await openPage(t, host);
  await write(page, '');
  await page.keyboard.press('Control+Space');
  await options(page).first().waitFor();
  const all = [
    'include_namespaces',
    'exclude_namespaces',
    'include_resources',
    'exclude_resources',
    'include_cluster_resources',
    'label_selector',
    'ttl',
  ];
  assert.deepEqual(await options(page).allInnerTexts(), all);
  await write(page, 'include_namespaces: [a]\n\nttl: 24h\n');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Control+Space');
  await options(page).first().waitFor();
  assert.deepEqual(await options(page).allInnerTexts(), all.slice(1, -1));
  await page.keyboard.type('name');
  await options(page).nth(1).waitFor({ state: 'detached' });
  assert.deepEqual(await options(page).allInnerTexts(), ['exclude_namespaces']);
});

test('while a word is typed, no new problem is shown; a pause shows it', async (t) => {
  const page = await openWithClock(t);
  await page.keyboard.type('tt');
  await busy(page);
  assert.deepEqual(await underlined(page), []);
  assert.equal(await page.locator('.result .icon.error').count(), 0);
  assert.equal(await page.locator('.problems .diagnostic.error').count(), 0);
  await page.clock.runFor(PAUSE);
  await page.locator('.cm-lintRange-error').waitFor();
  await page.locator('.problems .diagnostic.error', { hasText: 'not YAML' }).waitFor();
  // The word is correct again.
  await page.keyboard.type('l: 24h');
  await page.locator('.sentence', { hasText: '1 day' }).waitFor();
  assert.deepEqual(await underlined(page), []);
});

test('a problem of a word is shown when the cursor leaves it', async (t) => {
  const page = await openWithClock(t);
  for (const leave of ['ArrowUp', 'Enter', 'Tab']) {
    await write(page, 'include_namespaces: [prod]\n');
    await page.locator('.sentence', { hasText: 'prod' }).waitFor();
    await page.keyboard.type('ttl: 30d');
    await busy(page);
    assert.deepEqual(await underlined(page), []);
    await page.keyboard.press(leave);
    // CodeMirror notices a lost focus after 10 ms.
    await page.clock.runFor(PAUSE / 10);
    await page.locator('.cm-lintRange-error', { hasText: '30d' }).waitFor();
  }
});

test('the problems of a text are shown at once after load, paste and fix', async (t) => {
  const page = await openWithClock(t);
  await page.evaluate(() => navigator.clipboard.writeText('ttl: 30d'));
  await page.keyboard.press('Control+v');
  await page.locator('.cm-lintRange-error', { hasText: '30d' }).waitFor();
  await page.keyboard.press('Control+.');
  await page.locator('.sentence', { hasText: '30 days' }).waitFor();
  await page.keyboard.press('Control+z');
  await page.locator('.cm-lintRange-error', { hasText: '30d' }).waitFor();
  await page.clock.runFor(1000);
  await page.reload();
  await checked(page);
  await page.locator('.cm-lintRange-error', { hasText: '30d' }).waitFor();
});

test('the key for fixes does not wait for a pause', async (t) => {
  const page = await openWithClock(t);
  await page.keyboard.type('ttl: 30d');
  await busy(page);
  await page.keyboard.press('Control+.');
  await page.locator('.cm-line', { hasText: '720h' }).waitFor();
});

test('a fix that is shown for an older text does not change newer words', async (t) => {
  const page = await openWithClock(t);
  await page.keyboard.insertText('# first\nttl: 30d\n');
  const fix = page.locator('.problems .fix', { hasText: '720h' });
  await fix.waitFor();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('t');
  await busy(page);
  await fix.dispatchEvent('click');
  await page.locator('.cm-line', { hasText: 'ttl: 720h' }).waitFor();
  assert.equal(await textOf(page), 'tinclude_namespaces: [prod]\n# first\nttl: 720h\n');
});

/** Pastes a text at the cursor, or instead of the whole text. */
async function paste(page, text, isWhole = true) {
  await page.locator('.cm-content').click();
  if (isWhole) await page.keyboard.press('Control+a');
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press('Control+v');
}

test('a pasted text that replaces the whole text sets the format, and undo restores it', async (t) => {
  const page = await openPage(t, host);
  const format = (name) => page.getByRole('button', { name, exact: true }).waitFor();
  await paste(page, '{"include_namespaces": ["a"]}');
  await format('Convert to YAML');
  await paste(page, 'include_namespaces: [b]\n');
  await format('Convert to JSON');
  await page.locator('.sentence', { hasText: 'in b' }).waitFor();
  await page.keyboard.press('Control+z');
  await format('Convert to YAML');
  await page.locator('.sentence', { hasText: 'in a' }).waitFor();
  // The start of YAML with braces is not JSON.
  await paste(page, '{include_namespaces: [c]}');
  await format('Convert to JSON');
  await write(page, '\n');
  await paste(page, '{"include_namespaces": ["d"]}', false);
  await format('Convert to YAML');
});

test('a pasted part of a text does not change the format', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'ttl: 24h\ninclude_namespaces: ');
  await paste(page, '["a"]', false);
  await page.locator('.sentence', { hasText: 'in a' }).waitFor();
  await page.getByRole('button', { name: 'Convert to JSON' }).waitFor();
});

test('JSON that can only be read as YAML is read as YAML after a click', async (t) => {
  const page = await openPage(t, host);
  await paste(page, '{"include_namespaces": ["a",]}');
  await page.locator('.problems .message', { hasText: 'the text is not JSON' }).waitFor();
  await page.getByRole('button', { name: 'Read as YAML' }).click();
  await page.locator('.sentence', { hasText: 'in a' }).waitFor();
  await page.getByRole('button', { name: 'Convert to JSON' }).waitFor();
  assert.equal(await textOf(page), '{"include_namespaces": ["a",]}');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Read as YAML' }).waitFor();
  await paste(page, '{"include_namespaces": ["a",]');
  await page.locator('.problems .message', { hasText: 'the text is not JSON' }).waitFor();
  await page.getByRole('button', { name: 'Convert to YAML' }).waitFor();
});

test('examples are YAML', async (t) => {
  const page = await openPage(t, host);
  await page.getByLabel('Example').selectOption({ label: 'plain application' });
  await page.locator('.sentence', { hasText: 'my-namespace' }).waitFor();
  await page.getByRole('button', { name: 'Convert to JSON' }).waitFor();
  assert.match(await textOf(page), /^"?app"?: "?my-app"?\n/);
});
