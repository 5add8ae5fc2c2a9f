// The results of a spec: output, schedule, selection.

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
const SPEC = 'include_namespaces: [kubeflow]\ninclude_resources: [secrets, configmaps]\nttl: 168h\n';
const spec = { includeNamespaces: ['kubeflow'], includeResources: ['secrets', 'configmaps'], ttl: '168h' };
const schedule = { schedule: '0 2 * * *' };
const target = { app: 'my-app', relationName: 'backup', model: 'my-model', spec };
const settings = { namespace: 'velero', storageLocation: 'default' };

/** Returns the component's own results for the example cluster. */
async function expected(specs, veleroVersion) {
  const kinds = evaluator.parseApiResources(CLUSTER[1].text);
  const cluster = evaluator.openCluster(kinds.value, veleroVersion);
  const read = await evaluator.readInventory(CLUSTER[0].text, { cluster: cluster.value });
  const coverage = await evaluator
    .coverage(
      read.value,
      specs.map((spec) => ({ ...target, spec })),
    )
    .run();
  const evaluation = await evaluator.evaluate(read.value, specs[0]).run();
  return { evaluation, coverage, inventory: read.value };
}

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

const piece = (page, title) => page.locator('.piece', { has: page.getByRole('heading', { name: title, exact: true }) });

test('the headline has the words of the component, and a clause about volumes', async (t) => {
  const page = await openPage(t, host);
  await write(page, SPEC);
  await page.locator('.sentence', { hasText: 'kubeflow' }).waitFor();
  assert.equal((await page.locator('.sentence').innerText()).trim(), evaluator.describe(spec, schedule));
  assert.equal(await page.locator('.contents').innerText(), 'Volume contents: the spec saves no volume claims.');
});

test('the headline says that a target is lost, and how many are saved', async (t) => {
  const page = await openPage(t, host);
  await page.getByLabel('Example').selectOption({ label: 'several targets' });
  await page
    .locator('.sentence', {
      hasText:
        '1 of 3 targets is saved; 2 are lost. Saves nothing: this target never reaches Velero (relation 1 ends with my-app in my-model). The spec alone: Saves',
    })
    .waitFor();
  await page.locator('.sentence .icon.error').waitFor();
  await page.locator('#entry').selectOption({ index: 2 });
  await page.locator('.sentence', { hasText: /^1 of 3 targets is saved; 2 are lost\. Saves objects / }).waitFor();
});

test('the headline says that the integrator refuses a schedule, and that no backup is made', async (t) => {
  const page = await openPage(t, host);
  await page.locator('#schedule').fill('@daily');
  await page
    .locator('.sentence', {
      hasText: 'Saves nothing: the integrator refuses @daily, which Velero accepts, so no backup is made.',
    })
    .waitFor();
  await page.locator('.sentence .icon.error').waitFor();
});

test('a text without a field of a spec is not announced as a spec of the whole cluster', async (t) => {
  const page = await openPage(t, host);
  for (const text of ['foo: bar\n', '', 'kind: Pod\napiVersion: v1\n']) {
    await write(page, text);
    await page.locator('.sentence', { hasText: 'Saves nothing: the text is not a spec.' }).waitFor();
    await page.locator('.sentence .icon.error').waitFor();
    assert.doesNotMatch(await page.locator('.sentence').innerText(), /select the whole|all namespaced/);
    await write(page, SPEC);
    await page.locator('.sentence', { hasText: 'kubeflow' }).waitFor();
  }
});

test('databags and manifests have the bytes of the component', async (t) => {
  const page = await openPage(t, host);
  await write(page, SPEC);
  await page.locator('.sentence', { hasText: 'kubeflow' }).waitFor();
  await tab(page, 'Output').click();
  const identity = { app: 'my-app', relationName: 'backup', model: 'my-model' };
  const published = evaluator.publish(identity, spec, true, [{ id: 1, databag: {} }], 'publish').value[0].value;
  const texts = {
    backup_targets: published,
    velero_backup_config: JSON.stringify(evaluator.toDatabag(target, schedule).value, null, 2),
    Schedule: evaluator.scheduleManifest(target, schedule, settings).value,
    Backup: evaluator.backupManifest(target, settings).value,
  };
  for (const [title, text] of Object.entries(texts)) {
    await piece(page, title).locator('pre').waitFor();
    assert.equal(await piece(page, title).locator('pre').textContent(), text, title);
    await piece(page, title).getByRole('button', { name: 'Copy' }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text, `${title}, copied`);
  }
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    piece(page, 'Schedule').getByRole('button', { name: 'Download' }).click(),
  ]);
  assert.equal(readFileSync(await download.path(), 'utf8'), texts.Schedule);
});

