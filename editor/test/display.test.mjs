// Displays: forced colours, narrow screens, and sizes to touch.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openBrowser, openPage, side, tab, write } from './page.mjs';

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

async function openCluster(page) {
  await tab(page, 'Selection').click();
  await page.getByRole('button', { name: 'Try the example cluster' }).click();
  await page.locator('.window li').first().waitFor();
}

/** Returns styles of an element, or of its `::before`. */
const styles = (locator, names, pseudo) =>
  locator.evaluate(
    (element, [names, pseudo]) => names.map((name) => getComputedStyle(element, pseudo)[name]),
    [names, pseudo],
  );

test('with forced colours, selected cells and the chosen tab can be seen', async (t) => {
  const page = await openPage(t, host, { forcedColors: 'active' });
  await openCluster(page);
  const [all] = await styles(page.locator('.cell.all').first(), ['backgroundColor'], '::before');
  const [canvas] = await styles(page.locator('body'), ['backgroundColor']);
  const [none] = await styles(page.locator('.cell.zero').first(), ['backgroundColor'], '::before');
  assert.notEqual(all, canvas);
  assert.notEqual(all, none);
  const [some] = await styles(page.locator('.cell.some').first(), ['borderTopWidth'], '::before');
  assert.equal(some, '1px');
  const cell = page.locator('.cell.all').first();
  await cell.click();
  assert.deepEqual(await styles(cell, ['outlineStyle', 'outlineWidth']), ['dashed', '2px']);
  const border = ['borderBottomColor', 'borderBottomWidth'];
  const [chosen, width] = await styles(tab(page, 'Selection'), border);
  const [other] = await styles(tab(page, 'Output'), border);
  assert.notEqual(chosen, other);
  assert.equal(width, '3px');
  const [scope] = await styles(page.locator('.segmented input:checked + span'), ['backgroundColor']);
  assert.notEqual(scope, canvas);
});

test('with forced colours, gaps of the timeline can be seen', async (t) => {
  const page = await openPage(t, host, { forcedColors: 'active' });
  await write(page, 'ttl: 24h\n');
  await page.locator('#schedule').fill('0 2 * * 2');
  await tab(page, 'Schedule').click();
  const gap = page.locator('.timeline .gap').first();
  await gap.waitFor();
  const [stroke] = await styles(gap, ['stroke']);
  const [line, opacity] = await styles(page.locator('.timeline .hatch-line'), ['fill', 'opacity']);
  const [ground] = await styles(page.locator('.timeline .hatch-ground'), ['fill']);
  const [life] = await styles(page.locator('.timeline .life').first(), ['fill']);
  assert.notEqual(stroke, 'none');
  assert.notEqual(line, ground);
  assert.notEqual(life, ground);
  assert.equal(opacity, '1');
});

const NARROW = {
  'the first page': async () => {},
  'the form': (page) => tab(page, 'Form').click(),
  'a cluster': openCluster,
  coverage: async (page) => {
    await page.getByLabel('Example').selectOption({ label: 'several targets' });
    await openCluster(page);
    await page.getByLabel('Not covered by any target').check();
    await page.locator('.coverage .lost').first().waitFor();
  },
  'a schedule': async (page) => {
    await tab(page, 'Schedule').click();
    await page.locator('.schedule-bar').getByText('Presets').click();
    await page.locator('.preset-says code').waitFor();
    await page.locator('.schedule-bar').getByText('Options').click();
    await page.locator('.runs').waitFor();
  },
  output: async (page) => {
    await page.getByLabel('Example').selectOption({ label: 'several targets' });
    await tab(page, 'Output').click();
    await page.getByText('Settings of the integrator').click();
    await page.locator('.plan tbody tr').first().waitFor();
  },
};

for (const [name, reach] of Object.entries(NARROW)) {
  test(`320 pixels are enough: ${name}`, async (t) => {
    const page = await openPage(t, host);
    await reach(page);
    await page.setViewportSize({ width: 320, height: 700 });
    for (const name of ['Write', 'Result']) {
      await side(page, name).click();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
      // Panels do not scroll sideways either.
      const wide = await page
        .locator('.write:visible, .form-view:visible, .panels > *:visible')
        .evaluateAll((all) =>
          all
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map(({ id, className }) => id || className),
        );
      assert.deepEqual(wide, []);
    }
  });
}

test('a cell of the matrix has at least 24 pixels', async (t) => {
  const page = await openPage(t, host);
  await openCluster(page);
  for (const name of ['.cell', '.namespace', '.kind']) {
    const { width, height } = await page.locator(`.matrix ${name}`).first().boundingBox();
    assert.ok(width >= 24 && height >= 24, `${name}: ${width} x ${height}`);
  }
});
