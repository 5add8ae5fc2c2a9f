// Writing a spec: text, fixes, completion, form.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { drop, offered, openBrowser, openPage, tab, textOf, write } from './page.mjs';

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

const WITH_COMMENTS = `# what the shop needs
include_namespaces: # by team
  - shop
  # the old one
  - "shop-old"
label_selector:
  app: shop # not the database
ttl: 24h
`;

test('a wrong ttl is underlined, and the fix corrects it', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [prod]\nttl: 30d\n');
  await page.locator('.cm-lintRange-error', { hasText: '30d' }).waitFor();
  const problem = page.getByRole('tabpanel', { name: 'Problems' }).locator('.diagnostic.error');
  await problem.filter({ hasText: '30d' }).waitFor();
  await problem.getByRole('button', { name: 'Explain ttl-not-a-duration' }).waitFor();
  await problem.locator('.fix', { hasText: '720h' }).click();
  await page.locator('.sentence', { hasText: '30 days' }).waitFor();
  assert.equal(await page.locator('.cm-lintRange-error').count(), 0);
  assert.equal(await textOf(page), 'include_namespaces: [prod]\nttl: 720h\n');
});

test('a fix shows its effect before it is applied', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [prod]\ninclude_resources: [pvcs]\nttl: 24h\n');
  const name = 'write persistentvolumeclaims: objects of persistentvolumeclaims are saved too';
  const inList = page.getByRole('tabpanel', { name: 'Problems' }).getByRole('button', { name });
  await inList.waitFor();
  await page.locator('.cm-line').getByText('pvcs').click();
  await page.getByRole('region', { name: 'Problems on this line' }).getByRole('button', { name }).waitFor();
  await tab(page, 'Form').click();
  await page.locator('.field-problems').getByRole('button', { name }).waitFor();
  await inList.click();
  await page.locator('.sentence', { hasText: 'Saves persistentvolumeclaims in prod.' }).waitFor();
  assert.equal(
    await textOf(page),
    'include_namespaces: [prod]\ninclude_resources: [persistentvolumeclaims]\nttl: 24h\n',
  );
});

test('the key for fixes applies only a certain one', async (t) => {
  const page = await openPage(t, host);
  const uncertain = 'include_resources: [pvcs]';
  await write(page, `${uncertain}\nttl: 24h`);
  await page.locator('.cm-line').getByText('pvcs').click();
  const fix = page.getByRole('region', { name: 'Problems on this line' }).locator('.fix');
  await fix.waitFor();
  await page.keyboard.press('Control+.');
  assert.equal(await fix.evaluate((button) => button === document.activeElement), true);
  assert.equal(await textOf(page), `${uncertain}\nttl: 24h`);

  // The certain one is the second of the line.
  await write(page, `{ ${uncertain}, ttl: 30d }`);
  await page.locator('.cm-lintRange-error', { hasText: '30d' }).waitFor();
  assert.equal(await fix.count(), 2);
  await page.keyboard.press('Control+.');
  await page.locator('.cm-line', { hasText: '720h' }).waitFor();
  assert.equal(await textOf(page), `{ ${uncertain}, ttl: 720h }`);
});

test('offsets are right after characters of two UTF-16 units', async (t) => {
  const page = await openPage(t, host);
  await write(page, '# 🦆🦆\nlabel_selector: {team: "🦆"}\nttl: 30d # 🦆\n');
  await page.locator('.cm-lintRange-error', { hasText: /^30d$/ }).waitFor();
  await page.getByRole('tabpanel', { name: 'Problems' }).locator('.fix', { hasText: '720h' }).click();
  await page.locator('.cm-line', { hasText: 'ttl: 720h # 🦆' }).waitFor();
});

test('a problem links to its related position', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [prod]\nexclude_namespaces: [prod]\nttl: 24h\n');
  await page.locator('.diagnostic.error .related', { hasText: '1:22' }).click();
  assert.equal(await page.evaluate(() => globalThis.getSelection().toString()), 'prod');
  assert.match(await page.locator('.cm-activeLine').innerText(), /include_namespaces/);
});

