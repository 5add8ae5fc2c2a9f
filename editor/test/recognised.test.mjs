// Texts that Juju and the integrator wrote: the output of `juju show-unit`, and the databag for the operator.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { drop, openBrowser, openPage, tab, textOf, write } from './page.mjs';

let host;
before(async () => (host = await openBrowser()));
after(() => host.close());

const targets = [
  { app: 'web', relation_name: 'backup', model: 'prod', spec: { include_namespaces: ['web'], ttl: '24h' } },
  { app: 'db', relation_name: 'backup', model: 'prod', spec: { include_namespaces: ['db'] } },
];
const config = (schedule = '30 3 * * *') => ({
  app: 'web',
  model: 'prod',
  relation_name: 'backup',
  spec: JSON.stringify({ include_namespaces: ['web'], ttl: '24h', schedule, paused: false }),
});
const relation = (id, endpoint, data) => ({
  'relation-id': id,
  endpoint,
  'related-endpoint': 'backup',
  'application-data': data,
});
/** Returns the output of `juju show-unit --format json`. */
const unit = (...relations) => JSON.stringify({ 'velero-integrator/0': { leader: true, 'relation-info': relations } });
const ofTargets = relation(5, 'k8s-backup-target', { backup_targets: JSON.stringify(targets) });
const ofOperator = relation(7, 'velero-backup-config', config());
const ofOthers = relation(9, 'ingress', { url: 'http://example.com' });

const found = (page) => page.getByRole('region', { name: 'What the text is' });
const rows = (page) => found(page).locator('tbody tr');
const sentence = (page, hasText) => page.locator('.sentence', { hasText }).waitFor();

/** The same as YAML, as `juju show-unit` prints it. */
const yaml = `velero-integrator/0:
  leader: true
  relation-info:
  - relation-id: 5
    endpoint: k8s-backup-target
    application-data:
      backup_targets: '${JSON.stringify(targets)}'
  - relation-id: 7
    endpoint: velero-backup-config
    application-data:
      app: web
      model: prod
      relation_name: backup
      spec: '${config().spec}'
  - relation-id: 9
    endpoint: ingress
    application-data: {url: http://example.com}
`;

for (const [format, text] of [
  ['JSON', unit(ofTargets, ofOperator, ofOthers)],
  ['YAML', yaml],
]) {
  test(`the output of juju show-unit in ${format} is shown with its relations and targets`, async (t) => {
    const page = await openPage(t, host);
    await drop(page, [{ name: `unit.${format.toLowerCase()}`, text }]);
    await found(page).getByRole('heading', { name: 'Output of juju show-unit' }).waitFor();
    assert.deepEqual(await rows(page).allInnerTexts(), [
      '5\tk8s-backup-target\tbackup_targets\t\nweb, backup, prod\ndb, backup, prod',
      '7\tvelero-backup-config\tvelero_backup_config\t\nweb, backup, prod',
    ]);
    await found(page).getByText('1 relation has other databags.').waitFor();
    // One relation carries one of the two targets. The databag for the operator is not a third one.
    await sentence(page, '1 of 2 targets is saved; 1 is lost.');
  });
}

test('a target of a unit is judged, selected and planned', async (t) => {
  const page = await openPage(t, host);
  await drop(page, [{ name: 'unit.json', text: unit(ofTargets, ofOperator) }]);
  await rows(page).getByRole('button', { name: 'db, backup, prod' }).click();
  await sentence(page, 'in db');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'db, backup, prod');
  await tab(page, 'Output').click();
  await page.locator('.plan tbody tr').nth(2).waitFor();
  const plan = await page.locator('.plan tbody tr').allInnerTexts();
  assert.match(plan[0], /^web\tbackup\tprod\tlost: /);
  assert.equal(plan[1], 'db\tbackup\tprod\trelation 1');
  assert.equal(plan[2], 'web\tbackup\tprod\tthe integrator already wrote it');
  await tab(page, 'Selection').click();
  await page.getByRole('button', { name: 'Try the example cluster' }).click();
  await page.getByLabel('Not covered by any target').check();
  await page.locator('.coverage tbody tr').nth(2).waitFor();
});

