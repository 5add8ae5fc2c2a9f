// The version of Velero: which are known, and what depends on it.

import { equal, truthy } from './check.mjs';

const SETTINGS = { namespace: 'velero', storageLocation: 'default' };
const DAILY = { schedule: '0 2 * * *' };
const PROD = '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"prod"},"status":{"phase":"Active"}}';

const codes = (diagnostics) => diagnostics.map(({ code }) => code);
const errorsOf = (diagnostics) => diagnostics.filter(({ severity }) => severity === 'error');

/** Returns a cluster with a version of Velero. */
function clusterOf(evaluator, version) {
  const opened = evaluator.openCluster([], version);
  truthy(opened.ok, JSON.stringify(opened));
  return opened.value;
}

/** Returns how the backup of a spec ends in a cluster with one namespace, `prod`. */
async function outcome(evaluator, spec, version) {
  const cluster = clusterOf(evaluator, version);
  const read = await evaluator.readInventory(PROD, { cluster });
  truthy(read.ok, JSON.stringify(read));
  const evaluation = evaluator.evaluate(read.value, spec);
  const ends = evaluation.outcome();
  for (const resource of [evaluation, read.value, cluster]) resource.close();
  return ends;
}

export const tests = {
  async 'the releases of Velero are listed'({ evaluator }) {
    const releases = evaluator.veleroVersions();
    equal(releases.length, 7);
    equal(
      releases.filter(({ isDefault }) => isDefault).map(({ name }) => name),
      ['1.18'],
    );
    equal(releases.find(({ name }) => name === '1.17').measured, 'v1.17.2');
    for (const { name } of releases) {
      const cluster = clusterOf(evaluator, name);
      equal(cluster.diagnostics(), [], name);
      cluster.close();
    }
    const cluster = clusterOf(evaluator, 'v1.18.0');
    equal(
      cluster.diagnostics().map(({ code, severity }) => [code, severity]),
      [['velero-version-differs', 'warning']],
    );
    cluster.close();
    equal(codes(evaluator.openCluster([], '1.4').diagnostics), ['unknown-velero-version']);
  },

  async 'a namespace pattern depends on the release of Velero'({ evaluator }) {
    const spec = { includeNamespaces: ['team-?'], ttl: '24h' };
    const target = { app: 'a', relationName: 'b', model: 'm', spec };
    const [before, since] = [clusterOf(evaluator, '1.17'), clusterOf(evaluator, '1.18')];
    const refusals = errorsOf(evaluator.checkSpec(spec, before));
    equal(
      refusals.map(({ pointer }) => pointer),
      ['/include_namespaces/0'],
    );
    equal(evaluator.checkSpec(spec, since), []);
    truthy(evaluator.describe(spec, null, before).startsWith('Saves nothing'), 'the description of a refused spec');
    equal(evaluator.describe(spec, null, since), evaluator.describe(spec));
    equal(evaluator.describeClauses(spec, before), undefined);
    equal(evaluator.describeClauses(spec, since), evaluator.describeClauses(spec));
    equal(codes(evaluator.backupManifest(target, SETTINGS, before).diagnostics), codes(refusals));
    equal(evaluator.backupManifest(target, SETTINGS, since), evaluator.backupManifest(target, SETTINGS));
    equal(evaluator.scheduleManifest(target, DAILY, SETTINGS, before).ok, false);
    equal(
      evaluator.scheduleManifest(target, DAILY, SETTINGS, since),
      evaluator.scheduleManifest(target, DAILY, SETTINGS),
    );
    equal(evaluator.plan([target], DAILY, SETTINGS, [], before).manifests, []);
    const planned = evaluator.plan([target], DAILY, SETTINGS, [], since);
    const ofAnyRelease = evaluator.plan([target], DAILY, SETTINGS, []);
    truthy(codes(ofAnyRelease.diagnostics).includes('differs-by-release'), 'the plan without a version');
    const diagnostics = ofAnyRelease.diagnostics.filter(({ code }) => code !== 'differs-by-release');
    equal(planned, { ...ofAnyRelease, diagnostics });
    before.close();
    since.close();
  },

  async 'a schedule depends on the release of Velero'({ evaluator }) {
    const sunday = '0 2 * * 7';
    for (const version of [null, '1.18']) {
      equal(evaluator.checkSchedule({ schedule: sunday }, version), evaluator.checkSchedule({ schedule: sunday }));
      equal(evaluator.nextRuns(sunday, 0, 1, version).ok, false);
      equal(evaluator.retention(sunday, '1h', 0, 1, version).ok, false);
    }
    equal(evaluator.nextRuns(sunday, 0, 1, '1.18.3'), { ok: true, value: [266_400] });
    equal(evaluator.retention(sunday, '1h', 0, 1, '1.18.3').value.backups, [{ start: 266_400, end: 270_000 }]);
    equal(codes(evaluator.checkSchedule(DAILY, '1.4')), ['unknown-velero-version']);
    equal(codes(evaluator.nextRuns('0 2 * * *', 0, 1, '1.4').diagnostics), ['unknown-velero-version']);
  },

  async 'an evaluation says how the backup ends'({ evaluator }) {
    equal(await outcome(evaluator, { includeNamespaces: ['prod'] }), { kind: 'completed', diagnostics: [] });
    const { kind, diagnostics } = await outcome(evaluator, { includeNamespaces: ['*', 'prod'] });
    equal([kind, diagnostics.map(({ pointer }) => pointer)], ['refused', ['/include_namespaces/0']]);
  },

  async 'how a backup ends depends on the release of Velero'({ evaluator }) {
    const spec = { includeNamespaces: ['pro*'] };
    equal(await outcome(evaluator, spec, '1.18'), { kind: 'completed', diagnostics: [] });
    const { kind, diagnostics } = await outcome(evaluator, spec, '1.17');
    equal([kind, diagnostics.map(({ pointer }) => pointer)], ['partially-failed', ['/include_namespaces/0']]);
  },
};