test('the rule of a problem is explained', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'ttl: 30d\n');
  await page
    .getByRole('tabpanel', { name: 'Problems' })
    .getByRole('button', { name: 'Explain ttl-not-a-duration' })
    .click();
  await page.getByRole('dialog', { name: 'ttl-not-a-duration' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

test('fields, values and resources are completed', async (t) => {
  const page = await openPage(t, host);
  await write(page, '');
  await page.keyboard.type('include_res');
  await offered(page, 'include_resources');
  await page.keyboard.press('Enter');
  await page.keyboard.type('statefuls');
  await offered(page, 'statefulsets.apps');
  await page.keyboard.press('Enter');
  assert.equal(await textOf(page), 'include_resources:\n  - statefulsets.apps');
});

test('completion works above an error', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [prod]\nwrong: [}\n');
  await page.locator('.cm-line').first().click();
  await page.keyboard.press('End');
  await page.keyboard.type('\nttl: 2');
  await page.locator('.cm-tooltip-autocomplete li', { hasText: '24h' }).waitFor();
});

test('a new line has the expected indentation', async (t) => {
  const page = await openPage(t, host);
  await write(page, '');
  await page.keyboard.type('spec:\ninclude_namespaces:\n- a\n- b\n');
  assert.equal(await textOf(page), 'spec:\n  include_namespaces:\n    - a\n    - b\n    ');
});

test('a resource and a field under the pointer are described', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_resources: [deploy]\n');
  await page.locator('.cm-line').getByText('deploy', { exact: true }).hover();
  await page.locator('.hover', { hasText: 'deployments.apps' }).waitFor();
  await page.locator('.cm-line').getByText('include_resources').hover();
  await page.locator('.hover', { hasText: 'include_resources' }).waitFor();
});

test('form and text are one document: comments and order are kept', async (t) => {
  const page = await openPage(t, host);
  await write(page, WITH_COMMENTS);
  await tab(page, 'Form').click();
  const namespaces = page.getByLabel('Included namespaces include_namespaces');
  await page.getByRole('button', { name: 'Remove shop from Included namespaces' }).waitFor();
  await namespaces.fill('prod-*');
  await namespaces.press('Enter');
  await page.getByRole('button', { name: 'Remove prod-* from Included namespaces' }).waitFor();
  await page.getByRole('button', { name: 'Remove shop from Included namespaces' }).click();
  await page.getByRole('button', { name: 'Remove shop from Included namespaces' }).waitFor({ state: 'detached' });
  await page.getByLabel('Labels label_selector').fill('tier=web');
  await page.getByLabel('Labels label_selector').press('Enter');
  await page.getByRole('button', { name: 'Remove tier=web from Labels' }).waitFor();
  await page.getByLabel('Include cluster-scoped resources').selectOption('true');
  await page.getByLabel('Expires after ttl').fill('48h');
  await page.locator('.sentence', { hasText: '2 days' }).waitFor();
  assert.equal(
    await textOf(page),
    `# what the shop needs
include_namespaces: # by team
  # the old one
  - "shop-old"
  - "prod-*"
label_selector:
  app: shop # not the database
  tier: web
ttl: 48h
include_cluster_resources: true
`,
  );
  await tab(page, 'Text').click();
  await page.locator('.cm-line', { hasText: 'tier: web' }).waitFor();
});

test('the form shows the values and problems of the text', async (t) => {
  const page = await openPage(t, host);
  await tab(page, 'Form').click();
  await tab(page, 'Text').click();
  await write(page, 'include_namespaces: [a, b]\nttl: 1w\n');
  await tab(page, 'Form').click();
  await page.getByRole('button', { name: 'Remove b from Included namespaces' }).waitFor();
  assert.equal(await page.getByLabel('Expires after ttl').inputValue(), '1w');
  await page
    .locator('.field', { has: page.getByLabel('Expires after ttl') })
    .locator('.fix', { hasText: '168h' })
    .click();
  await page.waitForFunction(() => document.querySelector('#field-ttl').value === '168h');
});

test('a text that cannot be read has no form', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [a\n');
  await tab(page, 'Form').click();
  await page.getByText('cannot be read as a spec').waitFor();
  assert.equal(await page.getByLabel('Expires after ttl').isVisible(), false);
});

test('the form can start with an empty text', async (t) => {
  const page = await openPage(t, host);
  await write(page, '# nothing yet\n');
  await tab(page, 'Form').click();
  await page.getByLabel('Expires after ttl').fill('24h');
  await page.locator('.sentence', { hasText: '1 day' }).waitFor();
  assert.equal(await textOf(page), '# nothing yet\nttl: 24h\n');
});

