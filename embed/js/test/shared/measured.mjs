// The measured cases, through the package. `testdata/src` documents them.

import { camelKeys, equal, every, members, specOf, truthy } from './check.mjs';

const EMPTY = ['', '', ''];

export const tests = {
  async 'databags are read like the reference reads them'({ evaluator, casesOf }) {
    await every(await casesOf('databag'), (expected, text) => {
      const { databags, query, instead } = expected;
      const relations = databags.map(({ relation_id, data }) => ({ id: relation_id, databag: data }));
      const targets = evaluator.readTargets(relations);
      const answer = {
        isReady: targets.isReady(),
        found: targets.getBackupSpec(query.app, query.endpoint, query.model),
      };
      targets.close();
      const read = instead ? members(members(text).get('instead')) : members(text);
      equal(answer, { isReady: (instead ?? expected).is_ready, found: specOf(read.get('found')) }, expected.name);
    });
  },

  async 'specs are published like the reference publishes them'({ evaluator, casesOf }) {
    await every(await casesOf('publish'), ({ name, app, model, relation_name, wire }, text) => {
      const spec = members(text).get('spec');
      const databag = { backup_targets: `[{"app": "", "relation_name": "", "model": "", "spec": ${spec}}]` };
      const relation = { id: 0, databag };
      const targets = evaluator.readTargets([relation]);
      const identity = { app, model, relationName: relation_name };
      const writes = evaluator.publish(identity, targets.getBackupSpec(...EMPTY), true, [relation], 'publish');
      targets.close();
      equal(writes.ok && writes.value[0].value, wire, name);
    });
  },

  async 'targets are merged like the integrator merges them'({ evaluator, casesOf }) {
    await every(await casesOf('merge'), ({ name, config, databag }, text) => {
      const relation = { id: 0, databag: { backup_targets: `[${members(text).get('target')}]` } };
      const targets = evaluator.readTargets([relation]);
      const target = targets.entries().pop()?.target;
      targets.close();
      if (!target) return equal(undefined, databag ?? undefined, name);
      const schedule = camelKeys(config);
      const merged = evaluator.merge(target, schedule);
      equal(merged.ok, databag !== null, name);
      const made = evaluator.toDatabag(target, schedule);
      // The integrator passes on a schedule that Velero refuses. The package refuses it.
      if (merged.ok && config.schedule && !evaluator.nextRuns(config.schedule, 0, 0).ok)
        return equal(made.ok, false, name);
      equal(made.ok ? made.value : null, databag, name);
    });
  },

  async 'schedules run like Velero runs them'({ evaluator, casesOf }) {
    await every(await casesOf('cron'), ({ input, after, next }) => {
      const runs = evaluator.nextRuns(input, after ?? 0, 3);
      equal(runs.ok ? runs.value : undefined, next ?? undefined, input);
    });
  },

  async 'names resolve like Velero resolves them'({ evaluator, casesOf }) {
    const cluster = await servedCluster(evaluator, casesOf);
    await every(await casesOf('resolve'), ({ input, group_resource, namespaced }) => {
      const kind = cluster.resolve(input);
      const answer = kind && [groupResource(kind), kind.namespaced];
      // The measured cluster did not have this kind. It is built into Kubernetes.
      if (input === 'events.events.k8s.io') return equal(answer, [input, true], input);
      equal(answer, group_resource ? [group_resource, namespaced] : undefined, input);
    });
    cluster.close();
  },

  async 'patterns match like in Velero'({ evaluator, casesOf }) {
    const cases = await casesOf('glob');
    const texts = new Set(cases.flatMap(({ text }) => JSON.parse(text).matches ?? []));
    const namespace = (name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
      status: { phase: 'Active' },
    });
    const namespaces = Array.from(texts, (name) => JSON.stringify(namespace(name)));
    const read = await evaluator.readInventory(namespaces.join('\n'));
    truthy(read.ok, 'the namespaces were refused');
    const inventory = read.value;
    // Only valid names can be tested.
    const names = new Set(inventory.objects().map((object) => object.name));
    truthy(names.size > 60, `only ${names.size} of ${texts.size} texts are names`);
    let tested = 0;
    await every(cases, ({ name, pattern, ok, matches, velero_namespace_pattern_error }) => {
      const matching = inventory.matchingNamespaces(pattern);
      if (!matching.ok) {
        const [{ code }] = matching.diagnostics;
        // This is not a valid namespace name. The pattern library does not check that.
        if (code === 'namespace-name') return;
        const expected = velero_namespace_pattern_error ? 'namespace-pattern' : ok || 'namespace-pattern-unreadable';
        return equal(code, expected, name);
      }
      equal(velero_namespace_pattern_error, null, `${name} is refused`);
      // Velero expands entries with one of these characters. All others are names.
      if (!/[*?[]/.test(pattern)) return;
      tested += 1;
      equal([...matching.value].sort(), matches.filter((text) => names.has(text)).sort(), name);
    });
    truthy(tested > 50, `only ${tested} patterns were tested`);
    inventory.close();
  },

  async 'lists of a spec are refused like Velero refuses them'({ evaluator, casesOf }) {
    await every(await casesOf('validation'), ({ name, errors }, text) => {
      const spec = { ...specOf(members(text).get('spec')) };
      // Velero does not check it here.
      delete spec.labelSelector;
      equal([...refusals(evaluator, spec)].sort(), [...new Set(errors.map(inKinds))].sort(), name);
    });
  },

  async 'named databags have the expected answers'({ evaluator, readings }) {
    const all = Object.entries(await readings());
    truthy(all.length > 20, 'the readings are missing');
    for (const [name, { json, txt }] of all) equal(reading(evaluator, JSON.parse(json)), txt, name);
  },
};

