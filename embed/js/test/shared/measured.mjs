// The measured cases, through the package. `testdata/src` says what the cases are.

import { camelKeys, equal, every, members, specOf, truthy } from './check.mjs';

const EMPTY = ['', '', ''];

export const tests = {
  async 'databags are read as the reference reads them'({ evaluator, casesOf }) {
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

  async 'specs are published as the reference publishes them'({ evaluator, casesOf }) {
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

  async 'targets are merged as the integrator merges them'({ evaluator, casesOf }) {
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
      // What the integrator hands over though Velero refuses the schedule is not made here.
      if (merged.ok && config.schedule && !evaluator.nextRuns(config.schedule, 0, 0).ok)
        return equal(made.ok, false, name);
      equal(made.ok ? made.value : null, databag, name);
    });
  },

  async 'schedules run as Velero runs them'({ evaluator, casesOf }) {
    await every(await casesOf('cron'), ({ input, after, next }) => {
      const runs = evaluator.nextRuns(input, after ?? 0, 3);
      equal(runs.ok ? runs.value : undefined, next ?? undefined, input);
    });
  },

  async 'names resolve as Velero resolves them'({ evaluator, casesOf }) {
    const cluster = await servedCluster(evaluator, casesOf);
    await every(await casesOf('resolve'), ({ input, group_resource, namespaced }) => {
      const kind = cluster.resolve(input);
      const answer = kind && [groupResource(kind), kind.namespaced];
      // The cluster that was measured did not have it, and every Kubernetes does.
      if (input === 'events.events.k8s.io') return equal(answer, [input, true], input);
      equal(answer, group_resource ? [group_resource, namespaced] : undefined, input);
    });
    cluster.close();
  },

  async 'patterns match what they match for Velero'({ evaluator, casesOf }) {
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
    truthy(read.ok, 'the namespaces are read');
    const inventory = read.value;
    // Only these can be asked about.
    const names = new Set(inventory.objects().map((object) => object.name));
    truthy(names.size > 60, `${names.size} of ${texts.size} texts are names`);
    let asked = 0;
    await every(cases, ({ name, pattern, ok, matches, velero_namespace_pattern_error }) => {
      const matching = inventory.matchingNamespaces(pattern);
      if (!matching.ok) {
        const [{ code }] = matching.diagnostics;
        // No namespace can have such a name; the library of patterns does not know that.
        if (code === 'namespace-name') return;
        const expected = velero_namespace_pattern_error ? 'namespace-pattern' : ok || 'namespace-pattern-unreadable';
        return equal(code, expected, name);
      }
      equal(velero_namespace_pattern_error, null, `${name} is refused`);
      // Velero expands what has one of these, and takes anything else for a name.
      if (!/[*?[]/.test(pattern)) return;
      asked += 1;
      equal([...matching.value].sort(), matches.filter((text) => names.has(text)).sort(), name);
    });
    truthy(asked > 50, `${asked} patterns were asked about`);
    inventory.close();
  },

  async 'the lists of a spec are refused as Velero refuses them'({ evaluator, casesOf }) {
    await every(await casesOf('validation'), ({ name, errors }, text) => {
      const spec = { ...specOf(members(text).get('spec')) };
      // Velero does not look at it here.
      delete spec.labelSelector;
      equal([...refusals(evaluator, spec)].sort(), [...new Set(errors.map(inKinds))].sort(), name);
    });
  },

  async 'named databags are answered as expected'({ evaluator, readings }) {
    const all = Object.entries(await readings());
    truthy(all.length > 20, 'there are readings');
    for (const [name, { json, txt }] of all) equal(reading(evaluator, JSON.parse(json)), txt, name);
  },
};

const groupResource = ({ plural, group }) => (group ? `${plural}.${group}` : plural);

/** A cluster that serves what Velero was measured with. */
export async function servedCluster(evaluator, casesOf) {
  const kinds = (await casesOf('kinds')).map(({ text }) => JSON.parse(text));
  const resources = kinds.map(({ group_resource, kind, namespaced, short_names, singular }) => {
    const [, plural, group = ''] = /^([^.]+)(?:\.(.+))?$/.exec(group_resource);
    return { group, plural, singular, kind, namespaced, shortNames: short_names };
  });
  const cluster = evaluator.openCluster(resources);
  truthy(cluster.ok, 'kinds that a cluster serves');
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
    // Velero takes it, and its library does not compile it: the backup fails later.
    else if (code !== 'namespace-pattern-unreadable') truthy(severity !== 'error', `${code} is no error of Velero's`);
  }
  // Of `*` in both lists Velero says two things, and one is enough.
  const has = (list) => list?.includes('*') ?? false;
  const all = !spec.includeNamespaces?.length;
  if ((all || has(spec.includeNamespaces)) && has(spec.excludeNamespaces)) found.add('namespaces in both *');
  if (has(spec.includeResources) && has(spec.excludeResources)) found.add('resources in both *');
  return found;
}

/** Velero's error, of which only the kind is compared and not the wording. */
function inKinds(error) {
  const [, subject, words] = /^Invalid included\/excluded (namespace|resource) lists: (.*)$/s.exec(error);
  const [, entry] = /^excludes list cannot contain an item in the includes list: (.*)$/s.exec(words) ?? [];
  const kinds = {
    [`in both ${entry}`]: entry !== undefined,
    'wildcard excluded': words.startsWith("excludes list cannot contain '*'"),
    'wildcard not alone': words.startsWith("includes list must either contain '*' only"),
    pattern: words.startsWith('wildcard pattern'),
    name: words.startsWith('invalid namespace'),
  };
  const [kind] = Object.entries(kinds).find(([, is]) => is) ?? [words];
  return `${subject}s ${kind}`;
}

/** The answer to a list of databags, as `testdata/readings` has it. */
function reading(evaluator, databags) {
  const relations = databags.map((databag, index) => ({ id: index + 1, databag }));
  const targets = evaluator.readTargets(relations);
  const [entries, diagnostics] = [targets.entries(), targets.diagnostics()];
  targets.close();
  const quoted = (text) => JSON.stringify(text);
  const place = (subject, pointer) => `relation ${relations[subject].id} ${pointer}`;
  const lines = entries.map(
    ({ relationId, target: { app, relationName, model } }) =>
      `relation ${relationId} has ${quoted(app)} ${quoted(relationName)} ${quoted(model)}`,
  );
  if (lines.length === 0) lines.push('no target');
  for (const { severity, code, message, subject, pointer, related, help } of diagnostics) {
    lines.push('', `${severity}[${code}]: ${message}`, `  at ${place(subject, pointer).trimEnd()}`);
    for (const also of related) lines.push(`  ${place(also.subject, also.pointer)}: ${also.message}`);
    if (help !== undefined) lines.push(`  help: ${help}`);
  }
  return `${lines.join('\n')}\n`;
}