test('the relations of a unit that lead to the operator can be planned', async (t) => {
  const page = await openPage(t, host);
  const other = relation(8, 'velero-backup-config', { ...config(), app: 'db' });
  await drop(page, [{ name: 'unit.json', text: unit(ofTargets, ofOperator, other) }]);
  await found(page).getByRole('button', { name: 'Plan with 2' }).click();
  await found(page).getByRole('button', { name: 'Plan with 2' }).waitFor({ state: 'detached' });
  await tab(page, 'Output').click();
  await page.locator('.plan td', { hasText: 'relation 1, relation 2' }).waitFor();
});

test('a unit is turned into its targets, and what is left out is named', async (t) => {
  const page = await openPage(t, host);
  await drop(page, [{ name: 'unit.json', text: unit(ofTargets, ofOperator) }]);
  await found(page).getByRole('button', { name: 'Turn into targets' }).click();
  await page.locator('.toast', { hasText: '1 databag for the operator is left out.' }).waitFor();
  await found(page).waitFor({ state: 'hidden' });
  const text = await textOf(page);
  assert.match(text, /app: web[\s\S]*app: db/);
  assert.doesNotMatch(text, /relation-info|schedule/);
});

test('what cannot be read in a unit is a problem', async (t) => {
  const page = await openPage(t, host);
  const damaged = relation(5, 'k8s-backup-target', { backup_targets: '[{"app": "web"' });
  await drop(page, [{ name: 'unit.json', text: unit(damaged, ofOperator) }]);
  await page.locator('.problems .message', { hasText: 'backup_targets is not JSON' }).waitFor();
  assert.match((await rows(page).allInnerTexts())[0], /none can be read$/);
  await drop(page, [{ name: 'unit.json', text: unit(ofOthers) }]);
  await page.locator('.problems .message', { hasText: 'no relation of the unit has backup_targets' }).waitFor();
});

test('a databag for the operator is shown with its own schedule', async (t) => {
  const page = await openPage(t, host);
  await write(page, '');
  await drop(page, [{ name: 'config.json', text: JSON.stringify(config()) }]);
  await sentence(page, /What the integrator gives to the operator\..*in web.*03:30 UTC/);
  await found(page).getByRole('heading', { name: 'velero_backup_config' }).waitFor();
  await page.locator('.schedule-says', { hasText: 'This schedule is not used' }).waitFor();
  await tab(page, 'Schedule').click();
  await page.locator('.runs td', { hasText: '03:30' }).first().waitFor();
  await tab(page, 'Output').click();
  const manifest = page.getByLabel('Schedule', { exact: true }).and(page.locator('pre'));
  await manifest.filter({ hasText: '"schedule": "30 3 * * *"' }).waitFor();
});

test('a databag for the operator is turned into a spec, with its schedule and names, as one step of undo', async (t) => {
  const page = await openPage(t, host);
  const text = JSON.stringify(config());
  await drop(page, [{ name: 'config.json', text }]);
  await found(page).getByRole('button', { name: 'Turn into a spec and a schedule' }).click();
  await page.locator('.toast', { hasText: 'The schedule and the names of the charm' }).waitFor();
  assert.equal(await textOf(page), 'include_namespaces:\n  - web\nttl: 24h\n');
  assert.equal(await page.locator('#schedule').inputValue(), '30 3 * * *');
  await sentence(page, /^Saves all namespaced resources in web.*03:30 UTC/);
  assert.equal(await found(page).isVisible(), false);
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.equal(await textOf(page), text);
  assert.equal(await page.locator('#schedule').inputValue(), '0 2 * * *');
});

test('a databag for the operator whose schedule is refused saves nothing', async (t) => {
  const page = await openPage(t, host);
  await drop(page, [{ name: 'config.json', text: JSON.stringify(config('0 2 * * 8')) }]);
  await sentence(page, 'Saves nothing: 0 2 * * 8 is not a cron expression');
});
