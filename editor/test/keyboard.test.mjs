// Fixes, finding, the list of keys, and where the focus is.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { drop, openBrowser, openPage, tab, textOf, write } from './page.mjs';

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

const PROBLEMS = 'include_namespaces: [prod, prod]\nttl: 30d\ninclude_resources: [pvcs]\n';

/** Returns the name of the element with the focus, also in the text editor. */
const focus = (page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element.getAttribute('aria-label') ?? element.textContent;
  });

const toast = (page, text) => page.locator('.toast', { hasText: text }).waitFor();

test('certain fixes are filled, and others have only a border', async (t) => {
  const page = await openPage(t, host);
  await write(page, PROBLEMS);
  const ground = (name) =>
    page
      .locator('.problems')
      .getByRole('button', { name })
      .evaluate((button) => getComputedStyle(button).backgroundColor);
  await page.locator('.problems .fix.uncertain').waitFor();
  await page.locator('.problems .fix.uncertain', { hasText: /: objects of .* are saved too/ }).waitFor();
  assert.notEqual(await ground('write 720h'), 'rgba(0, 0, 0, 0)');
  assert.equal(await ground('write persistentvolumeclaims'), 'rgba(0, 0, 0, 0)');
});

test('all certain fixes are applied together, as one step of the history', async (t) => {
  const page = await openPage(t, host);
  await write(page, PROBLEMS);
  await page.getByRole('button', { name: 'Fix all (2)' }).click();
  await page.locator('.cm-line', { hasText: '720h' }).waitFor();
  assert.equal(await textOf(page), 'include_namespaces: [prod]\nttl: 720h\ninclude_resources: [pvcs]\n');
  await page.getByRole('button', { name: 'Fix all' }).waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByRole('button', { name: 'Fix all (2)' }).waitFor();
  assert.equal(await textOf(page), PROBLEMS);
});

test('the key for fixes says when the line has none', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [prod]\nttl: 24h x\n');
  await page.locator('.cm-lintRange-error').waitFor();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+.');
  await toast(page, 'This line has no problems.');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+.');
  await toast(page, 'The problems of this line have no fix.');
  await page.getByRole('status').filter({ hasText: 'have no fix' }).waitFor({ state: 'attached' });
});

test('after a fix the focus is at the next problem, and then in the panel', async (t) => {
  const page = await openPage(t, host);
  await page.locator('#schedule').fill('');
  await write(page, 'include_namespaces: [prod, prod]\nttl: 30d\n');
  const fixes = page.locator('.problems .fix');
  await fixes.nth(1).waitFor();
  await fixes.first().focus();
  await page.keyboard.press('Enter');
  await fixes.nth(1).waitFor({ state: 'detached' });
  assert.match(await focus(page), /^30d is not a duration/);
  await fixes.first().focus();
  await page.keyboard.press('Enter');
  await fixes.first().waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.querySelector('.problems').contains(document.activeElement)), true);
});

test('after a fix of the line the focus is in the text, and after one of the form at the field', async (t) => {
  const page = await openPage(t, host);
  const text = 'include_namespaces: [prod]\nttl: 30d\n';
  await write(page, text);
  await page.locator('.cm-line').getByText('30d').click();
  await page.locator('.at-cursor .fix').click();
  await page.locator('.sentence', { hasText: '30 days' }).waitFor();
  assert.equal(await focus(page), 'Text of the spec');
  await write(page, text);
  await tab(page, 'Form').click();
  await page.locator('.field-problems .fix').click();
  await page.locator('.sentence', { hasText: '30 days' }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'field-ttl');
  await page.waitForFunction(() => document.querySelector('#field-ttl').value === '720h');
});

test('after a cluster was opened the focus is at its result', async (t) => {
  const page = await openPage(t, host);
  await tab(page, 'Selection').click();
  await page.getByRole('button', { name: 'Try the example cluster' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('of 417 objects would be saved').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.className), 'headline');
});

test('Home and End go to the first and the last tab', async (t) => {
  const page = await openPage(t, host);
  await tab(page, 'Problems').focus();
  for (const [key, name] of [
    ['End', 'Output'],
    ['Home', 'Problems'],
    ['ArrowLeft', 'Output'],
    ['ArrowRight', 'Problems'],
  ]) {
    await page.keyboard.press(key);
    assert.match(await focus(page), new RegExp(`^${name}`));
    assert.equal(await tab(page, name).getAttribute('aria-selected'), 'true');
  }
});

test('words are found in the whole text, also in lines that are not drawn', async (t) => {
  const page = await openPage(t, host);
  const lines = Array.from({ length: 2000 }, (_, at) => `# line ${at}`);
  lines[700] = '# Needle (one)';
  lines[1900] = '# a needle (two)';
  await drop(page, [{ name: 'lines.yaml', text: `${lines.join('\n')}\nttl: 24h\n` }]);
  await page.locator('.cm-line', { hasText: '# line 0' }).click();
  assert.equal(await page.locator('.cm-line', { hasText: 'Needle' }).count(), 0);
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+f');
  assert.equal(await focus(page), 'Find in the text');
  const count = page.locator('.find .count');
  await page.keyboard.type('needle (');
  await count.filter({ hasText: '1 of 2' }).waitFor();
  await page.locator('.cm-line', { hasText: '# Needle (one)' }).waitFor();
  await page.keyboard.press('Enter');
  await count.filter({ hasText: '2 of 2' }).waitFor();
  await page.locator('.cm-line', { hasText: '# a needle (two)' }).waitFor();
  await page.keyboard.press('Enter');
  await count.filter({ hasText: '1 of 2' }).waitFor();
  await page.keyboard.press('Shift+Enter');
  await count.filter({ hasText: '2 of 2' }).waitFor();
  await page.keyboard.type('nothing');
  await count.filter({ hasText: 'not found' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.find').waitFor({ state: 'detached' });
  assert.equal(await focus(page), 'Text of the spec');
  assert.equal(await page.evaluate(() => globalThis.getSelection().toString()), 'needle (');
  // The selected words are searched.
  await page.keyboard.press('Control+f');
  await count.filter({ hasText: '2 of 2' }).waitFor();
});

test('the question mark and a button open the list of keys', async (t) => {
  const page = await openPage(t, host);
  const list = page.getByRole('dialog', { name: 'Keys' });
  await tab(page, 'Problems').focus();
  await page.keyboard.press('?');
  await list.getByText('go to the next or the previous problem').waitFor();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Keys' }).click();
  await list.waitFor();
  await page.keyboard.press('Escape');
  await write(page, 'ttl: ');
  await page.keyboard.press('?');
  await page.locator('.cm-line', { hasText: 'ttl: ?' }).waitFor();
  await page.locator('#schedule').fill('');
  await page.keyboard.type('?');
  assert.equal(await page.locator('#schedule').inputValue(), '?');
  assert.equal(await list.isVisible(), false);
});
