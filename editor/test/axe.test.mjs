// Accessibility: axe checks each state of the page, light and dark, wide and narrow.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test, { after, before } from 'node:test';
import { drop, openBrowser, openPage, tab, write } from './page.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const example = readFileSync(new URL('../../examples/cluster/objects.json', import.meta.url), 'utf8');

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

/** Runs axe through the debugger, because the policy of the page would refuse it. */
async function violations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

const SCHEDULE = `apiVersion: velero.io/v1
kind: Schedule
metadata: {name: nightly, namespace: velero}
spec: {schedule: "0 2 * * *", template: {snapshotVolumes: false, includedNamespaces: [a]}}
`;

const STATES = {
  'a valid spec': async () => {},
  'a spec with errors': async (page) => {
    await write(page, 'include_namespaces: ["*", kube_system]\ninclude_resource: [a]\nttl: 30d\n');
    await page.locator('.cm-lintRange-error').first().waitFor();
  },
  'the form': async (page) => {
    await write(page, 'include_namespaces: [kube_system]\nlabel_selector: {a: b}\nttl: 30d\n');
    await tab(page, 'Form').click();
    await page.locator('.field-problems .diagnostic').first().waitFor();
  },
  'the explanation of a rule': async (page) => {
    await write(page, 'ttl: 30d\n');
    await page.locator('.problems .why').last().click();
    await page.getByRole('dialog').waitFor();
  },
  'the documents, one of them deleted': async (page) => {
    for (const label of ['several targets', 'plain application'])
      await page.getByLabel('Example').selectOption({ label });
    await page.locator('.sentence', { hasText: 'my-namespace' }).waitFor();
    await page.getByRole('button', { name: 'Documents' }).click();
    await page.getByRole('button', { name: 'Delete several targets' }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).last().waitFor();
  },
  'a change in another tab': async (page) => {
    await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes('/document/')));
    await page.evaluate(() => {
      const key = Object.keys(localStorage).find((key) => key.includes('/document/'));
      const stored = JSON.parse(localStorage.getItem(key));
      localStorage.setItem(
        key,
        JSON.stringify({ ...stored, stamp: 'other', work: { ...stored.work, text: 'ttl: 1h' } }),
      );
      dispatchEvent(new StorageEvent('storage', { key }));
    });
    await page.getByRole('button', { name: 'Load the change' }).waitFor();
  },
  'found words, and fixes': async (page) => {
    await write(page, 'include_namespaces: [prod, prod]\nttl: 30d\ninclude_resources: [pvcs]\n');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('prod');
    await page.locator('.find .count', { hasText: '1 of 2' }).waitFor();
    await page.getByRole('button', { name: 'Fix all' }).waitFor();
  },
  'the list of keys': async (page) => {
    await page.getByRole('button', { name: 'Keys' }).click();
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  },
  'a selector that is not a label': async (page) => {
    await tab(page, 'Form').click();
    await page.getByLabel('Labels label_selector').fill('a!=b');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'key=value' }).waitFor();
  },
  'a Schedule of Velero with its output': async (page) => {
    await write(page, SCHEDULE);
    await tab(page, 'Form').click();
    await tab(page, 'Output').click();
    await page.getByRole('heading', { name: 'velero command' }).waitFor();
  },
  'a spec that was made of a Schedule': async (page) => {
    await write(page, SCHEDULE);
    await page.getByRole('button', { name: 'Turn into a spec' }).click();
    await page.getByRole('region', { name: 'Differences from the manifest' }).waitFor();
  },
  'no cluster': async (page) => {
    await tab(page, 'Selection').click();
  },
  'a cluster': async (page) => {
    await write(page, 'include_namespaces: [kubeflow]\n');
    await tab(page, 'Selection').click();
    await page.getByRole('button', { name: 'Try the example cluster' }).click();
    await page.locator('.window li').first().waitFor();
    await page.getByRole('gridcell', { name: /^kubeflow, secrets/ }).click();
  },
  'a comparison, a cut-off cluster and a damaged link': async (page) => {
    await write(page, 'include_namespaces: [kubeflow]\n');
    await drop(page, [{ name: 'cluster.json', text: example.slice(0, example.length / 2) }]);
    await page.locator('.file-errors .diagnostic').waitFor();
    await page.getByRole('button', { name: 'Keep this selection to compare' }).click();
    await write(page, 'include_namespaces: [alice]\n');
    await page.locator('.comparison .lost').click();
    await page.evaluate(() => (location.hash = '#work=x'));
    await page.getByRole('alert').filter({ hasText: 'damaged' }).waitFor();
    await page.locator('.loaded:not([aria-busy])').waitFor();
    // The results fade in.
    await page.waitForFunction(() => document.getAnimations().length === 0);
  },
  'objects that no target covers': async (page) => {
    await page.getByLabel('Example').selectOption({ label: 'several targets' });
    await tab(page, 'Selection').click();
    await page.getByRole('button', { name: 'Try the example cluster' }).click();
    await page.getByLabel('Not covered by any target').check();
    await page.locator('.coverage .lost').first().waitFor();
    await page.waitForFunction(() => document.getAnimations().length === 0);
  },
  'presets of a schedule': async (page) => {
    await page.locator('.schedule-bar').getByText('Presets').click();
    await page.locator('.preset-says code').waitFor();
  },
  'a version of Velero with a warning, and a refused backup': async (page) => {
    await page.evaluate(() => {
      const work = { text: 'include_namespaces: ["*", prod]\n', veleroVersion: 'v1.18.0' };
      localStorage.setItem('k8s-backup-target/work', JSON.stringify(work));
    });
    await page.reload();
    await page.getByRole('button', { name: 'Explain velero-version-differs' }).waitFor();
    await tab(page, 'Selection').click();
    await page.getByRole('button', { name: 'Try the example cluster' }).click();
    await page.locator('.outcome .icon.error').waitFor();
  },
  'a schedule with gaps': async (page) => {
    await write(page, 'ttl: 24h\n');
    await page.locator('#schedule').fill('0 2 * * 2');
    await tab(page, 'Schedule').click();
    await page.locator('.gaps').waitFor();
  },
  'the output of several targets': async (page) => {
    await page.getByLabel('Example').selectOption({ label: 'several targets' });
    await page.locator('#entry option').nth(2).waitFor({ state: 'attached' });
    await tab(page, 'Output').click();
    await page.getByText('Settings of the integrator').click();
    await page.locator('.plan tbody tr').first().waitFor();
  },
};

for (const [name, reach] of Object.entries(STATES)) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${name}, ${colorScheme}`, async (t) => {
      const page = await openPage(t, host, { colorScheme, hasTouch: colorScheme === 'dark' });
      await reach(page);
      if (colorScheme === 'light') return assert.deepEqual(await violations(page), []);
      await page.setViewportSize({ width: 390, height: 800 });
      for (const side of ['write', 'result']) {
        await page.evaluate((side) => (document.documentElement.dataset.side = side), side);
        assert.deepEqual(await violations(page), [], side);
      }
    });
  }
}
