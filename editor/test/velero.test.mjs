// Backups and Schedules of Velero: the page shows for them what it shows for a spec.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { load } from '../../embed/js/dist/index.js';
import { drop, openBrowser, openPage, tab, textOf, write } from './page.mjs';

const evaluator = await load();
const example = (name) => readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
const CLUSTER = [
  { name: 'cluster.json', text: example('cluster/objects.json') },
  { name: 'kinds.txt', text: example('cluster/api-resources.txt') },
];

const SCHEDULE = `apiVersion: velero.io/v1
kind: Schedule
metadata: {name: nightly, namespace: velero}
spec:
  schedule: "0 4 * * 2"
  template:
    includedNamespaces: [kubeflow]
    snapshotVolumes: false
    storageLocation: far
    ttl: 120h
    labelSelector:
      matchExpressions: [{key: tier, operator: NotIn, values: [cache]}]
`;
const BACKUP = `apiVersion: velero.io/v1
kind: Backup
metadata: {name: once, namespace: velero}
spec: {includedNamespaces: [kubeflow], includedResources: [secrets]}
`;
const SPEC = 'include_namespaces: [prod]\nttl: 24h\n';
const ALL = [SCHEDULE, SPEC, BACKUP].join('---\n');

const backupOf = (text) => evaluator.document(text, 'yaml').backups()[0];
const sentenceOf = (text) => evaluator.describeBackup(backupOf(text)).replaceAll('`', '');

/** Returns the example cluster, as the page reads it. */
async function exampleInventory() {
  const cluster = evaluator.openCluster(evaluator.parseApiResources(CLUSTER[1].text).value).value;
  return (await evaluator.readInventory(CLUSTER[0].text, { cluster })).value;
}

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

const sentence = (page, text) => page.locator('.sentence', { hasText: text });
const toSpec = (page) => page.locator('.view-bar').getByRole('button', { name: 'Turn into a spec' });
const differences = (page) => page.getByRole('region', { name: 'Differences from the manifest' });

test('Backups, Schedules and specs of a text are selected in the list and with the cursor', async (t) => {
  const page = await openPage(t, host);
  await write(page, ALL);
  const entry = page.locator('#entry');
  await entry.locator('option').nth(2).waitFor({ state: 'attached' });
  assert.deepEqual(await entry.locator('option').allInnerTexts(), ['Schedule nightly', 'document 2', 'Backup once']);
  await entry.selectOption('Schedule nightly');
  await sentence(page, sentenceOf(SCHEDULE)).waitFor();
  assert.equal((await page.locator('.sentence').innerText()).trim(), sentenceOf(SCHEDULE));
  await page.locator('.cm-line', { hasText: 'kind: Backup' }).click();
  await sentence(page, sentenceOf(BACKUP)).waitFor();
  assert.equal(await entry.inputValue(), '2');
  await page.locator('.cm-line', { hasText: 'include_namespaces' }).click();
  await sentence(page, 'prod').waitFor();
  assert.equal(await entry.inputValue(), '1');
});

test('the problems of a manifest have the names of its fields', async (t) => {
  const page = await openPage(t, host);
  await write(page, BACKUP.replace('includedResources', 'includedResource'));
  await page.locator('.sentence', { hasText: 'Saves nothing: the Backup or Schedule cannot be read.' }).waitFor();
  await page.locator('.problems .message', { hasText: 'includedResource is not a field of spec' }).waitFor();
});

test('the form says that it edits specs, and turns a Backup into one', async (t) => {
  const page = await openPage(t, host);
  await write(page, BACKUP);
  await sentence(page, 'secrets').waitFor();
  await tab(page, 'Form').click();
  await page.getByText('The form edits specs. This Backup is edited under Text.').waitFor();
  await page.locator('.spec-form').getByRole('button', { name: 'Turn into a spec' }).click();
  await page.getByRole('combobox', { name: 'Included resources' }).waitFor();
  await page.locator('.chip', { hasText: 'secrets' }).waitFor();
});

test('a Schedule that Velero cannot read has no next run', async (t) => {
  const page = await openPage(t, host);
  await write(page, SCHEDULE.replace('ttl: 120h', 'ttl: 30d'));
  await page.locator('.schedule-says', { hasText: 'Of the Schedule in the text. No run makes a backup.' }).waitFor();
  await tab(page, 'Schedule').click();
  await page.locator('.paused', { hasText: 'No run makes a backup: 30d is not a duration for Velero' }).waitFor();
  await tab(page, 'Output').click();
  await page.locator('.paused', { hasText: 'This Schedule saves nothing: 30d is not a duration for Velero' }).waitFor();
});