test('the settings are in the manifest, and the identity is in the databag', async (t) => {
  const page = await openPage(t, host);
  await tab(page, 'Output').click();
  await page.getByText('Settings of the integrator').click();
  await page.getByLabel('Model of the operator').fill('infra');
  await page.getByLabel('App', { exact: true }).fill('shop');
  await piece(page, 'Backup').locator('pre', { hasText: '"namespace": "infra"' }).waitFor();
  await piece(page, 'backup_targets').locator('pre', { hasText: '"app": "shop"' }).waitFor();
});

test('a refused spec has no manifest, and the reason is shown', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [prod]\nttl: 30d\n');
  await page.locator('.sentence .icon.error').waitFor();
  await tab(page, 'Output').click();
  await piece(page, 'Backup').getByRole('button', { name: 'Explain ttl-not-a-duration' }).waitFor();
  assert.equal(await piece(page, 'Backup').getByRole('button', { name: 'Download' }).isVisible(), false);
});

test('the plan shows which targets are lost', async (t) => {
  const page = await openPage(t, host);
  await page.getByLabel('Example').selectOption({ label: 'several targets' });
  await page.locator('#entry option').nth(2).waitFor({ state: 'attached' });
  await tab(page, 'Output').click();
  await page.locator('.plan tbody tr').nth(2).waitFor();
  assert.deepEqual(await page.locator('.plan td:last-child').allInnerTexts(), [
    'lost: relation 1 ends with my-app in my-model',
    'lost: relation 1 ends with my-app in my-model',
    'relation 1',
  ]);
  await page.getByText('Settings of the integrator').click();
  await page.getByLabel('velero-backup relations').fill('0');
  await page
    .locator('.plan .lost', { hasText: 'without a relation: there is no velero-backup relation' })
    .nth(2)
    .waitFor();
});

test('the next runs, the expiry of their backups, and the gaps', async (t) => {
  const now = new Date('2026-03-02T12:00:00Z');
  const page = await openPage(t, host, { now });
  await write(page, 'include_namespaces: [prod]\nttl: 120h\n');
  await page.locator('#schedule').fill('0 2 * * 2');
  await page.locator('.sentence', { hasText: /Tuesday.* 02:00 UTC/ }).waitFor();
  await tab(page, 'Schedule').click();
  await page.locator('.runs tbody tr').nth(4).waitFor();
  const runs = evaluator.nextRuns('0 2 * * 2', now.getTime() / 1000, 5).value;
  const days = (await page.locator('.runs td:first-child').allInnerTexts()).map(
    (text) => Date.parse(`${text} UTC`) / 1000,
  );
  assert.deepEqual(days, runs);
  // The clocks of Berlin change on the 29th.
  const here = await page.locator('.runs td:last-child').allInnerTexts();
  assert.deepEqual(
    here.map((text) => text.slice(-5)),
    ['03:00', '03:00', '03:00', '03:00', '04:00'],
  );
  await page
    .locator('.gaps li', { hasText: 'There is no backup from Sunday 8 Mar 02:00 to Tuesday 10 Mar 02:00.' })
    .waitFor();
  const timeline = evaluator.retention('0 2 * * 2', '120h', now.getTime() / 1000, 10).value;
  assert.equal(await page.locator('.timeline .life').count(), timeline.backups.length);
  assert.equal(await page.locator('.timeline .gap').count(), timeline.gaps.length);
});

test('a preset at a time in a zone writes an expression in UTC, and says what it means in both seasons', async (t) => {
  const page = await openPage(t, host, { now: new Date('2026-01-15T10:20:38Z') });
  await page.locator('.schedule-bar').getByText('Presets').click();
  const says = page.locator('.preset-says');
  await says
    .filter({ hasText: '0 1 * * * means 02:00 in winter time, and 03:00 in summer time, in Europe/Berlin.' })
    .waitFor();
  await page.getByLabel('Runs', { exact: true }).selectOption('Every Sunday');
  await page.getByLabel('at', { exact: true }).fill('00:30');
  await page.getByLabel('in the zone').fill('Mars/Base');
  await says.filter({ hasText: 'Mars/Base is not a time zone' }).waitFor();
  const write = page.getByRole('button', { name: 'Write this schedule' });
  assert.equal(await write.isDisabled(), true);
  await page.getByLabel('in the zone').fill('America/New_York');
  await says.filter({ hasText: '30 5 * * 0 means Sunday 00:30 in winter time' }).waitFor();
  await write.click();
  assert.equal(await page.locator('#schedule').inputValue(), '30 5 * * 0');
  await page.locator('.sentence', { hasText: /Sunday.* 05:30 UTC/ }).waitFor();
});

