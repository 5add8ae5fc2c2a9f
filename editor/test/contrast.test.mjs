// Contrast: all text has at least 4.5:1, also of hovered and disabled controls, which axe leaves out.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { drop, openBrowser, openPage, tab, write } from './page.mjs';

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

const MIN = 4.5;

/** Returns the texts below an element with too little contrast: of elements, placeholders and `::before`. */
function lowContrast(root, min) {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  /** Returns red, green, blue and alpha of a colour, each from 0 to 1. */
  const parsed = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((value) => value / 255);
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const parent = (element) => element.parentElement ?? element.getRootNode().host;
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = parent(at)) {
      // A cell of the matrix is drawn by its `::before`.
      const before = getComputedStyle(at, '::before');
      if (before.content === '""' && before.position === 'absolute') layers.push(parsed(before.backgroundColor));
      layers.push(parsed(getComputedStyle(at).backgroundColor));
    }
    return layers.reduceRight((below, layer) => over(layer, below), [1, 1, 1, 1]);
  };
  const opacity = (element) => {
    let product = 1;
    for (let at = element; at; at = parent(at)) product *= Number(getComputedStyle(at).opacity);
    return product;
  };
  const found = [];
  const measure = (element, colour, text) => {
    const below = ground(element);
    const [r, g, b, a] = parsed(colour);
    const [light, dark] = [luminance(over([r, g, b, a * opacity(element)], below)), luminance(below)].sort(
      (x, y) => y - x,
    );
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < min)
      found.push(
        `${ratio.toFixed(2)}: ${element.tagName} ${element.getAttribute('class') ?? ''}: ${text.slice(0, 40)}`,
      );
  };
  const visit = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true })) return;
    // An invisible control that covers its label has no text of its own.
    if (element.matches('.unseen, option, datalist, .segmented input')) return;
    const style = getComputedStyle(element);
    const own = [...element.childNodes]
      .filter(({ nodeType }) => nodeType === 3)
      .map(({ data }) => data.trim())
      .join('');
    const colour = element instanceof SVGElement ? style.fill : style.color;
    if (own || element.matches('select') || (element.matches('input') && element.value))
      measure(element, colour, own || element.value);
    if (element.placeholder && !element.value)
      measure(element, getComputedStyle(element, '::placeholder').color, element.placeholder);
    const before = getComputedStyle(element, '::before');
    if (/^"[^"]/.test(before.content)) measure(element, before.color, before.content);
    for (const child of element.shadowRoot?.children ?? []) visit(child);
    for (const child of element.children) visit(child);
  };
  visit(root);
  return found;
}

const controls = 'button, summary, a, [role=gridcell], .segmented span, .cm-content';

for (const colorScheme of ['light', 'dark']) {
  test(`all text has a contrast of ${MIN}:1, ${colorScheme}`, async (t) => {
    const page = await openPage(t, host, { colorScheme });
    const wrong = new Set();
    const hovered = new Set();
    const check = async (where) => {
      await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
      await page.mouse.move(0, 0);
      const body = page.locator('body');
      for (const low of await body.evaluate(lowContrast, MIN)) wrong.add(`${where}: ${low}`);
      // One control of each kind. A modal dialog covers the others.
      const isModal = (await page.locator('dialog[open]').count()) > 0;
      const found = await page.locator(isModal ? 'dialog[open] button' : controls).elementHandles();
      // In one call: there are hundreds.
      const kinds = await page.evaluate(
        (elements) =>
          elements.map((element) =>
            element.checkVisibility() && element.getBoundingClientRect().height > 0
              ? [
                  element.tagName,
                  element.className,
                  element.parentElement?.className,
                  element.ariaPressed,
                  element.ariaSelected,
                  element.disabled,
                ].join()
              : '',
          ),
        found,
      );
      for (const [at, kind] of kinds.entries()) {
        if (kind === '' || hovered.has(kind)) continue;
        hovered.add(kind);
        await found[at].hover({ force: true });
        for (const low of await found[at].evaluate(lowContrast, MIN)) wrong.add(`${where}, hovered: ${low}`);
      }
    };
    await check('the first screen');
    await write(page, 'include_namespaces: [kube_system, a]\ninclude_resources: [pvcs]\n# a comment\nttl: 30d\n');
    await page.locator('.problems .fix').first().waitFor();
    await check('problems');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('kube');
    await page.locator('.find .count', { hasText: '1 of' }).waitFor();
    await check('found words');
    await page.keyboard.press('Escape');
    await write(page, 'not: [a spec');
    await page.locator('.view-bar button:disabled').waitFor();
    await check('a text that cannot be read, and a disabled button');
    await write(page, 'include_namespaces: [kubeflow]\nttl: 24h\n');
    await page.locator('.schedule-bar').getByText('Presets').click();
    await page.locator('.schedule-bar').getByText('Options').click();
    await page.locator('.preset-says code').waitFor();
    await check('presets');
    await tab(page, 'Form').click();
    await check('the form');
    await tab(page, 'Selection').click();
    await check('no cluster');
    await page.getByRole('button', { name: 'Try the example cluster' }).click();
    await page.locator('.window li').first().waitFor();
    await page.getByRole('button', { name: 'Keep this selection to compare' }).click();
    await tab(page, 'Text').click();
    await write(page, 'include_namespaces: [alice]\n');
    await page.locator('.comparison .lost').click();
    await page.locator('.loaded:not([aria-busy])').waitFor();
    await check('a comparison');
    await page.getByLabel('Not covered by any target').check();
    await page.locator('.coverage tbody tr').first().waitFor();
    await page.locator('.loaded:not([aria-busy])').waitFor();
    await check('coverage');
    await page.locator('#schedule').fill('0 2 * * 2');
    await tab(page, 'Schedule').click();
    await page.locator('.runs').waitFor();
    await check('a schedule');
    await page.getByLabel('Example', { exact: true }).selectOption({ label: 'several targets' });
    await tab(page, 'Output').click();
    await page.getByText('Settings of the integrator').click();
    await page.locator('.plan tbody tr').first().waitFor();
    await check('the output');
    await drop(page, [{ name: 'empty.yaml', text: '' }]);
    await page.getByRole('alert').filter({ hasText: 'is empty' }).waitFor();
    await check('an error');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.locator('.toast', { hasText: 'Link copied' }).waitFor();
    await check('a message');
    for (const name of ['Documents', 'Keys']) {
      await page.getByRole('button', { name }).click();
      await page.getByRole('dialog', { name }).waitFor();
      await check(name);
      await page.keyboard.press('Escape');
    }
    await page.evaluate(() => (location.hash = '#rule=ttl-not-a-duration'));
    await page.getByRole('dialog', { name: 'ttl-not-a-duration' }).waitFor();
    await check('a rule');
    assert.deepEqual([...wrong], []);
  });
}