test('the schedule bar and the Schedule panel show the schedule of the selected Schedule', async (t) => {
  const now = new Date('2026-03-02T12:00:00Z');
  const page = await openPage(t, host, { now });
  await tab(page, 'Schedule').click();
  await write(page, SCHEDULE);
  await sentence(page, 'kubeflow').waitFor();
  const input = page.locator('#schedule');
  assert.equal(await input.inputValue(), '0 4 * * 2');
  assert.equal(await input.getAttribute('readonly'), '');
  assert.equal(await page.locator('.presets').isVisible(), false);
  await page.locator('.schedule-says', { hasText: 'Of the Schedule in the text. Next run: Tue, 3 Mar 2026' }).waitFor();
  await page.locator('.runs td', { hasText: 'Tue, 3 Mar 2026 04:00' }).first().waitFor();
  const timeline = evaluator.retention('0 4 * * 2', '120h', now.getTime() / 1000, 10).value;
  assert.equal(await page.locator('.timeline .life').count(), timeline.backups.length);
  assert.equal(await page.locator('.timeline .gap').count(), timeline.gaps.length);

  await write(page, SCHEDULE.replace('  template', '  paused: true\n  template'));
  await page.getByRole('heading', { name: 'Runs if it is resumed' }).waitFor();
  await page.locator('.schedule-says', { hasText: 'Paused: no run happens' }).waitFor();
  await sentence(page, 'Makes no backup while the schedule is paused.').waitFor();

  await write(page, BACKUP);
  await page.locator('.panels').getByText('A Backup runs once, when it is created.').waitFor();
  await page.locator('.schedule-says', { hasText: 'A Backup runs once.' }).waitFor();
  assert.equal(await input.inputValue(), '');

  // The schedule of the page did not change.
  await write(page, SPEC);
  await sentence(page, 'Runs every day at 02:00 UTC').waitFor();
  assert.equal(await input.inputValue(), '0 2 * * *');
  assert.equal(await input.getAttribute('readonly'), null);
});

test('the runs that two Schedules share are named', async (t) => {
  const page = await openPage(t, host);
  await write(page, `${SCHEDULE}---\n${SCHEDULE.replace('nightly', 'weekly')}`);
  await page.locator('#entry').selectOption('Schedule weekly');
  await tab(page, 'Schedule').click();
  await page.locator('.schedule').getByRole('button', { name: 'Explain schedules-at-once' }).waitFor();
});

test('the selection of a Schedule is that of the component, without the settings of the operator', async (t) => {
  const page = await openPage(t, host);
  await tab(page, 'Output').click();
  await page.getByText('Settings of the integrator').click();
  await page.getByLabel('File-system backup of volumes').selectOption('yes');
  await write(page, SCHEDULE);
  await sentence(page, 'kubeflow').waitFor();
  await drop(page, CLUSTER);
  const inventory = await exampleInventory();
  const evaluation = await evaluator.evaluate(inventory, backupOf(SCHEDULE)).run();
  await page.getByText(`${evaluation.included()} of ${inventory.len()} objects would be saved`).waitFor();
  await page.getByText('Selected by this Schedule').waitFor();
  // With the file-system backup of the operator, they would be saved with their contents.
  const { claims, claimsNotKnown } = evaluation.contentsCount();
  assert.ok(claims > 0 && claimsNotKnown === claims);
  await page.getByRole('button', { name: `${claims} volume claims saved, contents not known` }).waitFor();

  const excluded = evaluation.verdicts().filter(({ reason }) => reason === 'namespace-not-included');
  await page.getByRole('combobox', { name: 'Reason' }).selectOption('namespace-not-included');
  await page
    .locator('.window .entry', { hasText: excluded[0].pointer.slice(1) })
    .first()
    .click();
  await page.waitForFunction(() => {
    const { shadowRoot } = document.querySelector('.text-editor');
    return shadowRoot.activeElement?.matches('.cm-content') && shadowRoot.querySelector('.cm-activeLine');
  });
  assert.match(await page.locator('.cm-activeLine').innerText(), /includedNamespaces/);
});