const groupResource = ({ plural, group }) => (group ? `${plural}.${group}` : plural);

/** Opens a cluster with the kinds that Velero was measured with, at a commit of its main branch. */
export async function servedCluster(evaluator, casesOf) {
  const kinds = (await casesOf('kinds')).map(({ text }) => JSON.parse(text));
  const resources = kinds.map(({ group_resource, kind, namespaced, short_names, singular }) => {
    const [, plural, group = ''] = /^([^.]+)(?:\.(.+))?$/.exec(group_resource);
    return { group, plural, singular, kind, namespaced, shortNames: short_names };
  });
  const cluster = evaluator.openCluster(resources, 'next');
  truthy(cluster.ok, 'the kinds were refused');
  return cluster.value;
}

const KINDS = {
  'namespace-wildcard-excluded': 'namespaces wildcard excluded',
  'namespace-wildcard-not-alone': 'namespaces wildcard not alone',
  'namespace-pattern': 'namespaces pattern',
  'namespace-name': 'namespaces name',
  'resource-wildcard-excluded': 'resources wildcard excluded',
  'resource-wildcard-not-alone': 'resources wildcard not alone',
};

function refusals(evaluator, spec) {
  const found = new Set();
  for (const { code, severity, pointer } of evaluator.checkSpec(spec)) {
    const [, list, index] = /^\/(.+)\/([0-9]+)$/.exec(pointer) ?? [];
    const entry = () =>
      spec[list.replace(/.*_/, 'exclude').replace(/^exclude(.)/, (_, letter) => `exclude${letter.toUpperCase()}`)][
        index
      ];
    if (code === 'namespace-in-both') found.add(`namespaces in both ${entry()}`);
    else if (code === 'resource-in-both') found.add(`resources in both ${entry()}`);
    else if (KINDS[code]) found.add(KINDS[code]);
    // Velero accepts it, but its library cannot compile it: the backup fails later.
    else if (code !== 'namespace-pattern-unreadable') truthy(severity !== 'error', `${code} is not an error in Velero`);
  }
  // For `*` in both lists Velero has two errors, and the package has one.
  const has = (list) => list?.includes('*') ?? false;
  const all = !spec.includeNamespaces?.length;
  if ((all || has(spec.includeNamespaces)) && has(spec.excludeNamespaces)) found.add('namespaces in both *');
  if (has(spec.includeResources) && has(spec.excludeResources)) found.add('resources in both *');
  return found;
}

/** Returns the kind of Velero's error. Its wording is not compared. */
function inKinds(error) {
  const [, subject, message] = /^Invalid included\/excluded (namespace|resource) lists: (.*)$/s.exec(error);
  const [, entry] = /^excludes list cannot contain an item in the includes list: (.*)$/s.exec(message) ?? [];
  const kinds = {
    [`in both ${entry}`]: entry !== undefined,
    'wildcard excluded': message.startsWith("excludes list cannot contain '*'"),
    'wildcard not alone': message.startsWith("includes list must either contain '*' only"),
    pattern: message.startsWith('wildcard pattern'),
    name: message.startsWith('invalid namespace'),
  };
  const [kind] = Object.entries(kinds).find(([, is]) => is) ?? [message];
  return `${subject}s ${kind}`;
}

/** Returns the answer to a list of databags in the format of `testdata/readings`. */
function reading(evaluator, databags) {
  const relations = databags.map((databag, index) => ({ id: index + 1, databag }));
  const targets = evaluator.readTargets(relations);
  const [entries, diagnostics] = [targets.entries(), targets.diagnostics()];
  targets.close();
  const quoted = (text) => JSON.stringify(text);
  const position = (subject, pointer) => `relation ${relations[subject].id} ${pointer}`;
  const lines = entries.map(
    ({ relationId, target: { app, relationName, model } }) =>
      `relation ${relationId} has ${quoted(app)} ${quoted(relationName)} ${quoted(model)}`,
  );
  if (lines.length === 0) lines.push('no target');
  for (const { severity, code, message, subject, pointer, related, help } of diagnostics) {
    lines.push('', `${severity}[${code}]: ${message}`, `  at ${position(subject, pointer).trimEnd()}`);
    for (const also of related) lines.push(`  ${position(also.subject, also.pointer)}: ${also.message}`);
    if (help !== undefined) lines.push(`  help: ${help}`);
  }
  return `${lines.join('\n')}\n`;
}
