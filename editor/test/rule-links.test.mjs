// Links to rules: the page of a rule over the document.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openBrowser, openPage, textOf, write } from './page.mjs';

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

const rule = (page, name = 'ttl-not-a-duration') => page.getByRole('dialog', { name });
const fragment = (page, expected) => page.waitForFunction((expected) => location.hash === expected, expected);

test('a link opens the page of a rule over the document, and closing it removes the rule from the address', async (t) => {
  const page = await openPage(t, host, { path: '/#rule=ttl-not-a-duration' });
  await rule(page).waitFor();
  await page.keyboard.press('Escape');
  await rule(page).waitFor({ state: 'hidden' });
  await fragment(page, '');
  assert.match(await textOf(page), /^# What to back up/);
});

test('an unknown rule is named, with where to look, and the document is kept', async (t) => {
  const page = await openPage(t, host, { path: '/#rule=no-such%60rule' });
  const alert = page.getByRole('alert').filter({ hasText: 'There is no rule no-such%60rule.' });
  await alert.filter({ hasText: 'docs/rules.md' }).waitFor();
  await fragment(page, '');
  assert.equal(await page.getByRole('dialog').count(), 0);
});

test('Back closes the page of a rule, and Forward opens it again', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'ttl: 30d\n');
  const why = page.locator('.problems').getByRole('button', { name: 'Explain ttl-not-a-duration' });
  await why.click();
  await rule(page).waitFor();
  await fragment(page, '#rule=ttl-not-a-duration');
  await page.goBack();
  await rule(page).waitFor({ state: 'hidden' });
  await fragment(page, '');
  await page.goForward();
  await rule(page).waitFor();
  // Closing goes back too, so that the history has no entry more than before.
  await rule(page).getByRole('button', { name: 'Close' }).click();
  await fragment(page, '');
  assert.equal(await textOf(page), 'ttl: 30d\n');
});

test('the page of a rule shows its link and copies it', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'ttl: 30d\n');
  await page.locator('.problems').getByRole('button', { name: 'Explain ttl-not-a-duration' }).click();
  const link = `${host.server.origin}/#rule=ttl-not-a-duration`;
  assert.equal(await rule(page).getByLabel('Link to this rule').inputValue(), link);
  await rule(page).getByRole('button', { name: 'Copy the link to this rule' }).click();
  await rule(page).getByText('Copied.').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
});

test('a link to a rule and then a link with work both open in the same page', async (t) => {
  const page = await openPage(t, host);
  await page.evaluate(() => (location.hash = '#rule=ttl-not-a-duration'));
  await rule(page).waitFor();
  await page.evaluate(() => (location.hash = '#rule=namespace-name'));
  await rule(page, 'namespace-name').waitFor();
  await page.evaluate(() => (location.hash = '#work=x'));
  await page.getByRole('alert').filter({ hasText: 'The link is damaged' }).waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0);
});
