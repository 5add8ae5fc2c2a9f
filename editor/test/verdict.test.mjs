// The words at the top, for what the component says about spec, schedule, plan and volumes.

import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from '../../embed/js/dist/index.js';
import { load as loadSource } from './source.mjs';

const { itemsOf } = await loadSource('checking.ts');
const { fatesOf, headlineOf } = await loadSource('verdict.ts');
const { scheduleQuestions } = await loadSource('worker/schedule.ts');
const { textQuestions } = await loadSource('worker/text.ts');
const { EmptyCluster } = await loadSource('worker/empty-cluster.ts');
const { KnownCluster } = await loadSource('worker/known-cluster.ts');
const evaluator = await load();
const known = new KnownCluster(evaluator);
const { check, read } = textQuestions(evaluator, known);
const { judge, judgeBackup } = scheduleQuestions(evaluator, known, new EmptyCluster(known, load));

const IDENTITY = { app: 'my-app', relationName: 'backup', model: 'my-model' };
const NIGHTLY = { schedule: '0 2 * * *', paused: false, skipImmediately: false, useOwnerReferencesInBackup: false };
const VELERO = { namespace: 'velero', storageLocation: 'default', volumeSnapshotLocations: [] };

/** Returns the state of a text. */
async function stateOf({ text, schedule = {}, velero = {}, relations = 1, chosen = 0, format = 'yaml' }) {
  const work = {
    text,
    format,
    schedule: { ...NIGHTLY, ...schedule },
    velero: { ...VELERO, ...velero },
    relations,
    identity: IDENTITY,
    veleroVersion: '',
  };
  const { value } = check({ text, format, veleroVersion: '' });
  const reading = read();
  const targets = reading.entries.map(({ target, spec }) => target ?? { ...IDENTITY, spec });
  const setting = { schedule: work.schedule, velero: work.velero, relations };
  const item = itemsOf(reading)[chosen] ?? {};
  const entry = 'spec' in item ? item : undefined;
  const at = Math.max(reading.entries.indexOf(entry), 0);
  const merged = reading.entries.map((entry) => entry.merged);
  const verdicts = targets.length > 0 ? judge({ targets, merged, chosen: at, setting, after: 0 }) : undefined;
  const backup = 'backup' in item ? item : undefined;
  const backupVerdict = backup && (await judgeBackup({ backup: backup.backup, after: 1_800_000_000 }));
  const diagnostics = value.text;
  return { work, diagnostics, veleroDiagnostics: [], reading, chosen: entry, verdicts, backup, backupVerdict };
}

const headline = async (given) => {
  const state = await stateOf(given);
  return headlineOf(state, fatesOf(state));
};

const SPEC = 'include_namespaces: [prod]\nttl: 24h\n';
const target = (app, model, spec) => ({ app, relation_name: 'backup', model, spec });
const databag = (...targets) => ({
  text: JSON.stringify({ backup_targets: JSON.stringify(targets) }),
  format: 'json',
});
const spec = { include_namespaces: ['prod'], ttl: '24h' };
const THREE = databag(target('one', 'm', spec), target('two', 'm', spec), target('my-app', 'my-model', spec));
const DEPENDS = /Volume contents: depends on the snapshots and the file-system backup of your Velero\.$/;

const manifest = (kind, rest) =>
  `apiVersion: velero.io/v1\nkind: ${kind}\nmetadata: {name: a, namespace: velero}\n${rest}\n`;
const object = (kind, name, spec) => ({
  apiVersion: 'velero.io/v1',
  kind,
  metadata: { name, namespace: 'velero' },
  spec,
});
const listOf = (...items) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

