// The module for texts, which the page starts with, and the package.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { withMaximumMemory } from '../../embed/js/build/memory.mjs';
import { load } from '../../embed/js/dist/index.js';
import { load as loadSource } from './source.mjs';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { textsOf } = await loadSource('worker/texts.ts');
const bytes = readFileSync(at('target/components/k8s-backup-target-texts.wasm'));
const texts = textsOf(new WebAssembly.Module(bytes));
const whole = await load();

/** Asks both. */
function same(question) {
  const answer = question(texts);
  assert.deepEqual(answer, question(whole));
  return answer;
}

test('each named case has the same answers', () => {
  const cases = readdirSync(at('testdata/cases'), { recursive: true }).filter((name) => /\.(json|ya?ml)$/.test(name));
  assert.ok(cases.length > 500, `${cases.length} cases`);
  for (const name of cases) {
    const text = readFileSync(at(`testdata/cases/${name}`), 'utf8');
    same((evaluator) => {
      const document = evaluator.document(text, name.endsWith('json') ? 'json' : 'yaml');
      const [specs, targets, backups] = [document.specs(), document.targets(), document.backups()];
      const answers = {
        specs,
        targets,
        backups,
        diagnostics: document.diagnostics(),
        policies: document.policies(),
        skipped: document.skipped(),
        places: ['', '/0', '/ttl', '/spec'].map((pointer) => document.locate(0, pointer)),
        middle: document.pointerAt(text.length >> 1),
        converted: backups.map((_, index) => document.backupAsSpec(index)),
        described: [
          ...specs.map((spec) => [evaluator.describe(spec), evaluator.describeClauses(spec) === undefined]),
          ...backups.map((backup) => evaluator.describeBackup(backup)),
        ],
        formatted: specs.map((spec) => evaluator.formatSpec(spec, 'yaml')),
      };
      document.close();
      return answers;
    });
  }
});

const SCHEDULE = { schedule: '0 2 * * *', paused: false, skipImmediately: false, useOwnerReferencesInBackup: false };
const SETTINGS = { namespace: 'velero', storageLocation: 'default', volumeSnapshotLocations: ['a'] };
const SPECS = [
  {
    includeNamespaces: ['prod'],
    labelSelector: [
      ['z_key', 'x'],
      ['1', ''],
      ['z_key', 'again'],
      ['0', 'app_b'],
    ],
    ttl: '24h',
  },
  { includeNamespaces: [], includeClusterResources: false },
  { includeNamespaces: ['*', 'a'], ttl: '30d' },
  { labelSelector: { __proto__: null, ['__proto__']: 'a', constructor: 'b' } },
  { includeNamespaces: ['\ud800', 'ü-🦆', 'a\u0000b'] },
];

test('specs with any keys and characters are published, merged and planned alike', () => {
  for (const spec of SPECS) {
    const target = { app: 'app', relationName: 'backup', model: 'model', spec };
    const identity = { app: 'app', relationName: 'backup', model: 'model' };
    same((evaluator) => [
      evaluator.publish(identity, spec, true, [{ id: 1, databag: { backup_targets: '[]' } }], 'publish'),
      evaluator.toDatabag(target, SCHEDULE),
      evaluator.backupManifest(target, SETTINGS),
      evaluator.scheduleManifest(target, SCHEDULE, SETTINGS),
      evaluator.plan([target, target], SCHEDULE, SETTINGS, [{ id: 7, databag: { some_key: 'x' } }]),
    ]);
    const refused = same((evaluator) => {
      const { ok, diagnostics } = evaluator.publish(identity, spec, true, [{ id: 1, databag: {} }], 'refuse');
      return { ok, diagnostics };
    });
    assert.equal(refused.ok, refused.diagnostics === undefined);
  }
});

test('schedules and releases are judged alike', () => {
  for (const version of [undefined, '1.15', '1.18']) {
    same((evaluator) => [
      evaluator.checkSchedule(SCHEDULE, version),
      evaluator.nextRuns('0 2 * * *', 1_800_000_000, 3, version),
      evaluator.nextRuns('61 2 * * *', 1_800_000_000, 3, version),
      evaluator.retention('@daily', '72h', 1_800_000_000, 9, version),
    ]);
  }
  same((evaluator) => [evaluator.jsonSchema(), evaluator.veleroVersions()]);
});

test('clusters have the same kinds, and the same errors', () => {
  const kinds = readFileSync(at('examples/cluster/api-resources.txt'), 'utf8');
  same((evaluator) => {
    const parsed = evaluator.parseApiResources(kinds);
    assert.ok(parsed.ok);
    const opened = evaluator.openCluster(parsed.value, '1.17');
    assert.ok(opened.ok);
    const cluster = opened.value;
    const document = evaluator.document('include_resources: [profiles, nothing]', 'yaml', { kind: 'spec', cluster });
    const answers = [
      cluster.apiResources(),
      cluster.diagnostics(),
      cluster.resolve('profiles'),
      cluster.resolve('nothing'),
      document.diagnostics(),
      document.edit(0, '/ttl', '"24h"'),
      document.edit(0, '/a/b', '1'),
      evaluator.planBackups([{ ...BACKUP }], 1_800_000_000, 2, cluster),
    ];
    document.close();
    cluster.close();
    return answers;
  });
  same((evaluator) => [evaluator.parseApiResources('nothing'), evaluator.openCluster([], 'ten')]);
});

const SELECTOR = { matchLabels: { a_b: 'c' }, matchExpressions: [{ key: 'a_b', operator: 'In', values: ['c'] }] };
const BACKUP = {
  kind: 'schedule',
  name: 'nightly',
  filters: { includedNamespaces: ['prod'], labelSelector: SELECTOR },
  schedule: SCHEDULE,
  volumes: { annotations: { snake_case: 'x' }, volumeSnapshotLocations: [] },
  hookSelectors: [{ hook: 0, selector: SELECTOR }],
};

test('a trap is an error of its own, and a wrong argument names itself', () => {
  assert.throws(() => texts.describe({}, {}), /a bug in this page: validation.describe: .*missing/);
  const small = textsOf(new WebAssembly.Module(withMaximumMemory(bytes, (minimum) => minimum + 10)));
  assert.throws(() => small.document('a'.repeat(1 << 20), 'yaml'), { name: 'TrapError' });
});
