// The built page in Chromium, driven as a person does.

import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { serve } from '../serve.mjs';

/** A browser and a server for the tests of a file. */
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
 * Opens the page for a test, and checks at its end that nothing was complained of and nothing asked of elsewhere.
 *
 * Without `serviceWorker` there is none, so that tests do not wait for it.
 */
export async function openPage(t, { browser, server }, { path = '/', serviceWorker = false, now, ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    serviceWorkers: serviceWorker ? 'allow' : 'block',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  const complaints = [];
  const elsewhere = [];
  page.on('console', (message) => {
    const isBlocked = message.text() === 'Service Worker registration blocked by Playwright';
    if (['error', 'warning'].includes(message.type()) && !isBlocked) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  context.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && new URL(request.url()).origin !== server.origin) {
      elsewhere.push(request.url());
    }
  });
  if (now !== undefined) await page.clock.setFixedTime(now);
  t.after(async () => {
    await context.close();
    assert.deepEqual(complaints, [], 'the console');
    assert.deepEqual(elsewhere, [], 'requests to other origins');
  });
  await page.goto(server.origin + path);
  await checked(page);
  return page;
}

/** Waits until the page has said something of its first text. */
export const checked = (page) => page.waitForSelector('html[data-checked]');

export const tab = (page, name) => page.getByRole('tab', { name, exact: name === 'Schedule' });

/** Writes a text in the place of what is there. */
export async function write(page, text) {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}

/** The whole text; the page keeps what is out of sight out of the document, so it is what would be saved. */
export async function textOf(page) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save', exact: true }).click(),
  ]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Drops files on the page. */
export async function drop(page, files) {
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, text } of files) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
}
