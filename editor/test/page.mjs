// Drives the built page in Chromium, like a user.

import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { serve } from '../serve.mjs';

/** Starts a browser and a server for the tests of a file. */
export async function openBrowser() {
  const answers = [];
  const server = await serve({ onAnswer: (path, bytes) => answers.push({ path, bytes }) });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { server, browser, answers, close };
}

/**
 * Opens the page for a test. At the end of the test, checks that the console has no errors, and that there were no
 * requests to other origins.
 *
 * The service worker is blocked unless `serviceWorker` is set, so that tests do not wait for it. `prepare` is called with
 * the page before it is loaded.
 */
export async function openPage(
  t,
  { browser, server },
  { path = '/', serviceWorker = false, now, prepare, ...options } = {},
) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    serviceWorkers: serviceWorker ? 'allow' : 'block',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  const consoleErrors = [];
  const otherOrigins = [];
  page.on('console', (message) => {
    const isBlocked = message.text() === 'Service Worker registration blocked by Playwright';
    if (['error', 'warning'].includes(message.type()) && !isBlocked) consoleErrors.push(message.text());
  });
  page.on('pageerror', (error) => consoleErrors.push(String(error)));
  context.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && new URL(request.url()).origin !== server.origin) {
      otherOrigins.push(request.url());
    }
  });
  await prepare?.(page);
  if (now !== undefined) await page.clock.setFixedTime(now);
  t.after(async () => {
    // A worker may still be loading.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
    assert.deepEqual(consoleErrors, [], 'the console');
    assert.deepEqual(otherOrigins, [], 'requests to other origins');
  });
  await page.goto(server.origin + path);
  await checked(page);
  return page;
}

/** Waits until the page has checked its first text. */
export const checked = (page) => page.waitForSelector('html[data-checked]');

export const tab = (page, name) => page.getByRole('tab', { name, exact: name === 'Schedule' });

/** The switch of a narrow page to a side of it. */
export const side = (page, name) =>
  page.getByRole('navigation', { name: 'Side of the page' }).getByRole('button', { name });

/** Replaces the text. */
export async function write(page, text) {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}

/** Returns the whole text, as Save writes it. The document only contains its visible lines. */
export async function textOf(page) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save', exact: true }).click(),
  ]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Drops files on the page. Each has a text or bytes. */
export async function drop(page, files) {
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, text, bytes } of files) {
      transfer.items.add(new File([bytes ? new Uint8Array(bytes) : text], name));
    }
    return transfer;
  }, files);
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
}

/** The options of the open list of completions. */
export const options = (page) => page.locator('.cm-tooltip-autocomplete li');

/** Waits until the list offers `name` and takes keys: CodeMirror treats keys immediately after it opens as typing. */
export async function offered(page, name) {
  await options(page).filter({ hasText: name }).first().waitFor();
  await page.waitForTimeout(150);
}