test('a paused schedule has no next run', async (t) => {
  const page = await openPage(t, host);
  const says = page.locator('.schedule-says');
  await says.filter({ hasText: 'Next run: ' }).waitFor();
  await tab(page, 'Schedule').click();
  await page.getByRole('heading', { name: 'Next runs' }).waitFor();
  await page.locator('.schedule-bar').getByText('Options').click();
  await page.getByLabel('Paused').check();
  await page.getByText('The schedule is paused: none of these runs happens until it is resumed.').waitFor();
  await page.getByRole('heading', { name: 'Runs if it is resumed' }).waitFor();
  assert.equal(await says.innerText(), 'Paused: no run happens until it is resumed.');
  await page.locator('.sentence', { hasText: 'Makes no backup while the schedule is paused.' }).waitFor();
});

test('the most severe message about the schedule is under it', async (t) => {
  const page = await openPage(t, host);
  const says = page.locator('.schedule-says');
  await page.locator('#schedule').fill('@daily');
  // For the component alone, it is a warning. With a relation, the integrator refuses it.
  await says.filter({ hasText: 'the integrator refuses @daily, which Velero accepts' }).waitFor();
  assert.equal(await says.locator('.icon.error').count(), 1);
  assert.equal(await page.locator('#schedule').getAttribute('aria-invalid'), 'true');
});

test('the version of Velero decides what is refused', async (t) => {
  const page = await openPage(t, host);
  const choose = (version) => page.getByLabel('Velero', { exact: true }).selectOption(version);
  await write(page, 'include_namespaces: ["team-?"]\nttl: 24h\n');
  await choose('1.18');
  await page.locator('.sentence', { hasText: 'team-?' }).waitFor();
  await tab(page, 'Output').click();
  await piece(page, 'Backup').locator('pre').waitFor();
  await choose('1.17');
  await page.locator('.sentence .icon.error').waitFor();
  await piece(page, 'Backup').locator('.diagnostic.error').waitFor();
  assert.equal(await piece(page, 'Backup').getByRole('button', { name: 'Download' }).isVisible(), false);
  await piece(page, 'Schedule').locator('.diagnostic.error').waitFor();
});

test('the version of Velero decides when backups run', async (t) => {
  const page = await openPage(t, host);
  await page.locator('#schedule').fill('0 2 * * 7');
  await page.locator('.schedule-says .icon.error').waitFor();
  await tab(page, 'Schedule').click();
  await page.getByLabel('Velero', { exact: true }).selectOption('1.18.3');
  await page
    .locator('.runs td', { hasText: /^Sun.* 02:00$/ })
    .first()
    .waitFor();
  assert.equal(await page.locator('.schedule-says .icon.error').count(), 0);
});

test('the selection follows the version of Velero, and says how the backup ends', async (t) => {
  const page = await openPage(t, host);
  const choose = (version) => page.getByLabel('Velero', { exact: true }).selectOption(version);
  await write(page, 'include_namespaces: ["kube*"]\n');
  await drop(page, CLUSTER);
  for (const [version, kind, ends] of [
    ['1.18', 'completed', 'The backup ends Completed.'],
    ['1.17', 'partially-failed', 'The backup ends PartiallyFailed: '],
    ['', 'completed', 'The backup ends Completed.'],
  ]) {
    await choose(version);
    await page.locator('.outcome', { hasText: ends }).waitFor();
    const { evaluation, inventory } = await expected([{ includeNamespaces: ['kube*'] }], version || undefined);
    const { kind: expectedKind, diagnostics } = evaluation.outcome();
    assert.equal(expectedKind, kind);
    await page.getByText(`${evaluation.included()} of ${inventory.len()} objects would be saved`).waitFor();
    const reasons = diagnostics.map(({ message }) => message.replaceAll('`', ''));
    if (reasons.length > 0) await page.locator('.outcome', { hasText: reasons[0] }).waitFor();
    assert.equal(await page.locator('.outcome .icon.warning').count(), reasons.length > 0 ? 1 : 0);
  }
  await page.getByLabel('Not covered by any target').check();
  await page.getByText('are not covered').waitFor();
  assert.equal(await page.locator('.outcome').isVisible(), false);
});

test('a refused spec has an outcome, and its reason is in the problems', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: ["*", prod]\n');
  await drop(page, CLUSTER);
  await page.locator('.outcome', { hasText: 'Velero refuses the backup: ' }).waitFor();
  await page.locator('.outcome .icon.error').waitFor();
  const { evaluation } = await expected([{ includeNamespaces: ['*', 'prod'] }]);
  const [{ code }] = evaluation.outcome().diagnostics;
  assert.equal(await page.locator('.selection-problems').getByText(code).count(), 1);
});

test('another version of Velero keeps the filter of the selection', async (t) => {
  const page = await openPage(t, host);
  await write(page, SPEC);
  await drop(page, CLUSTER);
  await page.getByRole('gridcell', { name: /^kubeflow, secrets: / }).click();
  await page.getByLabel('Velero', { exact: true }).selectOption('1.18');
  await page.locator('.loaded:not([aria-busy])').waitFor();
  assert.equal(await page.getByRole('combobox', { name: 'Kind' }).locator('option:checked').innerText(), 'secrets');
});

