// Backups and Schedules: they are read, checked, described, evaluated and covered.

import { equal, thrown, truthy } from './check.mjs';

const SCHEDULE = `
apiVersion: velero.io/v1
kind: Schedule
metadata: {name: nightly, namespace: velero}
spec:
  schedule: 0 2 * * *
  paused: true
  template:
    includedNamespaces: [prod]
    ttl: 24h
    labelSelector:
      matchExpressions: [{key: tier, operator: In, values: [api, db]}]
    hooks:
      resources:
      - name: freeze
        labelSelector: {matchLabels: {app: db}}
---
apiVersion: v1
kind: Secret
metadata: {name: key}
`;

const NIGHTLY = {
  kind: 'schedule',
  name: 'nightly',
  namespace: 'velero',
  filters: {
    includedNamespaces: ['prod'],
    labelSelector: { matchLabels: {}, matchExpressions: [{ key: 'tier', operator: 'In', values: ['api', 'db'] }] },
  },
  ttl: '24h',
  schedule: { schedule: '0 2 * * *', paused: true, skipImmediately: false, useOwnerReferencesInBackup: false },
  hookSelectors: [{ hook: 0, selector: { matchLabels: { app: 'db' }, matchExpressions: [] } }],
};

const object = (kind, name, more) => ({
  apiVersion: 'v1',
  kind,
  metadata: kind === 'Namespace' ? { name } : { name, namespace: 'prod' },
  ...more,
});

const OBJECTS = [
  object('Namespace', 'prod', { status: { phase: 'Active' } }),
  { ...object('ConfigMap'), metadata: { name: 'a', namespace: 'prod', labels: { tier: 'db' } } },
  object('PersistentVolumeClaim', 'data'),
  {
    apiVersion: 'velero.io/v1',
    kind: 'Schedule',
    metadata: { name: 'all', namespace: 'velero' },
    spec: { schedule: '@daily', template: { includedNamespaces: ['prod'] } },
  },
];

/** When the Backup expires, in Unix seconds. */
const EXPIRATION = 1767225600;

async function read(evaluator) {
  const inventory = await evaluator.readInventory(OBJECTS.map((each) => `${JSON.stringify(each)}\n`).join(''));
  truthy(inventory.ok, JSON.stringify(inventory));
  return inventory.value;
}

const once = (filters, more) => ({ kind: 'backup', filters, ...more });

const places = (diagnostics) => diagnostics.map(({ code, pointer }) => [code, pointer]);