test('the form stays when its last field is removed', async (t) => {
  const page = await openPage(t, host);
  await write(page, '# only this\nttl: 24h\n');
  await tab(page, 'Form').click();
  const ttl = page.getByLabel('Expires after ttl');
  await ttl.fill('');
  await page.getByRole('button', { name: 'Explain no-known-field' }).first().waitFor();
  await ttl.fill('48h');
  await page.locator('.sentence', { hasText: '2 days' }).waitFor();
  assert.match(await textOf(page), /^# only this\n.*ttl: "?48h/s);
});

test('a refused change is discarded, and the form shows the reason', async (t) => {
  const page = await openPage(t, host);
  const text = 'ttl: &life 24h\nkept: *life\n';
  await write(page, text);
  await tab(page, 'Form').click();
  const ttl = page.getByLabel('Expires after ttl');
  const refusal = page.locator('.field', { has: ttl }).locator('.diagnostic', { hasText: 'edit-refused' });
  await ttl.fill('48h');
  await refusal.waitFor();
  await ttl.press('Tab');
  assert.equal(await ttl.inputValue(), '24h');
  assert.equal(await textOf(page), text);

  const resources = page.getByLabel('Included resources include_resources');
  await resources.fill('pods');
  await resources.press('Enter');
  await refusal.waitFor({ state: 'detached' });
  assert.equal(await textOf(page), `${text}include_resources:\n  - pods\n`);
});

test('the targets of a databag are edited in its string', async (t) => {
  const page = await openPage(t, host);
  const text = readFileSync(new URL('../../examples/several-targets.databag.json', import.meta.url), 'utf8');
  await drop(page, [{ name: 'several-targets.databag.json', text }]);
  await page.locator('#entry option').nth(2).waitFor({ state: 'attached' });
  await tab(page, 'Form').click();
  await page.getByLabel('Expires after ttl').fill('');
  await page.getByLabel('Expires after ttl').pressSequentially('48h');
  await page.locator('.sentence', { hasText: '2 days' }).waitFor();
  assert.match(await textOf(page), /^\{.*\\"ttl\\": \\"48h\\"/s);
});

test('each change in the form is undone separately', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'ttl: 24h\n');
  await tab(page, 'Form').click();
  for (const namespace of ['a', 'b']) {
    await page.getByLabel('Included namespaces include_namespaces').fill(namespace);
    await page.getByLabel('Included namespaces include_namespaces').press('Enter');
  }
  const chip = (namespace) => page.getByRole('button', { name: `Remove ${namespace} from Included namespaces` });
  await chip('b').waitFor();
  assert.equal(await textOf(page), 'ttl: 24h\ninclude_namespaces:\n  - a\n  - b\n');
  await page.getByRole('button', { name: 'Undo' }).click();
  await chip('b').waitFor({ state: 'detached' });
  assert.equal(await textOf(page), 'ttl: 24h\ninclude_namespaces:\n  - a\n');
  await chip('a').click();
  await chip('a').waitFor({ state: 'detached' });
  assert.equal(await textOf(page), 'ttl: 24h\n');
});

test('several targets: the one at the cursor is selected', async (t) => {
  const page = await openPage(t, host);
  await page.getByLabel('Example').selectOption({ label: 'several targets' });
  await page.locator('#entry option').nth(2).waitFor({ state: 'attached' });
  await page.locator('.cm-line', { hasText: 'app: mlflow-server' }).click();
  await page.locator('.sentence', { hasText: 'secrets and configmaps in kubeflow' }).waitFor();
  await page.getByLabel('Show', { exact: true }).selectOption('my-app, backup, my-model');
  await page.locator('.sentence', { hasText: 'my-namespace' }).waitFor();
  await tab(page, 'Form').click();
  await page.getByLabel('Model model').fill('other-model');
  await page.locator('#entry option', { hasText: 'my-app, backup, other-model' }).waitFor({ state: 'attached' });
});

test('the page works with the keyboard only', async (t) => {
  const page = await openPage(t, host);
  const focusOn = async (name) => {
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const deepest = (root) =>
          root.activeElement?.shadowRoot ? deepest(root.activeElement.shadowRoot) : root.activeElement;
        const element = deepest(document);
        return element?.getAttribute('aria-label') ?? element?.labels?.[0]?.textContent ?? element?.textContent ?? '';
      });
      if (focused.startsWith(name)) return;
    }
    assert.fail(`the Tab key does not reach ${name}`);
  };
  await focusOn('Text of the spec');
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('include_namespaces: [prod]\nttl: 30d');
  await page.locator('.cm-lintRange-error').waitFor();
  await page.keyboard.press('Control+.');
  await page.locator('.sentence', { hasText: '30 days' }).waitFor();
  await focusOn('Schedule');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('30 4 * * *');
  await page.locator('.sentence', { hasText: '04:30 UTC' }).waitFor();
  await focusOn('Problems');
  await page.keyboard.press('ArrowRight');
  await focusOn('Try the example cluster');
  await page.keyboard.press('Enter');
  await page.getByText('of 417 objects would be saved').waitFor();
  await focusOn('ciliumnetworkpolicies');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.locator('.window li', { hasText: 'alice/' }).first().waitFor();
  assert.equal(
    await page.getByRole('combobox', { name: 'Namespace' }).locator('option:checked').textContent(),
    'alice',
  );
});