/** Each case: its input, the severity, what leads, and what follows. */
const CASES = {
  'its volumes depend on the settings of Velero': [{ text: SPEC }, undefined, '', DEPENDS],
  'without file-system backup they depend on snapshots': [
    { text: SPEC, velero: { defaultVolumesToFsBackup: false } },
    undefined,
    '',
    /Volume contents: depends on your Velero's snapshots\.$/,
  ],
  'with file-system backup the component says how they are saved': [
    { text: SPEC, velero: { defaultVolumesToFsBackup: true } },
    undefined,
    '',
    / Saves the contents of volumes through running pods, by file-system backup\.$/,
  ],
  'claims without pods lose their contents with file-system backup': [
    { text: 'include_resources: [persistentvolumeclaims]\nttl: 24h\n', velero: { defaultVolumesToFsBackup: true } },
    undefined,
    '',
    / Does not save the contents of volumes: they are read through pods, which are not in the backup\.$/,
  ],
  'a spec without volume claims': [
    { text: 'include_namespaces: [prod]\ninclude_resources: [secrets]\n' },
    undefined,
    '',
    / Volume contents: the spec saves no volume claims\.$/,
  ],
  'a target that another one replaces': [
    { ...THREE, chosen: 0 },
    'error',
    '1 of 3 targets is saved; 2 are lost. Saves nothing: this target never reaches Velero (relation 1 ends with my-app in my-model).',
    /^The spec alone: Saves all namespaced resources in prod\.(?!.*Runs).*/,
  ],
  'a target that replaces the others': [
    { ...THREE, chosen: 2 },
    undefined,
    '1 of 3 targets is saved; 2 are lost.',
    /^Saves all .* Runs every day at 02:00 UTC\./,
  ],
  'several relations end with the same target': [
    { ...THREE, relations: 2 },
    'error',
    '1 of 3 targets is saved; 2 are lost. Saves nothing: this target never reaches Velero (each of the 2 relations ends with my-app in my-model).',
    /^The spec alone: /,
  ],
  'equal targets replace each other without a loss': [
    { ...databag(target('a', 'm', spec), target('a', 'm', spec)), chosen: 0 },
    undefined,
    '2 of 2 targets are saved.',
    /^Saves all /,
  ],
  'no relation': [
    { text: SPEC, relations: 0 },
    'warning',
    'Saves nothing unless you apply the manifests: there is no velero-backup relation.',
    /^Saves all .* Runs every day at 02:00 UTC\./,
  ],
  'a schedule that only the integrator refuses': [
    { text: SPEC, schedule: { schedule: '@daily' } },
    'error',
    'Saves nothing: the integrator refuses `@daily`, which Velero accepts, so no backup is made.',
    /^The spec alone: Saves all (?!.*Runs)/,
  ],
  'a schedule that only Velero refuses': [
    { text: SPEC, schedule: { schedule: '0 2 * * 7' } },
    'error',
    /^Saves nothing: Velero refuses the schedule, so no backup is made: `0 2 \* \* 7` is not a cron expression for Velero: .*\.$/,
    /^The spec alone: /,
  ],
  'a schedule that both refuse': [
    { text: SPEC, schedule: { schedule: 'x' } },
    'error',
    'Saves nothing: Velero and the integrator refuse the schedule, so no backup is made: `x` is not a cron expression for Velero: it has 1 field instead of 5.',
    /^The spec alone: /,
  ],
  'a schedule that never matches': [
    { text: SPEC, schedule: { schedule: '0 0 31 2 *' } },
    'error',
    '`0 0 31 2 *` never matches, so Velero makes a backup every minute.',
    /Runs every minute, because/,
  ],
  'a paused schedule': [
    { text: SPEC, schedule: { paused: true } },
    'warning',
    'Makes no backup while the schedule is paused.',
    /The schedule is paused\. It would run every day/,
  ],
  'paused without a schedule has no effect': [
    { text: SPEC, schedule: { schedule: '', paused: true } },
    undefined,
    '',
    /Runs on request\./,
  ],
  'a spec that Velero refuses': [
    { text: 'include_namespaces: ["*", prod]\n' },
    'error',
    '',
    /^Saves nothing, because the spec is refused: [^.]*\.$/,
  ],
  'settings that Kubernetes refuses': [
    { text: SPEC, velero: { namespace: 'A B' } },
    'error',
    'Saves nothing: no backup is made with these settings: `A B` is not a valid namespace name, so nothing can be created in it.',
    /^The spec alone: .*Volume contents: not known, because there is no manifest\.$/,
  ],
  'a target that is dropped with one that cannot be read': [
    databag(target('a', 'm', spec), target('b', 'm', { ttl: 3 })),
    'error',
    'Saves nothing: 1 of 2 targets can be read, but it is dropped with the others: `a`.',
    /^The spec alone: /,
  ],
  'a text without a field of a spec is not described as one': [
    { text: 'foo: bar\n' },
    'error',
    'Saves nothing: the text is not a spec.',
    /^Write a field such as `include_namespaces`, (?!.*would select)/,
  ],
  'an empty text': [{ text: '' }, 'error', 'Saves nothing: the text is not a spec.', /^The document is empty; write /],
  'a text that is not YAML': [{ text: 'a: [' }, 'error', 'Saves nothing: the text is not a spec.', /./],
  'an object of Kubernetes': [
    { text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n' },
    'error',
    'Saves nothing: the text is not a spec.',
    /^$/,
  ],
  'an empty list': [{ text: '[]\n' }, 'error', 'Saves nothing: the text is not a spec.', /^$/],
  'a Backup of Velero is described as it is': [
    { text: manifest('Backup', 'spec: {includedNamespaces: [a]}') },
    undefined,
    '',
    /^Saves all namespaced resources in a\..* Each backup expires after 30 days.* Volume contents: depends on the snapshots/,
  ],
  'a Schedule of Velero has its own schedule, not that of the page': [
    { text: manifest('Schedule', 'spec: {schedule: "0 4 * * *", template: {includedNamespaces: [a]}}') },
    undefined,
    '',
    /^Saves all namespaced resources in a\.(?!.*02:00).* Runs every day at 04:00 UTC\./,
  ],
  'a Backup that Velero refuses': [
    { text: manifest('Backup', 'spec: {includedNamespaces: ["*", a]}') },
    'error',
    '',
    /^Saves nothing, because the backup is refused: [^.]*\.$/,
  ],
  'a Schedule that is paused': [
    { text: manifest('Schedule', 'spec: {schedule: "0 4 * * *", paused: true, template: {includedNamespaces: [a]}}') },
    'warning',
    'Makes no backup while the schedule is paused.',
    /The schedule is paused\. It would run every day at 04:00 UTC\./,
  ],
  'a Schedule that never matches': [
    { text: manifest('Schedule', 'spec: {schedule: "0 0 31 2 *", template: {includedNamespaces: [a]}}') },
    'error',
    '1 error: `0 0 31 2 *` never matches, so Velero makes a backup every minute.',
    /Runs every minute, because/,
  ],
  'a Backup that has expired': [
    { text: manifest('Backup', 'spec: {includedNamespaces: [a]}\nstatus: {expiration: "2020-01-01T00:00:00Z"}') },
    'error',
    /^Saves nothing: .*expired.*\.$/,
    /^Saves all namespaced resources in a\./,
  ],
  'a Backup without volume claims': [
    { text: manifest('Backup', 'spec: {includedNamespaces: [a], includedResources: [secrets]}') },
    undefined,
    '',
    / Volume contents: the Backup saves no volume claims\.$/,
  ],
  'a Backup that cannot be read is not called a spec': [
    { text: manifest('Backup', 'spec: {includedNamespaces: a}') },
    'error',
    'Saves nothing: the Backup or Schedule cannot be read.',
    /^`includedNamespaces` must be a list of strings/,
  ],
  'the error of another Schedule is not that of the selected one': [
    {
      text: listOf(
        ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'].map((name, at) =>
          object('Backup', name, { includedNamespaces: at === 10 ? ['*', name] : [name] }),
        ),
      ),
      format: 'json',
      chosen: 1,
    },
    undefined,
    '',
    /^Saves all namespaced resources in b\./,
  ],
};