test('a schedule that Velero refuses has a diagnostic and no runs', async (t) => {
  const page = await openPage(t, host);
  await tab(page, 'Schedule').click();
  await page.locator('#schedule').fill('0 2 * *');
  await page.locator('.schedule-says .icon.error').waitFor();
  await page.locator('.panels .schedule').getByRole('button', { name: 'Explain schedule-' }).waitFor();
  await page.locator('#schedule').fill('');
  await page.getByText('There is no schedule').waitFor();
});

test('the counts for the example cluster are those of the component', async (t) => {
  const page = await openPage(t, host);
  await write(page, SPEC);
  await page.locator('.sentence', { hasText: 'kubeflow' }).waitFor();
  await drop(page, CLUSTER);
  const { evaluation, inventory } = await expected([spec]);
  await page.getByText(`${evaluation.included()} of ${inventory.len()} objects would be saved`).waitFor();

  await page.getByRole('gridcell', { name: /^kubeflow, secrets: / }).click();
  const verdicts = evaluation.verdicts();
  const secrets = verdicts.filter(
    ({ object }) => object.namespace === 'kubeflow' && object.groupResource === 'secrets',
  );
  await page.getByText(`${secrets.length} of ${inventory.len()} objects`, { exact: true }).waitFor();
  await page
    .locator('.window li')
    .nth(secrets.length - 1)
    .waitFor();
  assert.deepEqual(
    await page.locator('.window .name').allInnerTexts(),
    secrets.map(({ object }) => `kubeflow/${object.name}`),
  );

  await page.getByRole('combobox', { name: 'Kind' }).selectOption('all kinds');
  const excluded = verdicts.filter(
    ({ object, reason }) => object.namespace === 'kubeflow' && reason === 'resource-not-included',
  );
  await page.getByRole('combobox', { name: 'Reason' }).selectOption('resource-not-included');
  await page.getByText(`${excluded.length} of ${inventory.len()} objects`, { exact: true }).waitFor();
  await page
    .locator('.window .entry', { hasText: excluded[0].pointer.slice(1) })
    .first()
    .click();
  await page.waitForFunction(() =>
    document.querySelector('.text-editor').shadowRoot.activeElement?.matches('.cm-content'),
  );
});

