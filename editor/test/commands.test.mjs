// Manifests with fixed names, and commands of Velero's client.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { load } from '../../embed/js/dist/index.js';
import { load as loadSource } from './source.mjs';

const { pointersOf, veleroCommand } = await loadSource('panels/velero-command.ts');
const { scheduleQuestions } = await loadSource('worker/schedule.ts');
const { textQuestions } = await loadSource('worker/text.ts');
const { KnownCluster } = await loadSource('worker/known-cluster.ts');
const evaluator = await load();
const known = new KnownCluster(evaluator);
const { named } = scheduleQuestions(evaluator, known);

const NIGHTLY = { schedule: '0 2 * * *', paused: false, skipImmediately: false, useOwnerReferencesInBackup: false };
const VELERO = { namespace: 'velero', storageLocation: 'default', volumeSnapshotLocations: [] };
const COMMAND = fileURLToPath(new URL('../../embed/js/dist/command.js', import.meta.url));

/** Returns what the command `merge --manifests` prints for targets. */
function merged(targets, ...options) {
  const folder = mkdtempSync(join(tmpdir(), 'editor-'));
  try {
    const file = join(folder, 'targets.json');
    const written = targets.map(({ app, relationName, model, spec }) => ({
      app,
      relation_name: relationName,
      model,
      spec: JSON.parse(evaluator.formatSpec(spec, 'json')),
    }));
    writeFileSync(file, JSON.stringify(written));
    const args = [COMMAND, 'merge', '--manifests', '--storage-location', 'default', ...options, file];
    return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const target = (app, relationName, model, spec = { includeNamespaces: ['prod'], ttl: '24h' }) => ({
  app,
  relationName,
  model,
  spec,
});
const TARGETS = [
  target('my-app', 'backup', 'prod', { labelSelector: [['a', 'yes']], ttl: '1h' }),
  // These two would have the same name.
  target('a-b', 'c', 'd'),
  target('a', 'b-c', 'd'),
  target('a', 'backup', 'm'.repeat(63)),
  // Not a Juju name, but Kubernetes accepts it.
  target('a.b', 'backup', 'prod'),
];

test('manifests in YAML have the names and the bytes of the command', () => {
  for (const [schedule, options] of [
    [NIGHTLY, ['--schedule', '0 2 * * *']],
    [{ ...NIGHTLY, schedule: '' }, []],
  ]) {
    const expected = merged(TARGETS, ...options);
    const setting = { schedule, velero: VELERO, relations: 1 };
    const { all } = named({ targets: TARGETS, chosen: 0, setting });
    assert.equal(all, expected);
    assert.equal(all.split('---\n').length, TARGETS.length);
    for (const [chosen] of TARGETS.entries()) {
      const { value } = named({ targets: TARGETS, chosen, setting }).chosen;
      assert.equal(value.yaml, expected.split('---\n')[chosen]);
      assert.equal(value.yaml, named({ targets: TARGETS, chosen, setting }).chosen.value.yaml);
    }
  }
});

test('a refused target has no manifest, and the others have theirs', () => {
  const targets = [target('a', 'b', 'c', { ttl: '30d' }), target('d', 'e', 'f')];
  const { chosen, all } = named({ targets, chosen: 0, setting: { schedule: NIGHTLY, velero: VELERO, relations: 1 } });
  assert.equal(chosen.diagnostics[0].code, 'ttl-not-a-duration');
  assert.equal(all, named({ targets, chosen: 1, setting: { schedule: NIGHTLY, velero: VELERO } }).chosen.value.yaml);
});

/** Returns the command for the first Backup or Schedule of a text. */
function commandOf(text) {
  const { check, read, textsAt } = textQuestions(evaluator, known);
  check({ text, format: 'yaml', veleroVersion: '' });
  const [{ backup, subject, pointer }] = read().backups;
  const fields = Object.entries(pointersOf(backup));
  const found = textsAt({ subject, pointers: fields.map(([, field]) => pointer + field) });
  return veleroCommand(backup, Object.fromEntries(fields.map(([name], at) => [name, found[at]])));
}

/** Returns the words that a shell passes to the client. */
const wordsOf = (command) =>
  execFileSync('sh', ['-c', `velero() { printf '%s\\0' "$@"; }\n${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

const manifest = (kind, spec, metadata = '') =>
  `apiVersion: velero.io/v1\nkind: ${kind}\nmetadata: {name: a, namespace: velero${metadata}}\nspec: ${spec}\n`;

test('each filter of a Backup is a flag', () => {
  const spec = `{
    includedNamespaces: ["prod-*", b], excludedNamespaces: [c], includeClusterResources: false,
    includedResources: [secrets, deployments.apps], excludedResources: [events],
    labelSelector: {matchLabels: {app: web}, matchExpressions: [
      {key: tier, operator: In, values: [a, b]}, {key: x, operator: NotIn, values: [y]},
      {key: e, operator: Exists}, {key: f, operator: DoesNotExist}]},
    ttl: 24h, storageLocation: far, volumeSnapshotLocations: [v, w], snapshotVolumes: false, snapshotMoveData: true,
    datamover: other, defaultVolumesToFsBackup: true, resourcePolicy: {kind: configmap, name: policy},
    csiSnapshotTimeout: "20m", itemOperationTimeout: 1h30m, uploaderConfig: {parallelFilesUpload: 4}}`;
  const { text, without } = commandOf(manifest('Backup', spec));
  assert.deepEqual(without, []);
  assert.deepEqual(wordsOf(text), [
    ...['backup', 'create', 'a', '--namespace', 'velero'],
    ...['--include-namespaces', 'prod-*,b', '--exclude-namespaces', 'c'],
    ...['--include-resources', 'secrets,deployments.apps', '--exclude-resources', 'events'],
    '--include-cluster-resources=false',
    ...['--selector', 'app=web,tier in (a,b),x notin (y),e,!f'],
    ...['--ttl', '24h', '--storage-location', 'far', '--volume-snapshot-locations', 'v,w'],
    ...['--snapshot-volumes=false', '--snapshot-move-data=true', '--data-mover', 'other'],
    ...['--default-volumes-to-fs-backup=true', '--resource-policies-configmap', 'policy'],
    ...['--csi-snapshot-timeout', '20m', '--item-operation-timeout', '1h30m', '--parallel-files-upload', '4'],
  ]);
});

test('a Schedule has its flags, and lists of one scope', () => {
  const spec = `{schedule: "CRON_TZ=Europe/Berlin 0 2 * * *", paused: true, skipImmediately: true,
    useOwnerReferencesInBackup: true, template: {includedClusterScopedResources: [a], excludedClusterScopedResources: [b],
    includedNamespaceScopedResources: [c], excludedNamespaceScopedResources: [d],
    orLabelSelectors: [{matchLabels: {a: b}}, {matchLabels: {c: d}}]}}`;
  const { text, without } = commandOf(manifest('Schedule', spec));
  assert.deepEqual(without, []);
  assert.deepEqual(wordsOf(text), [
    ...['schedule', 'create', 'a', '--namespace', 'velero', '--schedule', 'CRON_TZ=Europe/Berlin 0 2 * * *'],
    ...['--paused=true', '--skip-immediately=true', '--use-owner-references-in-backup=true'],
    ...['--include-cluster-scoped-resources', 'a', '--exclude-cluster-scoped-resources', 'b'],
    ...['--include-namespace-scoped-resources', 'c', '--exclude-namespace-scoped-resources', 'd'],
    ...['--or-selector', 'a=b or c=d'],
  ]);
});

test('fields that the command cannot have are named', () => {
  const spec = `{labelSelector: {}, hooks: {resources: [{name: h}]}, orderedResources: {pods: a/b}, metadata: {labels: {a: b}},
    csiSnapshotTimeout: "+5m", excludedNamespaces: ["a,b"], uploaderConfig: {}}`;
  const { text, without } = commandOf(manifest('Backup', spec, ', labels: {x: y}, annotations: {}'));
  assert.deepEqual(wordsOf(text), ['backup', 'create', 'a', '--namespace', 'velero']);
  assert.deepEqual(without.sort(), [
    'csiSnapshotTimeout',
    'excludedNamespaces',
    'hooks',
    'labelSelector',
    'metadata',
    'metadata.labels',
    'orderedResources',
  ]);
  const helm = commandOf(
    'schedules: {a: {schedule: "0 2 * * *", template: {ttl: 1h, hooks: {resources: [{name: h}]}}}}\n',
  );
  assert.deepEqual(wordsOf(helm.text), ['schedule', 'create', 'a', '--schedule', '0 2 * * *', '--ttl', '1h']);
  assert.deepEqual(helm.without, ['hooks']);
});

test('no text of a manifest is read by the shell or as a flag', () => {
  const hostile = `'; $(touch x) \`id\` "$HOME" \\ #`;
  const backup = {
    kind: 'backup',
    name: '--help',
    namespace: hostile,
    filters: { labelSelector: { matchLabels: { [hostile]: '' }, matchExpressions: [] } },
    storageLocation: 'a\nb',
    hookSelectors: [],
  };
  assert.deepEqual(wordsOf(veleroCommand(backup, {}).text), [
    ...['backup', 'create', 'NAME', '--namespace', hostile, '--selector', `${hostile}=`, '--storage-location', 'a\nb'],
  ]);
});