for (const [name, [given, severity, lead, rest]] of Object.entries(CASES)) {
  test(name, async () => {
    const found = await headline(given);
    assert.equal(found.severity, severity);
    if (lead instanceof RegExp) assert.match(found.lead, lead);
    else assert.equal(found.lead, lead);
    assert.match(`${found.rest} ${found.contents}`.trim(), rest);
  });
}

test('a spec that is saved has the words of the component', async () => {
  assert.equal(
    (await headline({ text: SPEC })).rest,
    evaluator.describe({ includeNamespaces: ['prod'], ttl: '24h' }, NIGHTLY),
  );
});

/** Returns the positions of the Backups and Schedules of a text, each with its name. */
const backupsOf = (text, format = 'yaml') => {
  check({ text, format, veleroVersion: '' });
  return read().backups.map(({ backup, subject, pointer, span }) => [
    backup.name,
    subject,
    pointer,
    span !== undefined,
  ]);
};

test('Backups and Schedules are found in documents, lists and Helm values', () => {
  const schedule = 'schedule: "0 4 * * *", template: {ttl: 24h}';
  assert.deepEqual(
    backupsOf(`${manifest('Backup', 'spec: {}')}---\nttl: 24h\n---\n${manifest('Schedule', `spec: {${schedule}}`)}`),
    [
      ['a', 0, '', true],
      ['a', 2, '', true],
    ],
  );
  const wrong = object('Backup', 'wrong', { ttl: [] });
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b' } };
  assert.deepEqual(backupsOf(listOf(wrong, pod, object('Backup', 'b', {})), 'json'), [['b', 0, '/items/2', true]]);
  const schedules = [{ metadata: { name: 'c' }, spec: { schedule: '0 4 * * *', template: {} } }];
  const typed = JSON.stringify({ apiVersion: 'velero.io/v1', kind: 'ScheduleList', items: schedules });
  assert.deepEqual(backupsOf(typed, 'json'), [['c', 0, '/items/0', true]]);
  assert.deepEqual(backupsOf(JSON.stringify([pod, object('Backup', 'd', {})]), 'json'), [['d', 0, '/1', true]]);
  const values = `schedules: {a: {disabled: true, ${schedule}}, b/c: {${schedule}}, d: {${schedule}}}`;
  assert.deepEqual(backupsOf(`${values}\n`), [
    ['b/c', 0, '/schedules/b~1c', true],
    ['d', 0, '/schedules/d', true],
  ]);
  assert.deepEqual(backupsOf(`velero: {${values}}\n`), [
    ['b/c', 0, '/velero/schedules/b~1c', true],
    ['d', 0, '/velero/schedules/d', true],
  ]);
});