test('what comes along and what is skipped as cluster-scoped is visible', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [kubeflow]\n');
  await page.locator('.sentence', { hasText: 'kubeflow' }).waitFor();
  await drop(page, CLUSTER);
  const { evaluation } = await expected([{ includeNamespaces: ['kubeflow'] }]);
  const verdicts = evaluation.verdicts();
  const name = ({ object: { groupResource, namespace, name } }) =>
    `${groupResource} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  const along = verdicts.filter(({ broughtBy }) => broughtBy !== undefined);
  const skipped = verdicts.filter(({ reason }) => reason === 'cluster-scope-not-automatic');
  assert.ok(along.length > 0 && skipped.length > 0);

  const brought = page.getByRole('list', { name: 'Objects that come along' });
  await brought.waitFor();
  const lines = along.slice(0, 20).map((verdict) => `${name(verdict)}, with ${name(verdicts[verdict.broughtBy])}`);
  const rest = along.length - lines.length;
  if (rest > 0) lines.push(`and ${rest} more`);
  assert.deepEqual(await brought.getByRole('listitem').allInnerTexts(), lines);

  const kinds = new Map();
  for (const { object } of skipped) kinds.set(object.groupResource, (kinds.get(object.groupResource) ?? 0) + 1);
  const counts = [...kinds].sort(([one], [other]) => (one < other ? -1 : 1)).map(([kind, count]) => `${count} ${kind}`);
  const more = counts.length - 12;
  const listed = `${counts.slice(0, 12).join(', ')}${more > 0 ? `, and ${more} more kind${more === 1 ? '' : 's'}` : ''}`;
  assert.equal(
    (await page.locator('.skipped').innerText()).replaceAll('\u00a0', ' '),
    `${skipped.length} objects skipped, because cluster-scoped objects are not included: ${listed}`,
  );
  await page.getByRole('button', { name: `${skipped.length} objects skipped` }).click();
  await page.getByText(`${skipped.length} of ${verdicts.length} objects`, { exact: true }).waitFor();

  await page.getByLabel('Not covered by any target').check();
  await page.getByText('are not covered').waitFor();
  assert.equal(await page.locator('.selection-notes').isVisible(), false);
});

test('the selection follows the text', async (t) => {
  const page = await openPage(t, host);
  await drop(page, CLUSTER);
  await page.getByText('objects would be saved').waitFor();
  await write(page, 'include_namespaces: [kubeflow]\n');
  const { evaluation, inventory } = await expected([{ includeNamespaces: ['kubeflow'] }]);
  await page.getByText(`${evaluation.included()} of ${inventory.len()} objects would be saved`).waitFor();
  await tab(page, 'Form').click();
  await page.locator('.chip', { hasText: 'kubeflow' }).locator('.chip-note', { hasText: '1' }).waitFor();
});

test('only targets that reach Velero cover objects, and the others say why they do not', async (t) => {
  const page = await openPage(t, host);
  await page.getByLabel('Example').selectOption({ label: 'several targets' });
  await page.locator('#entry option').nth(2).waitFor({ state: 'attached' });
  await drop(page, CLUSTER);
  await page.getByText('objects would be saved').waitFor();
  await page.getByLabel('Not covered by any target').check();
  const document = evaluator.document(example('several-targets.databag.json'), 'json');
  const { coverage, inventory } = await expected([document.specs()[2]]);
  const uncovered = coverage.uncovered();
  await page.getByText(`${uncovered.length} of ${inventory.len()} objects are not covered`).waitFor();
  const lost = 'lost: relation 1 ends with my-app in my-model';
  assert.deepEqual(await page.locator('.coverage .lost').allInnerTexts(), [
    `my-app in staging\t${lost}`,
    `mlflow-server in kubeflow\t${lost}`,
  ]);
  const [{ objects, persistentVolumeClaims, claimsWithContents }] = coverage.targets();
  assert.deepEqual(await page.locator('.coverage tbody tr:not(.lost) td').allInnerTexts(), [
    'my-app in my-model',
    String(objects),
    String(claimsWithContents),
    String(persistentVolumeClaims - claimsWithContents),
    '',
  ]);
  await page.locator('#schedule').fill('@daily');
  await page.getByText(`${inventory.len()} of ${inventory.len()} objects are not covered`).waitFor();
  await page.locator('.coverage .lost', { hasText: 'refused: the integrator refuses @daily' }).nth(2).waitFor();
});

const claim = (name, namespace, volume = `pv-${name}`) => [
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace },
    spec: volume === '' ? {} : { volumeName: volume },
    status: { phase: volume === '' ? 'Pending' : 'Bound' },
  },
  ...(volume === '' ? [] : [{ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: volume }, spec: {} }]),
];
const namespaceObject = (name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
  status: { phase: 'Active' },
});
/** A claim that a running pod mounts, one that no pod mounts, one without a volume, and one in another namespace. */
const WITH_CLAIMS = [
  namespaceObject('prod'),
  namespaceObject('other'),
  ...claim('data', 'prod'),
  ...claim('orphan', 'prod'),
  ...claim('pending', 'prod', ''),
  ...claim('kept', 'other'),
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'prod' },
    spec: {
      nodeName: 'node',
      containers: [{ name: 'c', volumeMounts: [{ name: 'v', mountPath: '/data' }] }],
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
    },
    status: { phase: 'Running' },
  },
];
const listOf = (items) => [{ name: 'cluster.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) }];

test('volume claims are saved with contents, without contents, or not at all', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [prod]\nttl: 24h\n');
  await tab(page, 'Output').click();
  await page.getByText('Settings of the integrator').click();
  await page.getByLabel('File-system backup of volumes').selectOption('yes');
  await drop(page, listOf(WITH_CLAIMS));
  const states = page.getByRole('group', { name: 'Volume claims' }).getByRole('button');
  const expectedStates = [
    '1 volume claim saved with contents',
    '1 volume claim saved, contents not known',
    '1 volume claim saved without contents',
    '1 volume claim not saved',
  ];
  await states.nth(3).waitFor();
  assert.deepEqual(await states.allInnerTexts(), expectedStates);

  // Each one filters the list.
  await states.nth(1).click();
  await page.getByText(`1 of ${WITH_CLAIMS.length} objects`, { exact: true }).waitFor();
  await page.locator('.window .reason', { hasText: 'saved, contents not known: no pod uses it' }).waitFor();
  await states.nth(1).click();
  await page.getByText(`${WITH_CLAIMS.length} objects`, { exact: true }).waitFor();

  await page.getByLabel('Not covered by any target').check();
  await page.getByText('are not covered').waitFor();
  assert.deepEqual(await states.allInnerTexts(), expectedStates);
  await states.nth(2).click();
  await page.locator('.window .reason', { hasText: 'covered, saved without contents' }).waitFor();
});

const COMMAND = 'kubectl get "$(kubectl api-resources --verbs=list -o name | paste -sd, -)" -A -o json > cluster.json';
/** Files that are not what `kubectl get -o json` writes, and the words about each. */
const WRONG_FILES = [
  ['cluster.json', '{"apiVersion": "v1", "kind": "List", "items": [', 'in the middle of a list or an object'],
  ['cluster.yaml', 'apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n', 'the text is YAML, not JSON'],
  ['pods.txt', 'NAMESPACE     NAME      READY\nkube-system   coredns   1/1\n', 'the text is a table, not JSON'],
  ['cluster.json.gz', '\u001f\u008b\u0008', 'the text is compressed with gzip, not JSON'],
  ['cluster.json', '', 'the text is empty'],
  ['cluster.json', 'error: the server doesn\'t have a resource type "widgets"\n', 'kubectl printed an error'],
];

/** Drops a file of these bytes. */
const dropBytes = (page, name, text) => drop(page, [{ name, bytes: [...Buffer.from(text, 'latin1')] }]);

test('a wrong file for a cluster is named, with the command that writes the right one', async (t) => {
  const page = await openPage(t, host);
  const text = await textOf(page);
  for (const [name, wrong, words] of WRONG_FILES) {
    await dropBytes(page, name, wrong);
    await page.locator('.selection .diagnostic.error', { hasText: words }).waitFor();
    await page.locator('.selection pre', { hasText: COMMAND }).waitFor();
    assert.equal(await page.getByText('objects would be saved').count(), 0);
  }
  assert.equal(await textOf(page), text);
  await dropBytes(page, 'empty.yaml', '');
  await page.getByRole('alert').getByText('empty.yaml is empty. Your text is kept.').waitFor();
  assert.equal(await textOf(page), text);
  await page.getByRole('button', { name: 'Try the example cluster' }).click();
  await page.getByText('of 417 objects would be saved').waitFor();
});

test('a wrong file keeps the open cluster', async (t) => {
  const page = await openPage(t, host);
  await drop(page, CLUSTER);
  await page.getByText('of 417 objects would be saved').waitFor();
  await dropBytes(page, WRONG_FILES[2][0], WRONG_FILES[2][1]);
  await page.locator('.file-errors', { hasText: 'this is still the cluster from before' }).waitFor();
  await page.locator('.file-errors .diagnostic', { hasText: 'the text is a table' }).waitFor();
  await page.locator('.loaded:not([aria-busy])').waitFor();
  // The kinds of the cluster are still known.
  await write(page, 'include_namespaces: [kubeflow]\ninclude_resources: [notebooks.kubeflow.org]\n');
  const { evaluation } = await expected([
    { includeNamespaces: ['kubeflow'], includeResources: ['notebooks.kubeflow.org'] },
  ]);
  await page.getByText(`${evaluation.included()} of 417 objects would be saved`).waitFor();
});

test('a cut-off cluster is an error before any number', async (t) => {
  const page = await openPage(t, host);
  const { text } = CLUSTER[0];
  await drop(page, [{ name: 'cluster.json', text: text.slice(0, text.length / 2) }]);
  const errors = page.locator('.file-errors');
  await errors.locator('.diagnostic.error', { hasText: 'in the middle of' }).waitFor();
  await errors.getByText('The cluster can have more objects than were read.').waitFor();
  await errors.locator('pre', { hasText: COMMAND }).waitFor();
  assert.equal(
    await page.locator('.loaded').evaluate((loaded) => loaded.firstElementChild.className),
    'file-errors',
    'it is first',
  );
  await drop(page, CLUSTER);
  await page.getByText('of 417 objects would be saved').waitFor();
  assert.equal(await errors.locator('.diagnostic').count(), 0);
});

test('results of an older text are dimmed until the new ones are there', async (t) => {
  // Holds the question until the test continues.
  const prepare = (page) =>
    page.addInitScript(() => {
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (message) {
        if (globalThis.held && message.question === 'select') globalThis.held.push(() => post.call(this, message));
        else post.call(this, message);
      };
    });
  const page = await openPage(t, host, { prepare });
  await drop(page, CLUSTER);
  await page.getByText('of 417 objects would be saved').waitFor();
  const opacity = (expected) =>
    page.waitForFunction(
      (expected) =>
        ['.matrix', '.objects'].every((name) => getComputedStyle(document.querySelector(name)).opacity === expected),
      expected,
    );
  await opacity('1');
  await page.evaluate(() => (globalThis.held = []));
  await write(page, 'include_namespaces: [kubeflow]\n');
  await opacity('0.4');
  await page.evaluate(() => {
    const { held } = globalThis;
    globalThis.held = undefined;
    for (const resume of held) resume();
  });
  await opacity('1');
  const { evaluation } = await expected([{ includeNamespaces: ['kubeflow'] }]);
  await page.getByText(`${evaluation.included()} of 417 objects would be saved`).waitFor();
});

test('the first spec selects objects of the example cluster', async (t) => {
  const page = await openPage(t, host);
  await tab(page, 'Selection').click();
  await page.getByRole('button', { name: 'Try the example cluster' }).click();
  const first = evaluator.document(await textOf(page), 'yaml').specs();
  const { evaluation } = await expected(first);
  assert.ok(evaluation.included() > 0);
  assert.equal(evaluation.outcome().kind, 'completed');
  await page.getByText(`${evaluation.included()} of 417 objects would be saved`).waitFor();
});

test('rows and columns with selected objects are first, with totals and the share of each cell', async (t) => {
  const page = await openPage(t, host);
  await write(
    page,
    'include_namespaces: [kubeflow]\ninclude_resources: [secrets, persistentvolumeclaims]\ninclude_cluster_resources: true\n',
  );
  await drop(page, CLUSTER);
  const resources = ['secrets', 'persistentvolumeclaims'];
  const { evaluation } = await expected([
    { includeNamespaces: ['kubeflow'], includeResources: resources, includeClusterResources: true },
  ]);
  const verdicts = evaluation.verdicts();
  const count = (isCounted) => {
    const found = verdicts.filter(({ object }) => isCounted(object));
    const selected = found.filter(({ included }) => included).length;
    return [selected, found.length];
  };
  await page.getByText(`${evaluation.included()} of 417 objects would be saved`).waitFor();
  const names = [...new Set(verdicts.map(({ object }) => object.namespace))].sort();
  const ofNamespace = (name) => count((object) => object.namespace === name);
  const sorted = (lines, of) => [
    ...lines.filter((line) => of(line)[0] > 0),
    ...lines.filter((line) => of(line)[0] === 0),
  ];
  const [none, ...named] = [undefined, ...names.filter((name) => name !== undefined)];
  const rows = sorted([none, ...named], ofNamespace).slice(0, 3);
  const shown = await page.getByRole('rowheader').allInnerTexts();
  assert.deepEqual(
    shown.slice(0, 3).map((text) => text.replace('\n', ' ')),
    rows.map((name) => `${name ?? '(cluster-scoped)'} ${ofNamespace(name).join('/')}`),
  );
  const kinds = [...new Set(verdicts.map(({ object }) => object.groupResource))].sort();
  const ofKind = (kind) => count((object) => object.groupResource === kind);
  const heads = await page.locator('.matrix .kind').evaluateAll((all) => all.map((head) => head.title));
  assert.deepEqual(
    heads,
    sorted(kinds, ofKind).map((kind) => `${kind}: ${ofKind(kind).join(' of ')}`),
  );
  const [selected, total] = count(
    ({ namespace, groupResource }) => namespace === undefined && groupResource === 'persistentvolumes',
  );
  assert.ok(selected > 0 && selected < total);
  const cell = page.getByRole('gridcell', { name: `(cluster-scoped), persistentvolumes: ${selected} of ${total}` });
  assert.equal(await cell.innerText(), `${Math.round((selected / total) * 100)}%`);
  assert.equal(await page.getByRole('gridcell', { name: /^kubeflow, secrets: / }).innerText(), '100%');
  assert.equal(await page.getByRole('gridcell', { name: /^bob, secrets: / }).innerText(), '0%');
  await page.locator('.legend', { hasText: '0% none' }).waitFor();

  // A click filters by the cell that is shown there.
  await cell.click();
  await page.getByText(`${total} of 417 objects`, { exact: true }).waitFor();
  // Selected objects are first, with what brings them.
  const lines = await page.locator('.window li').evaluateAll((all) => all.map((line) => line.className));
  assert.deepEqual(lines.slice(0, selected + 1), [...Array(selected).fill('in'), 'out']);
  await page.locator('.window li').first().getByText('with persistentvolumeclaims kubeflow/').waitFor();
});

test('the active cell keeps its namespace and kind when the order changes', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [kubeflow]\n');
  await drop(page, CLUSTER);
  const cell = page.getByRole('gridcell', { name: /^my-namespace, secrets: / });
  await cell.click();
  await write(page, 'include_namespaces: [my-namespace]\ninclude_resources: [secrets]\n');
  await page.getByRole('gridcell', { name: 'my-namespace, secrets: 1 of 2' }).waitFor();
  assert.equal(await cell.getAttribute('aria-selected'), 'true');
  assert.equal(await cell.getAttribute('tabindex'), '0');
});

test('two specs are compared on one cluster, with what is gained and lost', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: [my-namespace]\n');
  await drop(page, CLUSTER);
  const before = (await expected([{ includeNamespaces: ['my-namespace'] }])).evaluation;
  const after = (await expected([{ includeNamespaces: ['kubeflow'] }])).evaluation;
  await page.getByText(`${before.included()} of 417 objects would be saved`).waitFor();
  const comparison = page.getByRole('group', { name: 'Comparison' });
  await comparison.getByRole('button', { name: 'Keep this selection to compare' }).click();
  await comparison.getByText('the same objects').waitFor();
  await write(page, 'include_namespaces: [kubeflow]\n');
  const verdicts = after.verdicts();
  const old = before.verdicts();
  const gained = verdicts.filter(({ included }, at) => included && !old[at].included);
  const lost = old.filter(({ included }, at) => included && !verdicts[at].included);
  const claims = lost.filter(({ object }) => object.groupResource === 'persistentvolumeclaims').length;
  assert.ok(gained.length > 0 && claims > 0);
  await comparison.getByRole('button', { name: `+${gained.length} objects` }).waitFor();
  await comparison.getByRole('button', { name: `${claims} volume claims lost` }).waitFor();
  await comparison.getByRole('button', { name: `\u2212${lost.length} objects` }).click();
  await page.getByText(`${lost.length} of 417 objects`, { exact: true }).waitFor();
  await page
    .locator('.window li')
    .nth(lost.length - 1)
    .waitFor();
  const name = ({ object: { namespace, name } }) => (namespace === undefined ? name : `${namespace}/${name}`);
  assert.deepEqual((await page.locator('.window .name').allInnerTexts()).sort(), lost.map(name).sort());
  // The other spec is compared in the same version of Velero.
  await page.getByLabel('Velero', { exact: true }).selectOption('1.18');
  await page.locator('.loaded:not([aria-busy])').waitFor();
  await comparison.getByRole('button', { name: `\u2212${lost.length} objects` }).waitFor();
  await comparison.getByRole('button', { name: 'Stop comparing' }).click();
  await page.getByText('417 objects', { exact: true }).waitFor();
  assert.equal(await comparison.getByRole('button').count(), 1);
});

/** Returns the text of a download. */
async function downloaded(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return [download.suggestedFilename(), readFileSync(await download.path(), 'utf8')];
}

test('the result is exported as Markdown, and the list as CSV', async (t) => {
  const page = await openPage(t, host);
  await write(page, SPEC);
  const formula = { apiVersion: 'v1', kind: 'Secret', metadata: { name: '=1+1', namespace: 'kubeflow' } };
  const { items } = JSON.parse(CLUSTER[0].text);
  await drop(page, [...listOf([...items, formula]), CLUSTER[1]]);
  const { evaluation } = await expected([spec]);
  const saved = evaluation.included() + 1;
  await page.getByText(`${saved} of 418 objects would be saved`).waitFor();
  const [name, csv] = await downloaded(page, 'Export CSV');
  assert.equal(name, 'selection.csv');
  const lines = csv.split('\r\n');
  assert.equal(lines.length, 418 + 2);
  assert.equal(lines.filter((line) => line.includes('","yes","')).length, saved);
  assert.ok(csv.includes('"secrets","kubeflow","\'=1+1","yes","selected"'));
  await page.getByRole('gridcell', { name: /^kubeflow, secrets: / }).click();
  const [, list] = await downloaded(page, 'Export CSV');
  assert.ok(
    list
      .split('\r\n')
      .slice(1, -1)
      .every((line) => line.startsWith('"secrets","kubeflow"')),
  );

  const [markdownName, markdown] = await downloaded(page, 'Export Markdown');
  assert.equal(markdownName, 'selection.md');
  assert.match(markdown, new RegExp(`^- ${saved} of 418 objects would be saved$`, 'm'));
  assert.match(markdown, /^- Saves secrets and configmaps in kubeflow\. /m);
  assert.match(markdown, /^- Volume contents: the spec saves no volume claims\.$/m);
  const secrets = evaluation
    .verdicts()
    .filter(({ object, included }) => included && object.groupResource === 'secrets').length;
  assert.match(markdown, new RegExp(`^\\| secrets \\| ${secrets + 1} \\| \\d+ \\|$`, 'm'));
});

test('a printed page has the headline and the whole matrix, without controls', async (t) => {
  const page = await openPage(t, host);
  await write(page, 'include_namespaces: ["*"]\n');
  const namespaces = Array.from({ length: 60 }, (_, at) => namespaceObject(`namespace-${at}`));
  const items = namespaces.map(({ metadata }) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c', namespace: metadata.name },
  }));
  await drop(page, listOf([...namespaces, ...items]));
  await page.getByText('120 of 120 objects would be saved').waitFor();
  assert.ok((await page.locator('.matrix-row').count()) < 60);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('.matrix-row').count(), 61);
  for (const name of ['.top', '.write', '.filters', '.see > .tabs', '.loaded .buttons']) {
    assert.equal(await page.locator(name).first().isVisible(), false, name);
  }
  assert.equal(await page.locator('.sentence').isVisible(), true);
  assert.equal(await page.locator('.matrix').evaluate((matrix) => getComputedStyle(matrix).overflow), 'visible');
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  await page.waitForFunction(() => document.querySelectorAll('.matrix-row').length < 60);
});

test('reading a cluster can be cancelled', async (t) => {
  const page = await openPage(t, host);
  const items = Array.from({ length: 60_000 }, (_, at) =>
    JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `c-${at}`, namespace: 'n' } }),
  );
  await drop(page, [{ name: 'cluster.json', text: `{"apiVersion":"v1","kind":"List","items":[${items}]}` }]);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Drop a file with the objects').waitFor();
  assert.equal(await textOf(page).then((text) => text.length > 0), true);
});
