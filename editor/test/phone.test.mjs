// Phones: one side of the page at a time, a menu with names, sizes to touch, and the keyboard of the phone.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openBrowser, openPage, side, tab } from './page.mjs';

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

const openPhone = (t, options = {}) =>
  openPage(t, host, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, ...options });

const isPressed = async (page, name) => (await side(page, name).getAttribute('aria-pressed')) === 'true';

/** Writes a text, like the keyboard of a phone. */
async function type(page, text) {
  await page.locator('.cm-content').tap();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

test('a phone shows the headline and one side of the page, and the switch has the number of problems', async (t) => {
  const page = await openPhone(t);
  const sentence = page.locator('.sentence');
  assert.ok(await isPressed(page, 'Write'));
  assert.ok(await page.locator('.cm-content').isVisible());
  assert.equal(await page.locator('.problems').isVisible(), false);
  await type(page, 'include_namespaces: [kube_system]\nttl: 30d\n');
  await side(page, 'Result').getByText('2').waitFor();
  assert.equal(await side(page, 'Result').getByRole('img').getAttribute('aria-label'), 'error');
  const { y } = await sentence.boundingBox();
  await side(page, 'Result').tap();
  assert.ok(await page.locator('.problems').isVisible());
  assert.equal(await page.locator('.cm-content').isVisible(), false);
  assert.equal((await sentence.boundingBox()).y, y);
  // The order of the keyboard is the order on the screen.
  const order = await page.evaluate(() =>
    [...document.querySelectorAll('.result, .write, .see')].map((e) => e.className),
  );
  assert.deepEqual(order, ['result', 'write', 'see']);
});

test('the position of a problem shows the text on a phone, and a file of a cluster the result', async (t) => {
  const page = await openPhone(t);
  await type(page, 'ttl: 30d\n');
  await side(page, 'Result').tap();
  await page.locator('.problems button.message').first().tap();
  assert.ok(await isPressed(page, 'Write'));
  assert.ok(await page.locator('.cm-content').isVisible());
  await page.getByRole('button', { name: 'Your cluster' }).tap();
  assert.ok(await isPressed(page, 'Result'));
  await page.getByRole('button', { name: 'Choose a file' }).waitFor();
});

test('a wide page shows both sides, and keeps the headline above the results', async (t) => {
  const page = await openPhone(t);
  await side(page, 'Result').tap();
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.ok(await page.locator('.cm-content').isVisible());
  assert.ok(await page.locator('.problems').isVisible());
  assert.equal(await side(page, 'Write').isVisible(), false);
  await page.locator('.see .result').waitFor();
});

test('the menu of a phone has names, and closes after a choice and with Escape', async (t) => {
  const page = await openPhone(t);
  const menu = page.getByRole('button', { name: 'Menu' });
  const tools = page.locator('.tools');
  assert.equal(await tools.isVisible(), false);
  await menu.tap();
  assert.equal(await menu.getAttribute('aria-expanded'), 'true');
  const names = await tools.getByRole('button').allInnerTexts();
  assert.deepEqual(
    names.map((name) => name.trim()),
    ['Documents', 'Open', 'Save', 'Copy link', 'Undo', 'Redo', 'Keys', 'Light or dark theme'],
  );
  await page.keyboard.press('Escape');
  assert.equal(await tools.isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Menu');
  await menu.tap();
  await tools.getByRole('button', { name: 'Documents' }).tap();
  await page.getByRole('dialog', { name: 'Documents' }).waitFor();
  assert.equal(await tools.isVisible(), false);
});

/** Returns what can be touched and is smaller than a size, or whose text is small enough that a phone magnifies it. */
const small = (page, selector, height) =>
  page.locator(selector).evaluateAll(
    (all, height) =>
      all
        .filter((element) => element.checkVisibility({ opacityProperty: true }) && !element.closest('.unseen, .skip'))
        .map((element) => ({ box: element.getBoundingClientRect(), name: element.outerHTML.slice(0, 90) }))
        .filter(({ box }) => box.width < 24 || box.height < height)
        .map(({ box, name }) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${name}`),
    height,
  );
const MAIN =
  '.sides button, .menu, .tabs button, .view-bar button, .welcome button, .tools > *, .schedule-bar input:not([type=checkbox]), select';
const ALL = 'button, select, input, summary, [role=gridcell]';

for (const width of [390, 320]) {
  test(`on ${width} pixels, everything is large enough to touch, and no text field makes the phone magnify`, async (t) => {
    const page = await openPhone(t, { viewport: { width, height: 844 } });
    const wrong = [];
    const check = async (where) => {
      const fields = page.locator('input, select, .cm-content');
      const sizes = await fields.evaluateAll((all) =>
        all
          .filter((field) => field.checkVisibility() && !['checkbox', 'radio'].includes(field.type))
          .map((field) => [Number.parseFloat(getComputedStyle(field).fontSize), field.outerHTML.slice(0, 90)]),
      );
      const found = [
        ...(await small(page, ALL, 24)),
        ...(await small(page, MAIN, 44)),
        ...sizes.filter(([size]) => size < 16).map(([size, name]) => `${size} pixels: ${name}`),
      ];
      const scrolled = await page.evaluate(() => document.documentElement.scrollWidth);
      if (scrolled !== width) found.push(`${scrolled} wide`);
      wrong.push(...found.map((what) => `${where}: ${what}`));
    };
    await type(page, 'include_namespaces: [kubeflow]\ninclude_resources: [pvcs]\nttl: 30d\n');
    await page.locator('.at-cursor .diagnostic, .at-cursor:empty').first().waitFor();
    await check('the text');
    await page.keyboard.press('Control+f');
    await check('words to find');
    await page.keyboard.press('Escape');
    await page.locator('.schedule-bar').getByText('Presets').tap();
    await page.locator('.schedule-bar').getByText('Options').tap();
    await check('presets');
    await tab(page, 'Form').tap();
    await check('the form');
    await side(page, 'Result').tap();
    await check('problems');
    for (const name of ['Schedule', 'Output']) {
      await tab(page, name).tap();
      await check(name);
    }
    await tab(page, 'Selection').tap();
    await check('no cluster');
    await page.getByRole('button', { name: 'Try the example cluster' }).tap();
    await page.locator('.window li').first().waitFor();
    await check('a cluster');
    await page.getByRole('button', { name: 'Menu' }).tap();
    await check('the menu');
    await page.locator('.tools').getByRole('button', { name: 'Keys' }).tap();
    await check('the keys');
    assert.deepEqual(wrong, []);
  });
}

test('with the keyboard of a phone, the line of the cursor and the switch are above it', async (t) => {
  const page = await openPhone(t);
  await type(page, `include_namespaces:\n${'  - prod\n'.repeat(60)}ttl: 30d`);
  await page.setViewportSize({ width: 390, height: 420 });
  await page.locator('html[data-low]').waitFor({ state: 'attached' });
  await page.keyboard.press('End');
  const bottom = async (locator) => {
    const { y, height } = await locator.boundingBox();
    return y + height;
  };
  await page.locator('.cm-activeLine', { hasText: 'ttl: 30d' }).waitFor();
  const floor = (await side(page, 'Write').boundingBox()).y;
  assert.ok((await bottom(side(page, 'Write'))) <= 420);
  await page.waitForFunction((floor) => {
    const { shadowRoot } = document.querySelector('.text-editor');
    const line = shadowRoot.querySelector('.cm-activeLine').getBoundingClientRect();
    return line.top > 100 && line.bottom <= floor;
  }, floor);
  assert.equal(await page.evaluate(() => document.scrollingElement.scrollHeight), 420);
});
