// Velero's cases of what specs select, through the package. `testdata/src/velero/selection.rs` documents them.

import { equal, every, members, specOf, truthy } from './check.mjs';
import { servedCluster } from './measured.mjs';

export const tests = {
  async 'objects are selected like Velero selects them'({ evaluator, casesOf }) {
    const answers = await answering(evaluator, casesOf);
    await every(await casesOf('selection'), async (expected, text) => {
      const spec = specOf(members(text).get('spec'));
      if (isOmitted(spec)) return;
      const { object, active_namespaces, included, reason } = expected;
      const others = active_namespaces.filter((name) => !(object.resource === 'namespaces' && object.name === name));
      const answer = (await answers(spec, [...others.map(namespaceOf), object])).at(-1);
      equal(inWords(answer, reason), { included, reason }, show(object));
    });
  },

  async 'namespaces of selected objects are included like in Velero'({ evaluator, casesOf }) {
    const answers = await answering(evaluator, casesOf);
    await every(await casesOf('selection_cluster'), async (expected, text) => {
      const spec = specOf(members(text).get('spec'));
      if (isOmitted(spec)) return;
      const { namespaces, objects, objects_included, objects_reasons, instead } = expected;
      const words = [
        ...namespaces.map(({ name }) => ({
          included: expected.included_namespaces_objects.includes(name),
          reason: name === instead?.namespace ? instead.reason : expected.namespaces_reasons[name],
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

  async 'related objects are included like in Velero'({ evaluator, casesOf }) {
    const cluster = await servedCluster(evaluator, casesOf);
    await every(await casesOf('related'), async ({ id, note, namespaces, objects, expect }, text) => {
      const spec = specOf(members(text).get('spec'));
      const lines = [...namespaces, ...objects].map((object) => JSON.stringify(object));
      const all = (await verdicts(evaluator, cluster, spec, lines)).slice(namespaces.length);
      const words = expect.map(({ included, how, by, by_all = [] }, index) => {
        const expected = [...(by ? [by] : []), ...by_all].map(show);
        // Each of them is correct.
        const named = all[index].broughtBy;
        const correct = named && expected.includes(named) ? named : expected[0];
        return correct === undefined ? { included, reason: how } : { included, reason: how, broughtBy: correct };
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

/** The operator omits a selector without labels, so Velero's own answer does not apply. */
const isOmitted = (spec) => spec?.labelSelector?.length === 0;

const show = (object) => [object.resource, object.namespace ?? '', object.name].join(' ');

const namespaceOf = (name) => ({ resource: 'namespaces', namespaced: false, namespace: '', name, labels: {} });

/** Returns a function that returns the verdicts on objects of the cases. */
async function answering(evaluator, casesOf) {
  const cluster = await servedCluster(evaluator, casesOf);
  const kinds = new Map(
    (await casesOf('kinds')).map(({ text }) => JSON.parse(text)).map((kind) => [kind.group_resource, kind]),
  );
  const line = ({ resource, namespaced, namespace, name, labels }) => {
    // Objects that the cluster does not serve need a kind, too.
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
  truthy(read.ok, 'the objects were refused');
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

const NAMESPACE_NOT_SELECTED = ['namespace-not-included', 'namespace-excluded'];
const RESOURCE_NOT_SELECTED = ['resource-not-included', 'resource-excluded'];

/** Starts of Velero's messages, and the reasons that they mean. */
const WORDS = [
  ['included: namespace object matches the label selector', ['namespace-of-selected']],
  ['included', ['selected', 'namespace-of-selected']],
  ['selected', ['selected']],
  ['comes-along', ['comes-along']],
  ['spec rejected by validation', ['spec-refused']],
  ['backup fails', ['spec-refused']],
  ['namespace not listed', NAMESPACE_NOT_SELECTED],
  ['namespace excluded (item check)', NAMESPACE_NOT_SELECTED],
  ['namespace not tracked', [...NAMESPACE_NOT_SELECTED, 'labels-do-not-match']],
  ['namespaces resource type excluded', [...RESOURCE_NOT_SELECTED, 'cluster-scope-excluded']],
  ['resource type excluded', RESOURCE_NOT_SELECTED],
  [
    'cluster-scoped resource type not selected',
    ['cluster-scope-excluded', 'cluster-scope-not-automatic', ...RESOURCE_NOT_SELECTED],
  ],
  ['label selector does not match', ['labels-do-not-match']],
  ['list error: label selector', ['labels-do-not-match']],
  ['label velero.io/exclude-from-backup=true', ['exclude-label']],
  ['annotation velero.io/skip-from-backup', ['skip-annotation']],
  ['resource type not in discovery', ['unknown-resource']],
  ['being deleted', ['being-deleted']],
];

/** Returns the answer with Velero's message as its reason, if the message means the reason. */
function inWords(answer, words) {
  if (answer.reason === words) return answer;
  const [, reasons] = WORDS.find(([start]) => words.startsWith(start)) ?? [words, []];
  return reasons.includes(answer.reason) ? { ...answer, reason: words } : answer;
}
