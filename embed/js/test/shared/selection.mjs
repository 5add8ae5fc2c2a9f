// Velero's cases of what specs take of a cluster, through the package. `testdata/src/velero/selection.rs` says what the
// cases are.

import { equal, every, members, specOf, truthy } from './check.mjs';
import { servedCluster } from './measured.mjs';

export const tests = {
  async 'objects are selected as Velero selects them'({ evaluator, casesOf }) {
    const answers = await answering(evaluator, casesOf);
    await every(await casesOf('selection'), async (expected, text) => {
      const spec = specOf(members(text).get('spec'));
      if (isLeftOut(spec)) return;
      const { object, active_namespaces, included, reason } = expected;
      const others = active_namespaces.filter((name) => !(object.resource === 'namespaces' && object.name === name));
      const answer = (await answers(spec, [...others.map(namespaceOf), object])).at(-1);
      equal(inWords(answer, reason), { included, reason }, show(object));
    });
  },

  async 'namespaces come with their objects as Velero takes them'({ evaluator, casesOf }) {
    const answers = await answering(evaluator, casesOf);
    await every(await casesOf('selection_cluster'), async (expected, text) => {
      const spec = specOf(members(text).get('spec'));
      if (isLeftOut(spec)) return;
      const { namespaces, objects, objects_included, objects_reasons } = expected;
      const words = [
        ...namespaces.map(({ name }) => ({
          included: expected.included_namespaces_objects.includes(name),
          reason: expected.namespaces_reasons[name],
        })),
        ...objects_included.map((included, index) => ({ included, reason: objects_reasons[index] })),
      ];
      const all = await answers(spec, [...namespaces, ...objects]);
      equal(
        all.map((answer, index) => inWords(answer, words[index].reason)),
        words,
        show(objects),
      );
    });
  },

  async 'objects come along as Velero brings them'({ evaluator, casesOf }) {
    const cluster = await servedCluster(evaluator, casesOf);
    await every(await casesOf('related'), async ({ id, note, namespaces, objects, expect }, text) => {
      const spec = specOf(members(text).get('spec'));
      const lines = [...namespaces, ...objects].map((object) => JSON.stringify(object));
      const all = (await verdicts(evaluator, cluster, spec, lines)).slice(namespaces.length);
      const words = expect.map(({ included, how, by, by_all = [] }, index) => {
        const bringers = [...(by ? [by] : []), ...by_all].map(show);
        // Any of them is right.
        const named = all[index].broughtBy;
        const right = named && bringers.includes(named) ? named : bringers[0];
        return right === undefined ? { included, reason: how } : { included, reason: how, broughtBy: right };
      });
      equal(
        all.map((answer, index) => inWords(answer, words[index].reason)),
        words,
        `${id} ${note}`,
      );
    });
    cluster.close();
  },
};

/** The operator leaves a selector without labels out: there Velero's own answer is another one. */
const isLeftOut = (spec) => spec?.labelSelector?.length === 0;

const show = (place) => [place.resource, place.namespace ?? '', place.name].join(' ');

const namespaceOf = (name) => ({ resource: 'namespaces', namespaced: false, namespace: '', name, labels: {} });

/** Verdicts of objects as the cases have them. */
async function answering(evaluator, casesOf) {
  const cluster = await servedCluster(evaluator, casesOf);
  const kinds = new Map(
    (await casesOf('kinds')).map(({ text }) => JSON.parse(text)).map((kind) => [kind.group_resource, kind]),
  );
  const line = ({ resource, namespaced, namespace, name, labels }) => {
    // What the cluster does not serve has a kind all the same.
    const { group_version, kind } = kinds.get(resource) ?? {
      group_version: `${resource.slice(resource.indexOf('.') + 1)}/v1`,
      kind: 'Nosuch',
    };
    const metadata = namespaced ? { name, labels, namespace } : { name, labels };
    const status = kind === 'Namespace' ? { phase: 'Active' } : {};
    return JSON.stringify({ apiVersion: group_version, kind, metadata, status });
  };
  return (spec, objects) => verdicts(evaluator, cluster, spec, objects.map(line));
}

async function verdicts(evaluator, cluster, spec, lines) {
  const read = await evaluator.readInventory(lines.join('\n'), { cluster });
  truthy(read.ok, 'the objects are read');
  const inventory = read.value;
  const evaluation = await evaluator.evaluate(inventory, spec).run();
  const objects = inventory.objects();
  const all = evaluation.verdicts();
  evaluation.close();
  inventory.close();
  return all.map(({ included, reason, broughtBy }) => {
    if (broughtBy === undefined) return { included, reason };
    const { groupResource, namespace, name } = objects[broughtBy];
    return { included, reason, broughtBy: show({ resource: groupResource, namespace, name }) };
  });
}

const NAMESPACE_NOT_TAKEN = ['namespace-not-included', 'namespace-excluded'];
const RESOURCE_NOT_TAKEN = ['resource-not-included', 'resource-excluded'];

/** Velero's words, by their start, and the reasons that they stand for. */
const WORDS = [
  ['included: namespace object matches the label selector', ['namespace-of-selected']],
  ['included', ['selected', 'namespace-of-selected']],
  ['selected', ['selected']],
  ['comes-along', ['comes-along']],
  ['spec rejected by validation', ['spec-refused']],
  ['backup fails', ['spec-refused']],
  ['namespace not listed', NAMESPACE_NOT_TAKEN],
  ['namespace excluded (item check)', NAMESPACE_NOT_TAKEN],
  ['namespace not tracked', [...NAMESPACE_NOT_TAKEN, 'labels-do-not-match']],
  ['namespaces resource type excluded', [...RESOURCE_NOT_TAKEN, 'cluster-scope-excluded']],
  ['resource type excluded', RESOURCE_NOT_TAKEN],
  [
    'cluster-scoped resource type not selected',
    ['cluster-scope-excluded', 'cluster-scope-not-automatic', ...RESOURCE_NOT_TAKEN],
  ],
  ['label selector does not match', ['labels-do-not-match']],
  ['list error: label selector', ['labels-do-not-match']],
  ['label velero.io/exclude-from-backup=true', ['exclude-label']],
  ['annotation velero.io/skip-from-backup', ['skip-annotation']],
  ['resource type not in discovery', ['unknown-resource']],
  ['being deleted', ['being-deleted']],
];

/** An answer with its reason in Velero's words, if it is what they stand for. */
function inWords(answer, words) {
  if (answer.reason === words) return answer;
  const [, reasons] = WORDS.find(([start]) => words.startsWith(start)) ?? [words, []];
  return reasons.includes(answer.reason) ? { ...answer, reason: words } : answer;
}
