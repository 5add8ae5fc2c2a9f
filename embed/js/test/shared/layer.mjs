// What the package adds to the component: argument checks, errors as values, loading, closing, and recovery after a trap.

import { withMaximumMemory } from '../../build/memory.mjs';
import { equal, thrown, truthy } from './check.mjs';

const IDENTITY = { app: 'my-app', model: 'prod', relationName: 'backup' };
const SETTINGS = { namespace: 'velero', storageLocation: 'default' };
const TARGET = { app: 'my-app', relationName: 'backup', model: 'prod', spec: { includeNamespaces: ['prod'] } };

/** The spec of the target with the field names of the interface. */
const snakeSpec = { include_namespaces: ['prod'] };

const codes = (diagnostics) => diagnostics.map(({ code }) => code);

const databag = (spec) => ({
  backup_targets: JSON.stringify([{ app: 'my-app', relation_name: 'backup', model: 'prod', spec }]),
});

/** Publishes a spec, and returns what a requirer looks up. */
function lookedUp(evaluator, spec) {
  const targets = evaluator.readTargets([{ id: 1, databag: databag(spec) }]);
  const found = targets.getBackupSpec('my-app', 'backup', 'prod');
  targets.close();
  return found;
}

export const tests = {
  async 'optional values may be absent, undefined or null'({ evaluator }) {
    equal(
      evaluator.checkSpec({}),
      evaluator.checkSpec({ includeNamespaces: null, ttl: undefined, labelSelector: null }),
    );
    equal(evaluator.describe({}, null), evaluator.describe({}));
    const settings = { ...SETTINGS, volumeSnapshotLocations: null, defaultVolumesToFsBackup: null };
    equal(evaluator.backupManifest(TARGET, settings), evaluator.backupManifest(TARGET, SETTINGS));
    const merged = evaluator.merge(TARGET, { schedule: '0 2 * * *' });
    const schedule = {
      schedule: '0 2 * * *',
      paused: false,
      skipImmediately: false,
      useOwnerReferencesInBackup: false,
    };
    equal(merged, { ok: true, value: { spec: TARGET.spec, schedule } });
  },

  async 'answers do not have properties for absent values'({ evaluator }) {
    equal(lookedUp(evaluator, { ttl: null, include_namespaces: [] }), { includeNamespaces: [] });
    const [diagnostic] = evaluator.checkSpec({ includeNamespaces: ['prod'], ttl: '30d' });
    equal(diagnostic, {
      code: 'ttl-not-a-duration',
      severity: 'error',
      message:
        '`30d` is not a duration for Velero (`d` is not a unit): Kubernetes accepts it, and Velero then cannot read any list with this object',
      help: 'write `720h`',
      pointer: '/ttl',
      fixes: [],
      related: [],
    });
  },

  async 'labels keep their order as an object, a Map or pairs'({ evaluator }) {
    const labels = [
      ['b', '1'],
      ['10', 'x'],
      ['9', 'y'],
    ];
    const text = '[{"app":"","relation_name":"","model":"","spec":{"label_selector":{"b":"1","10":"x","9":"y"}}}]';
    const targets = evaluator.readTargets([{ id: 1, databag: { backup_targets: text } }]);
    equal(targets.getBackupSpec('', '', ''), { labelSelector: labels });
    targets.close();
    const yaml = 'label_selector:\n  b: "1"\n  "10": x\n  "9": "y"\n';
    equal(
      evaluator.formatSpec({ labelSelector: labels }, 'yaml'),
      evaluator.formatSpec({ labelSelector: new Map(labels) }, 'yaml'),
    );
    const document = evaluator.document(yaml, 'yaml');
    equal(document.specs(), [{ labelSelector: labels }]);
    document.close();
    equal(evaluator.formatSpec({ labelSelector: { b: '1', a: '2' } }, 'json').includes('"b": "1"'), true);
  },

  async 'text is not changed'({ evaluator }) {
    for (const text of ['\ufeffmarked', 'nul \0', '日本 🗄', '', 'a\r\nb']) {
      equal(lookedUp(evaluator, { ttl: text }), { ttl: text }, JSON.stringify(text));
    }
    const published = evaluator.publish(IDENTITY, { ttl: '\ufeff' }, true, [{ id: 1, databag: {} }], 'publish');
    truthy(published.value[0].value.includes('"ttl": "\\ufeff"'), published.value[0].value);
    // A lone surrogate cannot be encoded as UTF-8.
    equal(evaluator.formatSpec({ ttl: '\ud800' }, 'json'), evaluator.formatSpec({ ttl: '\ufffd' }, 'json'));
  },

  async 'a value of the wrong type is a TypeError that names it'({ evaluator }) {
    const throws = async (work, message) => {
      const error = await thrown(work, message);
      equal([error.name, error.message], ['TypeError', message]);
    };
    await throws(
      () => evaluator.checkSpec({ include_namespaces: [] }),
      '`spec` does not have a property `include_namespaces`: write `includeNamespaces`',
    );
    await throws(
      () => evaluator.checkSpec({ includeNamespaces: 'prod' }),
      '`spec.includeNamespaces` must be an array, found the string `prod`',
    );
    await throws(
      () => evaluator.checkTarget({ ...TARGET, spec: { ttl: 3600 } }),
      '`target.spec.ttl` must be a string, found `3600`',
    );
    await throws(() => evaluator.checkSpec(), '`spec` must be an object, found `undefined`');
    await throws(
      () => evaluator.readTargets([{ id: -1, databag: {} }]),
      '`relations[0].id` must be an integer from 0 to 4294967295, found `-1`',
    );
    await throws(
      () => evaluator.readTargets([{ id: 1, databag: { 'a b': 1 } }]),
      '`relations[0].databag["a b"]` must be a string, found `1`',
    );
    await throws(() => evaluator.document('', 'toml'), '`format` must be one of json, yaml, found the string `toml`');
    await throws(() => evaluator.checkSpec({}, {}), '`cluster` must be a Cluster, found an object');
    await throws(
      () => evaluator.nextRuns('0 2 * * *', Number.NaN, 1),
      '`after` must be a number of seconds, found `NaN`',
    );
    await throws(
      () => evaluator.publish(IDENTITY, {}, 'yes', [], 'refuse'),
      '`leader` must be true or false, found the string `yes`',
    );
    await throws(
      () => evaluator.checkSpec({ labelSelector: ['app'] }),
      '`spec.labelSelector` must be an object of strings, or pairs of strings, found the string `app`',
    );
  },

  async 'publish returns the reason for its refusal'({ evaluator }) {
    const relations = [{ id: 7, databag: {} }];
    const publish = (spec, leader, relations, onErrors) => {
      const answer = evaluator.publish(IDENTITY, spec, leader, relations, onErrors);
      return answer.ok ? answer.value : [answer.reason, ...codes(answer.diagnostics)];
    };
    equal(publish(TARGET.spec, false, relations, 'refuse'), ['not-leader']);
    equal(publish(TARGET.spec, true, [], 'refuse'), ['no-relation']);
    equal(publish({ ...TARGET.spec, ttl: '30d' }, true, relations, 'refuse'), ['invalid', 'ttl-not-a-duration']);
    const [write] = publish({ ...TARGET.spec, ttl: '30d' }, true, relations, 'publish');
    equal([write.relationId, write.key, write.changed], [7, 'backup_targets', true]);
    const again = publish(
      { ...TARGET.spec, ttl: '30d' },
      true,
      [{ id: 7, databag: { [write.key]: write.value } }],
      'publish',
    );
    equal(again, [{ ...write, changed: false }]);
  },

  async 'a document has contents with positions'({ evaluator }) {
    const document = evaluator.document('include_namespaces: [a]\nttl: 30d\n', 'yaml', { kind: 'spec' });
    const [diagnostic] = document.diagnostics();
    equal(
      [diagnostic.code, diagnostic.span.start.line, diagnostic.span.start.utf16Offset],
      ['ttl-not-a-duration', 2, 29],
    );
    equal(
      diagnostic.fixes.map(({ edits }) => edits.map(({ text }) => text)),
      [['720h']],
    );
    equal(document.specs(), [{ includeNamespaces: ['a'], ttl: '30d' }]);
    equal(document.targets(), []);
    equal(document.locate(0, '/ttl').end.column, 9);
    equal(document.locate(0, '/nothing'), undefined);
    const edited = document.edit(0, '/ttl', '"48h"');
    equal(
      edited.value.map(({ span, text }) => [span.start.utf16Offset, span.end.utf16Offset, text]),
      [[29, 32, '48h']],
    );
    equal(document.edit(0, '/nothing', undefined).diagnostics[0].code, 'edit-refused');
    equal(document.pointerAt(30), [0, '/ttl']);
    equal(document.pointerAt(34), undefined);
    document.close();
  },

  async 'a fix says whether it is certain and what it changes'({ evaluator }) {
    const fixes = (text) => evaluator.checkText(text, 'yaml').flatMap(({ fixes }) => fixes);
    const told = ({ edits, ...others }) => others;
    equal(fixes('include_namespaces: [prod]\ninclude_resources: [pvcs]\n').map(told), [
      {
        title: 'write `persistentvolumeclaims`',
        certain: false,
        effect: 'objects of `persistentvolumeclaims` are saved too',
      },
    ]);
    equal(fixes('include_namespaces: [prod]\nttl: 30d\n').map(told), [{ title: 'write `720h`', certain: true }]);
  },

  async 'the clauses of a spec are values'({ evaluator }) {
    const spec = { includeNamespaces: ['prod'], includeResources: ['pvc', 'pv', 'secrets'] };
    const clauses = evaluator.describeClauses(spec);
    equal(clauses.namespaces, { included: ['prod'], excluded: [] });
    equal(clauses.namespacedResources, { included: ['persistentvolumeclaims', 'secrets'], excluded: [] });
    equal(clauses.clusterScopedResources, { included: ['persistentvolumes'], excluded: [] });
    equal(clauses.clusterScopedCondition, 'all-namespaces');
    equal(clauses.namespaceObjects.withObjects, 'never');
    equal(clauses.broughtAlong[0], { becauseOf: 'persistentvolumeclaims', groupResource: 'persistentvolumes' });
    const everything = evaluator.describeClauses({ labelSelector: { b: '1', a: '2' } });
    equal(everything.namespacedResources.included, undefined);
    const anyCustomResource = everything.broughtAlong.filter(({ becauseOf }) => becauseOf === undefined);
    equal(anyCustomResource, [{ groupResource: 'customresourcedefinitions.apiextensions.k8s.io' }]);
    equal(everything.labelSelector, [
      ['b', '1'],
      ['a', '2'],
    ]);
    for (const refused of [{ ttl: '30d' }, { includeNamespaces: ['prod', '*'] }]) {
      equal(evaluator.describeClauses(refused), undefined);
    }
  },

  async 'levels and comments change what is reported'({ evaluator }) {
    const text = 'include_namespaces: [prod]\nttl: 30d\nother: 1\n';
    const levels = [
      { code: 'ttl-not-a-duration', level: 'ignore' },
      { code: 'unknown-field', level: 'error' },
    ];
    const found = evaluator.checkText(text, 'yaml', { levels });
    equal(
      found.map(({ code, severity }) => [code, severity]),
      [['unknown-field', 'error']],
    );
    equal(evaluator.document(text, 'yaml', { levels }).diagnostics(), found);
    const ignored = text.replace('30d', '30d # k8s-backup-target: ignore ttl-not-a-duration');
    equal(codes(evaluator.checkText(ignored, 'yaml')), ['unknown-field']);
    equal(codes(evaluator.checkText('ttl: 1h', 'yaml', { levels: [{ code: 'ttl-zreo', level: 'ignore' }] })), [
      'unknown-rule',
      'whole-cluster',
    ]);
  },

  async 'checkText and findSpec do the same as their resources'({ evaluator }) {
    const text = 'include_resources: [gadgets]\nttl: 30d\n';
    const document = evaluator.document(text, 'yaml', { kind: 'spec' });
    equal(evaluator.checkText(text, 'yaml', { kind: 'spec' }), document.diagnostics());
    document.close();
    truthy(codes(evaluator.checkText(text, 'yaml')).includes('ttl-not-a-duration'), 'the kind was not guessed');
    const cluster = evaluator.openCluster([
      { group: 'example.com', plural: 'widgets', kind: 'Widget', namespaced: true },
    ]).value;
    equal(codes(evaluator.checkText('include_resources: [gadgets]', 'yaml', { cluster })), ['resource-unknown']);
    cluster.close();
    equal((await thrown(() => evaluator.checkText(text, 'toml'))).name, 'TypeError');
    equal((await thrown(() => evaluator.checkText('', 'yaml', { cluster }))).name, 'ClosedError');

    const relations = [{ id: 1, databag: databag({ include_namespaces: ['prod'] }) }];
    equal(evaluator.findSpec(relations, 'my-app', 'backup', 'prod'), { includeNamespaces: ['prod'] });
    equal(evaluator.findSpec(relations, 'my-app', 'backup', 'other'), undefined);
    equal(evaluator.findSpec([], '', '', ''), undefined);
  },

  async 'a session calls functions by name'({ evaluator }) {
    const session = evaluator.session();
    const answer = (name, args) => JSON.parse(session.call(name, JSON.stringify(args)).value);
    equal(codes(answer('validation.check-spec', { spec: { ...snakeSpec, ttl: '30d' } })), ['ttl-not-a-duration']);
    const number = answer('requirer.targets.new', { relations: [{ id: 1, databag: databag({ ttl: '24h' }) }] });
    const names = { app_name: 'my-app', endpoint: 'backup', model: 'prod' };
    equal(answer('requirer.targets.get-backup-spec', { self: number, ...names }).ttl, '24h');
    equal(answer('close', { self: number }), null);
    // A refusal is an answer.
    const refused = answer('schedule.next-runs', { schedule: '30 2', after: 0, count: 1 });
    equal(codes(refused.error), ['schedule-not-cron']);
    equal(answer('validation.describe', { spec: snakeSpec }), evaluator.describe(TARGET.spec));
  },

  async 'a session returns why it did not call a function'({ evaluator }) {
    const session = evaluator.session();
    const error = (name, args) => {
      const result = session.call(name, args);
      equal(Object.keys(result), ['ok', 'error']);
      equal(Object.keys(result.error), ['code', 'message', 'help', 'pointer']);
      return [result.ok, result.error.code, result.error.pointer];
    };
    equal(error('validation.check-specs', '{}'), [false, 'unknown-function', '']);
    equal(session.call('validation.check-specs', '{}').error.help, 'write `validation.check-spec`');
    equal(error('validation.check-spec', '{'), [false, 'not-json', '']);
    equal(error('validation.check-spec', '[]'), [false, 'wrong-type', '']);
    equal(error('validation.check-spec', '{}'), [false, 'missing-field', '']);
    equal(error('validation.check-spec', '{"spec":{"ttl":1}}'), [false, 'wrong-type', '/spec/ttl']);
    equal(error('requirer.targets.is-ready', '{"self":7}'), [false, 'unknown-resource', '/self']);
    equal((await thrown(() => session.call('validation.rules'))).message, '`args` must be a string, found `undefined`');
    equal((await thrown(() => session.call('validation.rules', {}))).name, 'TypeError');
    // Each session has its own numbers.
    equal(session.call('requirer.targets.new', '{"relations":[]}'), { ok: true, value: '1' });
    equal(evaluator.session().call('requirer.targets.new', '{"relations":[]}'), { ok: true, value: '1' });
  },

  async 'a session is closed after a trap'({ load, coreWasm, TrapError, ClosedError }) {
    const evaluator = await load({ wasm: withMemory(await coreWasm(), 24) });
    const session = evaluator.session();
    const text = JSON.stringify({ text: 'x'.repeat(4 << 20), format: 'yaml' });
    const error = await thrown(() => session.call('validation.check-text', text), 'the memory was enough');
    truthy(error instanceof TrapError, `${error}`);
    const lost = await thrown(() => session.call('validation.rules', '{}'));
    truthy(lost instanceof ClosedError, `${lost}`);
    equal(evaluator.session().call('validation.rules', '{}').ok, true);
    equal(evaluator.rules().length > 50, true);
  },

  async 'a cluster knows the kinds that it serves'({ evaluator }) {
    const parsed = evaluator.parseApiResources(
      'NAME      SHORTNAMES   APIVERSION       NAMESPACED   KIND\n' +
        'widgets   wd           example.com/v1   true         Widget\n',
    );
    truthy(parsed.ok, 'the table of kubectl was refused');
    const opened = evaluator.openCluster(parsed.value, '1.18');
    truthy(opened.ok, 'the kinds of the table were refused');
    const cluster = opened.value;
    equal(cluster.resolve('wd')?.group, 'example.com');
    equal(cluster.resolve('nothing'), undefined);
    truthy(
      cluster.apiResources().some(({ plural }) => plural === 'widgets'),
      'the kinds do not include it',
    );
    equal(codes(evaluator.checkSpec({ includeResources: ['gadgets'] }, cluster)), ['resource-unknown']);
    equal(codes(evaluator.checkTarget({ ...TARGET, spec: { includeResources: ['gadgets'] } }, cluster)), [
      'resource-unknown',
    ]);
    const document = evaluator.document('include_resources: [gadgets]', 'yaml', { cluster });
    equal(codes(document.diagnostics()), ['resource-unknown']);
    document.close();
    cluster.close();
    equal(evaluator.openCluster([], '0.1').ok, false);
    equal(evaluator.parseApiResources('').ok, false);
  },

  async 'times are seconds, rounded down'({ evaluator }) {
    equal(evaluator.nextRuns('0 2 * * *', 1767232799.9, 2), { ok: true, value: [1767232800, 1767319200] });
    equal(evaluator.nextRuns('0 2 * * *', 1767232800, 1), { ok: true, value: [1767319200] });
    equal(codes(evaluator.nextRuns('30 2', 0, 1).diagnostics), ['schedule-not-cron']);
    const weekly = evaluator.retention('0 2 * * 2', '24h', 0, 2);
    equal(weekly.value.gaps, [{ start: 439200 + 86400, end: 1044000 }]);
    equal(evaluator.retention('0 2 * * 2', null, 0, 2), evaluator.retention('0 2 * * 2', undefined, 0, 2));
    equal(codes(evaluator.checkSchedule({ schedule: '@daily' })), ['schedule-unknown-to-integrator']);
  },

  async 'databags are objects'({ evaluator }) {
    const made = evaluator.toDatabag(TARGET, {});
    equal(Object.keys(made.value), ['spec', 'app', 'relation_name', 'model']);
    const plan = evaluator.plan([TARGET], { schedule: '0 2 * * *' }, SETTINGS, [{ id: 3, databag: {} }]);
    equal([plan.writes[0].relationId, plan.writes[0].databag.app, plan.manifests[0].kind], [3, 'my-app', 'schedule']);
    equal(JSON.parse(evaluator.scheduleManifest(TARGET, { schedule: '0 2 * * *' }, SETTINGS).value).kind, 'Schedule');
    equal(evaluator.scheduleManifest(TARGET, {}, SETTINGS).ok, false);
    equal(JSON.parse(evaluator.backupManifest(TARGET, SETTINGS).value).kind, 'Backup');
  },

  async 'the schema and the rules are available'({ evaluator }) {
    equal(JSON.parse(evaluator.jsonSchema()).type, 'object');
    truthy(
      evaluator.rules().some(({ code }) => code === 'ttl-not-a-duration'),
      'the catalogue does not have the rule',
    );
  },

  async 'a closed resource cannot be used, but can be closed again'({ evaluator, ClosedError }) {
    const targets = evaluator.readTargets([]);
    targets.close();
    targets.close();
    const error = await thrown(() => targets.isReady());
    equal([error instanceof ClosedError, error.message], [true, 'the `Targets` is closed']);
    if (!Symbol.dispose) return;
    const document = evaluator.document('', 'yaml');
    document[Symbol.dispose]();
    equal((await thrown(() => document.specs())).name, 'ClosedError');
  },

  async 'a resource stays open when the one it was created from is closed'({ evaluator }) {
    const cluster = evaluator.openCluster().value;
    const reader = evaluator.inventoryReader(cluster);
    cluster.close();
    equal(reader.push(new TextEncoder().encode('{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a",')), {
      ok: true,
      value: undefined,
    });
    reader.push(new TextEncoder().encode('"namespace":"b"}}'));
    const inventory = reader.finish().value;
    equal((await thrown(() => reader.finish())).name, 'ClosedError');
    const evaluation = evaluator.evaluate(inventory, {});
    inventory.close();
    equal(evaluation.step(Infinity), true);
    equal(evaluation.included(), 1);
    evaluation.close();
  },

  async 'the call after a trap uses a new instance'({ load, coreWasm, TrapError, ClosedError }) {
    const evaluator = await load({ wasm: withMemory(await coreWasm(), 24) });
    const targets = evaluator.readTargets([]);
    for (const round of [1, 2]) {
      const error = await thrown(() => evaluator.document('x'.repeat(4 << 20), 'yaml'), 'the memory was enough');
      truthy(error instanceof TrapError, `${error}`);
      truthy(error.message.startsWith('the component trapped (a bug): '), error.message);
      equal(codes(evaluator.checkSpec({ ...TARGET.spec, ttl: '30d' })), ['ttl-not-a-duration'], `round ${round}`);
    }
    const lost = await thrown(() => targets.isReady());
    truthy(lost instanceof ClosedError, `${lost}`);
    targets.close();
    equal(evaluator.readTargets([{ id: 1, databag: databag({}) }]).isReady(), true);
  },

  async 'load takes a URL, a response, bytes or a module'({ load, loadInline, coreUrl, coreWasm }) {
    const bytes = await coreWasm();
    const module = await WebAssembly.compile(bytes);
    const typed = (type) => new Response(bytes, { headers: { 'content-type': type } });
    const responses = [typed('application/wasm'), typed('application/wasm; charset=utf-8'), new Response(bytes)];
    const sources = [coreUrl, String(coreUrl), ...responses, bytes, bytes.buffer, module, Promise.resolve(module)];
    for (const wasm of sources) truthy((await load({ wasm })).jsonSchema(), 'it does not answer');
    truthy((await loadInline()).jsonSchema(), 'it does not answer');
    const [one, other] = await Promise.all([load(), load()]);
    truthy(one !== other, 'two evaluators are the same');
    equal(
      (await thrown(() => load({ wasm: 7 }))).message,
      '`wasm` must be a URL, a response, bytes or a module, found `7`',
    );
    truthy(await thrown(() => load({ wasm: new Uint8Array(8) })), 'eight zeros were loaded');
    truthy(
      (await thrown(() => load({ wasm: new Response('', { status: 404 }) }))).message.includes('404'),
      'the message does not have the status',
    );
  },
};

/** Returns the module with a maximum memory: its minimum and `pages` more. */
export const withMemory = (wasm, pages) => withMaximumMemory(wasm, (minimum) => minimum + pages);
