// Compares typed calls with calls of a session.

import { equal, truthy } from './check.mjs';

const ALL = 0xffff_ffff;

/** The functions that the cases call, with their names in the contract and the names of their parameters. */
const FUNCTIONS = {
  checkSpec: ['validation.check-spec', 'spec', 'cluster'],
  readTargets: ['requirer.targets.new', 'relations'],
  publish: ['provider.publish', 'identity', 'spec', 'leader', 'relations', 'on_errors'],
  merge: ['merge.merge', 'target', 'schedule'],
  toDatabag: ['merge.to-databag', 'target', 'schedule'],
  nextRuns: ['schedule.next-runs', 'schedule', 'after', 'count'],
  openCluster: ['cluster.cluster.open', 'api_resources', 'velero_version'],
  evaluate: ['selection.evaluation.new', 'inventory', 'source'],
};

const METHODS = {
  Cluster: { resolve: ['cluster.cluster.resolve', 'name'] },
  Targets: {
    isReady: ['requirer.targets.is-ready'],
    getBackupSpec: ['requirer.targets.get-backup-spec', 'app_name', 'endpoint', 'model'],
    entries: ['requirer.targets.entries'],
    diagnostics: ['requirer.targets.diagnostics'],
  },
  Inventory: {
    objects: ['selection.inventory.objects', 'offset', 'limit'],
    matchingNamespaces: ['selection.inventory.matching-namespaces', 'pattern'],
  },
  Evaluation: { verdicts: ['selection.evaluation.verdicts', 'offset', 'limit'] },
};

/** Values that a typed call may omit, but JSON may not. */
const DEFAULTS = {
  schedule: { paused: false, skipImmediately: false, useOwnerReferencesInBackup: false },
  api_resources: { shortNames: [], verbs: [] },
};

/** Returns an evaluator that repeats each call in a session, and throws if the answers differ. */
export function both(evaluator) {
  const session = evaluator.session();
  /** The resources, each with its typed resource and its number in the session. */
  const opened = new Map();

  const ask = (name, args) => {
    const result = session.call(name, written(args));
    truthy(result.ok, `${name}: ${result.error?.message}`);
    return result.value;
  };

  const keep = (typed, number) => {
    const methods = METHODS[typed.constructor.name];
    const resource = {
      close() {
        typed.close();
        ask('close', { self: number });
      },
      async run() {
        await typed.run();
        ask('selection.evaluation.step', { self: number, max_objects: ALL });
        return resource;
      },
    };
    for (const name of Object.keys(methods)) {
      resource[name] = (...args) => compared(typed, name, methods[name], args, { self: number });
    }
    opened.set(resource, { typed, number });
    return resource;
  };

  const compared = (owner, method, [name, ...parameters], args, self) => {
    const typed = owner[method](...args.map((value) => opened.get(value)?.typed ?? value));
    const given = parameters.map((parameter, index) => [parameter, opened.get(args[index])?.number ?? args[index]]);
    const defaults = { offset: 0, limit: ALL };
    const inJson = (parameter, value) => (parameter === 'source' ? { spec: value } : (value ?? defaults[parameter]));
    const named = given.map(([parameter, value]) => [parameter, inJson(parameter, value)]);
    const text = ask(name, { ...self, ...Object.fromEntries(named) });
    const isResult = typeof typed?.ok === 'boolean';
    if (isResult && METHODS[typed.value?.constructor.name])
      return { ok: true, value: keep(typed.value, JSON.parse(text).ok) };
    if (METHODS[typed?.constructor.name]) return keep(typed, JSON.parse(text));
    equal(read(text, isResult, name === 'merge.to-databag'), typed, `${name} through a session`);
    return typed;
  };

  const functions = Object.keys(FUNCTIONS).map((name) => [
    name,
    (...args) => compared(evaluator, name, FUNCTIONS[name], args, {}),
  ]);
  return {
    ...Object.fromEntries(functions),
    async readInventory(text, { cluster } = {}) {
      const typed = await evaluator.readInventory(text, { cluster: opened.get(cluster)?.typed });
      const served = opened.get(cluster)?.number ?? JSON.parse(ask('cluster.cluster.open', { api_resources: [] })).ok;
      const reader = JSON.parse(ask('selection.inventory-reader.new', { cluster: served }));
      ask('selection.inventory-reader.push', { self: reader, chunk: text });
      const read = JSON.parse(ask('selection.inventory-reader.finish', { reader }));
      equal('ok' in read, typed.ok, 'an inventory through a session');
      return typed.ok ? { ok: true, value: keep(typed.value, read.ok) } : typed;
    },
  };
}

/** Returns the tests with such an evaluator. */
export const throughBoth = (tests) =>
  Object.fromEntries(
    Object.entries(tests).map(([name, run]) => [
      name,
      ({ evaluator, ...context }) => run({ ...context, evaluator: both(evaluator) }),
    ]),
  );

const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

/** Returns a typed value as JSON. Labels are pairs in their order. */
function written(value, name) {
  if (name === 'label_selector' && Array.isArray(value)) return object(value);
  if (Array.isArray(value)) return `[${value.map((item) => written(item, name)).join()}]`;
  if (typeof value !== 'object' || value === null || name === 'databag') return JSON.stringify(value);
  const present = Object.fromEntries(Object.entries(value).filter(([, member]) => member != null));
  return object(Object.entries({ ...DEFAULTS[name], ...present }).map(([key, member]) => [snake(key), member]));
}

const object = (members) =>
  `{${members.map(([key, value]) => `${JSON.stringify(key)}:${written(value, key)}`).join()}}`;

/** Returns the typed value of JSON. */
function read(text, isResult, isDatabag) {
  // JavaScript would move keys such as "1" to the front.
  const inOrder = text.replace(/"((?:[^"\\]|\\.)*)"(:?)/g, (token, key, colon) => (colon ? `"_${key}":` : token));
  const typed = (value, name) => {
    if (Array.isArray(value)) return value.map((item) => typed(item));
    if (typeof value !== 'object' || value === null) return value ?? undefined;
    const entries = Object.entries(value).map(([key, member]) => [key.slice(1), member]);
    if (name === 'label_selector') return entries;
    if (name === 'databag' || (name === 'ok' && isDatabag)) return Object.fromEntries(entries);
    return Object.fromEntries(
      entries.filter(([, member]) => member !== null).map(([key, member]) => [camel(key), typed(member, key)]),
    );
  };
  const value = typed(JSON.parse(inOrder));
  if (!isResult) return value;
  if ('ok' in value) return { ok: true, value: value.ok };
  if (Array.isArray(value.error)) return { ok: false, diagnostics: value.error };
  const [reason, diagnostics] = typeof value.error === 'string' ? [value.error, []] : Object.entries(value.error)[0];
  return { ok: false, reason, diagnostics };
}
