// The first minute: what the page is for, ways to start, and what a person sees if the page cannot run.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { checked, openBrowser, openPage, tab, textOf, write } from './page.mjs';

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

const start = (page) => page.getByRole('region', { name: 'Start' });
const shifts = (page) =>
  page.evaluate(
    () =>
      new Promise(
        (resolve) =>
          new PerformanceObserver((list) =>
            resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0)),
          ).observe({ type: 'layout-shift', buffered: true }) ?? setTimeout(() => resolve(0)),
      ),
  );

test('the first screen says what the page is for, and nothing moves', async (t) => {
  const page = await openPage(t, host);
  await start(page).getByText('Check and try out what Velero will back up').waitFor();
  // The button beside the tabs changes its name.
  assert.ok((await shifts(page)) < 0.001);
  assert.equal(await page.locator('.start').count(), 0);
  const { height } = await start(page).boundingBox();
  assert.ok(height <= 70, `${height} pixels are more than two lines`);
});

test('the introduction stays closed in this browser, also after a reload', async (t) => {
  const page = await openPage(t, host);
  await start(page).getByRole('button', { name: 'Close the introduction' }).click();
  assert.equal(await start(page).isVisible(), false);
  // The focus is not lost with the button.
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Example');
  await page.reload();
  await checked(page);
  assert.equal(await start(page).isVisible(), false);
});

test('Your cluster shows the command for the file, and goes to the choice of the file', async (t) => {
  const page = await openPage(t, host);
  await start(page).getByRole('button', { name: 'Your cluster' }).click();
  await page.locator('.drop pre', { hasText: 'kubectl get' }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Choose a file');
});

test('A Velero manifest opens a Schedule with a mistake, and undo returns', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [mine]\n');
  await start(page).getByRole('button', { name: 'A Velero manifest' }).click();
  await page.locator('.problems .message', { hasText: '30d is not a duration' }).waitFor();
  await page.locator('.sentence', { hasText: 'Velero cannot read the backup' }).waitFor();
  assert.match(await textOf(page), /^kind: Schedule$/m);
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.equal(await textOf(page), 'include_namespaces: [mine]\n');
});

test('An example opens a spec and the example cluster, but keeps an open cluster', async (t) => {
  const page = await openPage(t, host);
  const example = start(page).getByRole('button', { name: 'An example' });
  await example.click();
  await page.locator('.headline', { hasText: /^[1-9]\d* of \d+ objects would be saved$/ }).waitFor();
  await write(page, 'include_namespaces: [kubeflow]\n');
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await tab(page, 'Problems').click();
  await example.click();
  await page.locator('.headline', { hasText: 'would be saved' }).waitFor();
  assert.match(await textOf(page), /^app: my-app$/m);
  assert.deepEqual(requests, []);
});

/** Opens an address in a new page, whose console may have errors. */
async function openRaw(t, address, options = {}) {
  const context = await host.browser.newContext({ serviceWorkers: 'block', ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  return { page, go: () => page.goto(address) };
}

const built = pathToFileURL(fileURLToPath(new URL('../dist/index.html', import.meta.url))).href;
const source = pathToFileURL(fileURLToPath(new URL('../index.html', import.meta.url))).href;
for (const [name, address] of Object.entries({ built, source })) {
  test(`the ${name} page that is opened as a file says how to serve it`, async (t) => {
    const { page, go } = await openRaw(t, address);
    await go();
    await page.getByText('The address begins with file:').waitFor();
    await page.getByText('npm run serve').waitFor();
  });
}

test('without JavaScript, the page says that it needs JavaScript', async (t) => {
  const { page, go } = await openRaw(t, host.server.origin, { javaScriptEnabled: false });
  await go();
  // A search for text leaves out `noscript`.
  await page.locator('noscript strong', { hasText: 'This page needs JavaScript.' }).waitFor();
});

test('if the server sends the program with a wrong type, the page says so after some seconds', async (t) => {
  const { page, go } = await openRaw(t, host.server.origin);
  await page.route('**/*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'text/plain' } });
  });
  await go();
  await page.getByText('does not send all files').waitFor();
});