const policy = `apiVersion: v1
kind: ConfigMap
metadata: {name: skip-all, namespace: velero}
data: {policy: "{version: v1, volumePolicies: [{conditions: {capacity: '0,100Ti'}, action: {type: skip}}]}"}
`;

test('a resource policy beside a Backup is used', async (t) => {
  const page = await openPage(t, host);
  const backup = BACKUP.replace(
    'includedResources: [secrets]',
    'defaultVolumesToFsBackup: true, resourcePolicy: {kind: configmap, name: skip-all}',
  );
  await write(page, `${backup}---\n${policy}`);
  await sentence(page, 'kubeflow').waitFor();
  await drop(page, CLUSTER);
  const inventory = await exampleInventory();
  const settings = { ...inventory.settings(), policies: evaluator.parsePolicies(policy).value };
  const evaluation = await evaluator.evaluate(inventory, backupOf(backup), settings).run();
  const { claims, claimsWithoutContents } = evaluation.contentsCount();
  assert.ok(claimsWithoutContents > 0 && claims > 0);
  await page.getByRole('button', { name: `${claimsWithoutContents} volume claims saved without contents` }).waitFor();
});

test('Schedules of the text cover objects, and paused ones say that they do not', async (t) => {
  const page = await openPage(t, host);
  const paused = SCHEDULE.replace('nightly', 'stopped').replace('  template', '  paused: true\n  template');
  await write(page, [BACKUP, paused, SPEC].join('---\n'));
  await page.locator('#entry option').nth(2).waitFor({ state: 'attached' });
  await drop(page, CLUSTER);
  await page.getByLabel('Not covered by any target').check();
  const inventory = await exampleInventory();
  const sources = [backupOf(BACKUP), { includeNamespaces: ['prod'] }];
  const uncovered = (await evaluator.coverage(inventory, sources).run()).uncovered();
  await page.getByText(`${uncovered.length} of ${inventory.len()} objects are not covered`).waitFor();
  const names = await page.locator('.coverage tbody td:first-child').allInnerTexts();
  assert.deepEqual(names, ['Backup once in velero', 'Schedule stopped in velero', 'my-app in my-model']);
  assert.deepEqual(await page.locator('.coverage .lost').allInnerTexts(), ['Schedule stopped in velero\tit is paused']);
});