export const tests = {
  async 'a document returns its Backups and Schedules'({ evaluator }) {
    const document = evaluator.document(SCHEDULE, 'yaml');
    equal(document.backups(), [NIGHTLY]);
    equal([document.skipped(), document.specs(), document.targets()], [1, [], []]);
    document.close();
    const selectors = { orLabelSelectors: [{ matchLabels: { tier: 'web' }, matchExpressions: [] }] };
    const other = evaluator.document(
      JSON.stringify({
        apiVersion: 'velero.io/v1',
        kind: 'Backup',
        spec: { orLabelSelectors: [{ matchLabels: { tier: 'web' } }] },
      }),
      'json',
    );
    equal(other.backups(), [{ kind: 'backup', filters: selectors, hookSelectors: [] }]);
    other.close();
  },

  async 'a Backup is checked with pointers into its manifest'({ evaluator }) {
    equal(evaluator.checkBackup(NIGHTLY), []);
    equal(places(evaluator.checkBackup(once({ includedNamespaces: ['a', '*'] }))), [
      ['namespace-wildcard-not-alone', '/spec/includedNamespaces/1'],
    ]);
    const cluster = evaluator.openCluster([], '1.17').value;
    equal(places(evaluator.checkBackup(once({ includedNamespaces: ['prod-*'] }), cluster)), [
      ['namespace-pattern-not-expanded', '/spec/includedNamespaces/0'],
    ]);
    cluster.close();
  },

  async 'a Backup is described'({ evaluator }) {
    const described = evaluator.describeBackup(once({ includedNamespaces: ['prod'], includedResources: ['secrets'] }));
    truthy(described.startsWith('Saves secrets in prod.'), described);
    const nightly = { kind: 'schedule', filters: {}, schedule: { schedule: '0 2 * * *' } };
    truthy(evaluator.describeBackup(nightly).includes('Runs every day at 02:00 UTC.'), 'the schedule is missing');
  },

  async 'a Backup is evaluated as a spec is'({ evaluator }) {
    const inventory = await read(evaluator);
    const filters = { includedNamespaces: ['prod'], excludedResources: ['persistentvolumeclaims'] };
    const spec = { includeNamespaces: ['prod'], excludeResources: ['persistentvolumeclaims'] };
    const ofBackup = await evaluator.evaluate(inventory, once(filters)).run();
    const ofSpec = await evaluator.evaluate(inventory, spec).run();
    equal(ofBackup.reasons(), ofSpec.reasons());
    equal([ofBackup.included(), ofBackup.outcome().kind], [2, 'completed']);
    equal(ofBackup.verdicts(2, 1)[0].pointer, '/spec/excludedResources/0');
    equal(ofSpec.verdicts(2, 1)[0].pointer, '/exclude_resources/0');
    const labelled = await evaluator.evaluate(inventory, NIGHTLY).run();
    equal(
      labelled.verdicts().flatMap(({ included, object }) => (included ? [object.name] : [])),
      ['prod', 'a'],
    );
    inventory.close();
  },

  async 'coverage counts specs, targets and Backups that protect'({ evaluator }) {
    const inventory = await read(evaluator);
    const spec = { includeNamespaces: ['prod'] };
    const target = { app: 'my-app', relationName: 'backup', model: 'prod', spec };
    const filters = { includedNamespaces: ['prod'] };
    const completed = once(filters, { phase: 'Completed', expiration: '2026-01-01T00:00:00Z' });
    const failed = once(filters, { phase: 'Failed' });
    const covered = async (at) => {
      const coverage = evaluator.coverage(inventory, [spec, target, completed, failed, NIGHTLY], at);
      await coverage.run();
      const answers = coverage.targets();
      coverage.close();
      return answers.map(({ objects, whyNothing }) => [objects, whyNothing]);
    };
    const saved = [3, undefined];
    const others = [
      [0, 'its phase is `Failed`'],
      [0, 'it is paused'],
    ];
    equal(await covered(), [saved, saved, saved, ...others]);
    equal(await covered(null), [saved, saved, saved, ...others]);
    equal(await covered(EXPIRATION - 1), [saved, saved, saved, ...others]);
    equal(await covered(EXPIRATION), [saved, saved, [0, 'it expired at 2026-01-01T00:00:00Z'], ...others]);
    inventory.close();
  },

  async 'the Schedules of an inventory are documents'({ evaluator }) {
    const inventory = await read(evaluator);
    const [text] = inventory.schedules();
    const document = evaluator.document(text, 'json');
    const schedules = document.backups();
    equal(
      schedules.map(({ kind, name, filters }) => [kind, name, filters]),
      [['schedule', 'all', { includedNamespaces: ['prod'] }]],
    );
    const coverage = await evaluator.coverage(inventory, schedules).run();
    equal(coverage.uncoveredClaims(), new Uint32Array());
    for (const resource of [document, coverage, inventory]) resource.close();
  },

  async 'a source of the wrong type is a TypeError'({ evaluator }) {
    const inventory = await read(evaluator);
    const fails = async (source, message) => {
      for (const [call, path] of [
        [() => evaluator.evaluate(inventory, source), 'source'],
        [() => evaluator.coverage(inventory, [{}, source]), 'targets[1]'],
      ]) {
        const error = await thrown(call);
        equal([error.name, error.message], ['TypeError', message.replace('PATH', path)]);
      }
    };
    await fails(undefined, '`PATH` must be an object, found `undefined`');
    await fails('prod', '`PATH` must be an object, found the string `prod`');
    await fails([], '`PATH` must be an object, found an array');
    await fails({ kind: 'backup' }, '`PATH.filters` must be an object, found `undefined`');
    await fails(
      { kind: 'Backup', filters: {} },
      '`PATH.kind` must be one of backup, schedule, helm-schedule, found the string `Backup`',
    );
    await fails(
      { kind: 'backup', filters: { included_namespaces: [] } },
      '`PATH.filters` does not have a property `included_namespaces`: write `includedNamespaces`',
    );
    await fails(
      { include_namespaces: [] },
      '`PATH` does not have a property `include_namespaces`: write `includeNamespaces`',
    );
    await fails({ app: 'a', spec: {} }, '`PATH.relationName` must be a string, found `undefined`');
    await fails(
      { includeNamespaces: [], kind: 'backup' },
      '`PATH` does not have a property `includeNamespaces`: its properties are kind, name, namespace, filters, ttl, schedule, resourcePolicy, volumes, storageLocation, hookSelectors, phase, expiration',
    );
    equal(
      (await thrown(() => evaluator.coverage(inventory, {}))).message,
      '`targets` must be an array, found an object',
    );
    equal(
      (await thrown(() => evaluator.coverage(inventory, [], '2026'))).message,
      '`at` must be a number of seconds, found the string `2026`',
    );
    inventory.close();
  },
};