/** Returns the spec of the first Backup or Schedule of a text. */
const specOf = (text, format = 'yaml') => {
  const questions = textQuestions(evaluator, known);
  questions.check({ text, format, veleroVersion: '' });
  return questions.toSpec({ index: 0 });
};

test('a Backup without other fields is a spec that saves the same', () => {
  const { value } = specOf(manifest('Backup', 'spec: {includedNamespaces: [a], ttl: 24h}'));
  assert.equal(value.text, 'include_namespaces:\n  - a\nttl: 24h\n');
  assert.deepEqual([value.lost, value.leftOut], [[], []]);
  assert.equal(value.before, value.after);
});

test('fields that a spec does not have are named, and their effect is described', () => {
  const template = `includedNamespaces: [a], hooks: {resources: [{name: h}]}, storageLocation: far,
    labelSelector: {matchExpressions: [{key: b, operator: NotIn, values: [c]}, {key: d, operator: Exists}]}`;
  const { value } = specOf(manifest('Schedule', `spec: {schedule: "0 4 * * *", template: {${template}}}`));
  assert.equal(value.text, 'include_namespaces:\n  - a\n');
  assert.deepEqual(
    value.lost.map(({ pointer }) => pointer),
    [
      '/spec/template/hooks',
      '/spec/template/labelSelector/matchExpressions/0',
      '/spec/template/labelSelector/matchExpressions/1',
    ],
  );
  assert.deepEqual(
    value.leftOut.map(({ pointer }) => pointer),
    ['/spec/template/storageLocation', '/spec/schedule'],
  );
  assert.match(value.before, /^Saves objects labelled/);
  assert.match(value.after, /^Saves all namespaced resources in a\./);
});

test('a Schedule of Helm values that only has lost fields is a spec of everything', () => {
  const { value } = specOf('schedules: {a: {schedule: "0 4 * * *", template: {snapshotVolumes: false}}}\n');
  assert.equal(value.text, 'include_namespaces:\n  - "*"\n');
  assert.deepEqual(
    value.lost.map(({ pointer }) => pointer),
    ['/schedules/a/template/snapshotVolumes'],
  );
});