const schedule = (name, spec, template) => ({
  apiVersion: 'velero.io/v1',
  kind: 'Schedule',
  metadata: { name, namespace: 'velero' },
  spec: { schedule: '0 2 * * *', ...spec, template },
});
const OWN = [
  schedule('covers', {}, { includedNamespaces: ['prod'] }),
  schedule('paused', { paused: true }, { includedNamespaces: ['other'] }),
  schedule('refused', {}, { includedNamespaces: ['*', 'other'] }),
  schedule('unread', {}, { includedNamespaces: 'other' }),
];
const OBJECTS = ['prod', 'other'].flatMap((namespace) => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace }, status: { phase: 'Active' } },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'key', namespace } },
]);
const listOf = (items) => [{ name: 'cluster.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) }];

test("what no Schedule of the cluster covers is shown with the cluster's own Schedules", async (t) => {
  const page = await openPage(t, host);
  await drop(page, listOf([...OBJECTS, ...OWN]));
  await page.getByLabel("Not covered by this cluster's Schedules").check();
  // The Namespace and the Secret of `other`, and the Schedules themselves.
  await page.getByText('6 of 8 objects are not covered').waitFor();
  const rows = await page.locator('.coverage tbody tr').allInnerTexts();
  assert.equal(rows.length, 4);
  assert.match(rows[0], /^Schedule covers in velero\t2\t0\t0/);
  assert.match(rows[1], /^Schedule paused in velero\tit is paused$/);
  assert.match(rows[2], /^Schedule refused in velero\t\* means every namespace: Velero refuses it/);
  assert.match(rows[3], /^Schedule unread in velero\tincludedNamespaces must be a list of strings/);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export Markdown' }).click(),
  ]);
  const report = readFileSync(await download.path(), 'utf8');
  assert.match(report, /^# Objects that no Schedule of the cluster covers\n/);
  // The sentence about the spec does not apply.
  assert.doesNotMatch(report, /my-namespace/);

  await drop(page, listOf(OBJECTS));
  await page.getByText('of 4 objects would be saved').waitFor();
  assert.equal(await page.getByLabel("Not covered by this cluster's Schedules").isVisible(), false);
});

test('a Schedule is turned into a spec, which names what it does not say, until undo', async (t) => {
  const page = await openPage(t, host);
  await write(page, SCHEDULE);
  await sentence(page, 'kubeflow').waitFor();
  await toSpec(page).click();
  const spec = { includeNamespaces: ['kubeflow'], ttl: '120h' };
  await sentence(page, evaluator.describe(spec, { schedule: '0 4 * * 2' })).waitFor();
  assert.equal(await textOf(page), 'include_namespaces:\n  - kubeflow\nttl: 120h\n');
  assert.equal(await page.locator('#schedule').inputValue(), '0 4 * * 2');
  assert.deepEqual(await differences(page).locator('.where').allInnerTexts(), [
    'spec/template/snapshotVolumes',
    'spec/template/labelSelector/matchExpressions/0',
    'spec/template/storageLocation',
    'spec/schedule',
  ]);
  const { before, after } = { before: sentenceOf(SCHEDULE), after: 'Without these fields: Saves all namespaced' };
  await differences(page).getByText(`The manifest: ${before}`).waitFor();
  await differences(page).getByText(after).waitFor();
  await tab(page, 'Output').click();
  await page.locator('.piece pre', { hasText: '"storageLocation": "far"' }).first().waitFor();

  await page.getByRole('button', { name: 'Undo' }).click();
  await sentence(page, sentenceOf(SCHEDULE)).waitFor();
  assert.equal(await textOf(page), SCHEDULE);
  assert.equal(await differences(page).isVisible(), false);
  await page.getByRole('button', { name: 'Redo' }).click();
  await differences(page).waitFor();
  await differences(page).getByRole('button', { name: 'Close' }).click();
  assert.equal(await differences(page).isVisible(), false);
});

test('a Backup is turned into a spec without a schedule, and its lost annotations are mentioned', async (t) => {
  const page = await openPage(t, host);
  const annotation = 'velero.io/csi-volumesnapshot-class_driver';
  await write(page, BACKUP.replace('{name: once', `{annotations: {${annotation}: class}, name: once`));
  await sentence(page, 'kubeflow').waitFor();
  await toSpec(page).click();
  await sentence(page, 'Runs on request.').waitFor();
  await differences(page).getByText('No field is lost').waitFor();
  await differences(page).getByText('Its annotations are lost.').waitFor();
  assert.equal(await page.locator('#schedule').inputValue(), '');
  assert.equal(await toSpec(page).isVisible(), false);
});

test('the spec is compared with the manifest on the open cluster', async (t) => {
  const page = await openPage(t, host);
  const labelled = BACKUP.replace(
    '[secrets]',
    '[secrets], labelSelector: {matchExpressions: [{key: x, operator: Exists}]}',
  );
  await write(page, labelled);
  await sentence(page, 'kubeflow').waitFor();
  await drop(page, CLUSTER);
  await page.getByText('objects would be saved').waitFor();
  await toSpec(page).click();
  const inventory = await exampleInventory();
  const [before, after] = await Promise.all(
    [labelled, BACKUP].map(async (text) => (await evaluator.evaluate(inventory, backupOf(text)).run()).included()),
  );
  assert.ok(after > before);
  await page
    .getByRole('group', { name: 'Comparison' })
    .getByText(`+${after - before} objects`)
    .waitFor();
});

test('a text with a Backup is not converted, because the Backup would be lost', async (t) => {
  const page = await openPage(t, host);
  const convert = page.locator('.view-bar').getByRole('button', { name: 'Convert to JSON' });
  await write(page, ALL);
  await page.locator('#entry option').nth(2).waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.querySelector('.view-bar .buttons').lastElementChild.disabled);
  assert.equal(await convert.isDisabled(), true);
});

const piece = (page, title) => page.locator('.piece', { has: page.getByRole('heading', { name: title, exact: true }) });
/** Copies the text of a piece, and returns it. */
async function copied(page, title) {
  await piece(page, title).getByRole('button', { name: 'Copy' }).click();
  return page.evaluate(() => navigator.clipboard.readText());
}

test('a spec has a manifest in YAML, and commands that apply and create it', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: ["prod-*"]\nttl: 24h\n');
  await sentence(page, 'prod-*').waitFor();
  await tab(page, 'Output').click();
  await piece(page, 'Manifest in YAML').locator('pre').waitFor();
  assert.match(
    await copied(page, 'Manifest in YAML'),
    /^apiVersion: velero\.io\/v1\nkind: Schedule\nmetadata:\n {2}name: my-app-backup-my-model\n/,
  );
  assert.equal(await copied(page, 'kubectl command'), 'kubectl apply -f manifest.yaml');
  assert.equal(
    await copied(page, 'velero command'),
    [
      'velero schedule create my-app-backup-my-model',
      '--namespace velero',
      "--schedule '0 2 * * *'",
      "--include-namespaces 'prod-*'",
      '--ttl 24h',
      '--storage-location default',
    ].join(' \\\n  '),
  );
  await piece(page, 'velero command').getByText('The command leaves out metadata.labels.').waitFor();

  await page.locator('#schedule').fill('');
  await piece(page, 'kubectl command').locator('pre', { hasText: 'kubectl create -f manifest.yaml' }).waitFor();
  await piece(page, 'velero command').locator('pre', { hasText: 'velero backup create' }).waitFor();

  await write(page, 'ttl: 30d\n');
  await piece(page, 'Manifest in YAML').getByRole('button', { name: 'Explain ttl-not-a-duration' }).waitFor();
  assert.equal(await piece(page, 'velero command').count(), 0);
});

test('a Schedule of the text has its own manifest and commands, and no databags', async (t) => {
  const page = await openPage(t, host);
  await tab(page, 'Output').click();
  await write(page, `${SPEC}---\n${SCHEDULE.replace('    ttl', '    hooks: {resources: [{name: h}]}\n    ttl')}`);
  await page.locator('#entry').selectOption('Schedule nightly');
  await piece(page, 'velero command').getByText('The command leaves out hooks. Use the manifest to keep it.').waitFor();
  assert.match(
    await copied(page, 'Manifest in YAML'),
    /^apiVersion: velero\.io\/v1\nkind: Schedule\n(.*\n)*.*values: \[cache\]\}\]\n$/,
  );
  assert.equal(await copied(page, 'kubectl command'), 'kubectl apply -f manifest.yaml');
  assert.match(
    await copied(page, 'velero command'),
    /^velero schedule create nightly .*--selector 'tier notin \(cache\)'/s,
  );
  assert.equal(await piece(page, 'backup_targets').count(), 0);
  assert.equal(await page.getByText('Settings of the integrator').count(), 0);
  await page.locator('.output').getByRole('button', { name: 'Turn into a spec' }).click();
  await piece(page, 'backup_targets').waitFor();
});

test('files with only Backups and Schedules are opened as a text, also JSON and lists', async (t) => {
  const page = await openPage(t, host);
  const items = [
    schedule('one', {}, { includedNamespaces: ['a'] }),
    schedule('two', {}, { includedNamespaces: ['b'] }),
  ];
  await drop(page, [{ name: 'one.json', text: JSON.stringify(items[0]) }]);
  await sentence(page, 'all namespaced resources in a').waitFor();
  await drop(page, [
    { name: 'schedules.yaml', text: `---\napiVersion: v1\nkind: List\nitems: ${JSON.stringify(items)}\n` },
  ]);
  await page.locator('#entry option').nth(1).waitFor({ state: 'attached' });
  assert.deepEqual(await page.locator('#entry option').allInnerTexts(), ['Schedule one', 'Schedule two']);
  // With other objects, it is a cluster.
  await drop(page, listOf([...items, ...OBJECTS]));
  await page.getByText('of 6 objects would be saved').waitFor();
  assert.deepEqual(await page.locator('#entry option').allInnerTexts(), ['Schedule one', 'Schedule two']);
});

test('the fields of a spec are not offered in a manifest', async (t) => {
  const page = await openPage(t, host);
  const completion = page.locator('.cm-tooltip-autocomplete');
  await write(page, `${BACKUP}`);
  await sentence(page, 'secrets').waitFor();
  await page.keyboard.type('incl');
  await page.keyboard.press('Control+Space');
  await page.locator('.problems .diagnostic').first().waitFor();
  assert.equal(await completion.count(), 0);
  await write(page, SPEC);
  await sentence(page, 'prod').waitFor();
  await page.keyboard.type('incl');
  await completion.getByText('include_resources').waitFor();
});
