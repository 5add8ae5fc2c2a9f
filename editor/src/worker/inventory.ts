import type { Coverage, Evaluation, Evaluator, Inventory, ObjectRef, Spec, Target, Verdict } from 'k8s-backup-target';
import { reasonNames } from 'k8s-backup-target';
import { expect } from '../expect';
import type { Answers, Watch } from './answers';
import type { KnownCluster } from './known-cluster';
import type { Answer, CoverageSummary, Filter, InventorySummary, Page, Row, SelectionSummary } from './questions';

/** Number of objects that are read in one step. Between steps, the worker answers other questions. */
const STEP = 1000;

/** Maximum number of objects in the list of those that come along. */
const MAX_COMES_ALONG = 20;

/** The objects of a cluster, in columns. */
interface Columns {
  namespaces: (string | undefined)[];
  kinds: string[];
  namespaceOf: Uint32Array;
  kindOf: Uint32Array;
  names: string[];
}

interface Selection {
  evaluation: Evaluation;
  reasons: Uint8Array;
}

/** Answers questions about the objects of a cluster. */
export function inventoryQuestions(
  evaluator: Evaluator,
  known: KnownCluster,
): Answers<'openInventory' | 'closeInventory' | 'select' | 'cover' | 'page' | 'matches'> {
  let inventory: Inventory | undefined;
  let columns: Columns | undefined;
  let selection: Selection | undefined;
  let uncovered: Uint32Array | undefined;
  let filtered: { key: string; indices: Uint32Array } | undefined;

  const close = (): void => {
    selection?.evaluation.close();
    inventory?.close();
    inventory = columns = selection = uncovered = filtered = undefined;
  };

  const opened = (): [Inventory, Columns] => {
    if (!inventory || !columns) throw new Error('no cluster is open');
    return [inventory, columns];
  };

  async function open(file: Blob, kinds: string | undefined, watch: Watch): Promise<Answer<InventorySummary>> {
    if (kinds === undefined) known.forget();
    const replaced = kinds === undefined ? undefined : known.replace(kinds);
    if (replaced && !replaced.ok) return replaced;
    const { cluster, veleroVersion } = known;
    const read = await evaluator.readInventory(file, { cluster, ...watch });
    if (!read.ok) return read;
    const readColumns = await columnsOf(read.value, watch.signal);
    close();
    [inventory, columns] = [read.value, readColumns];
    const totals = count(columns, () => true);
    return {
      ok: true,
      value: {
        objects: columns.names.length,
        namespaces: columns.namespaces,
        kinds: columns.kinds,
        totals,
        served: known.list(),
        veleroVersion,
        diagnostics: inventory.diagnostics(),
      },
    };
  }

  async function select(spec: Spec, { signal }: Watch): Promise<SelectionSummary> {
    const [objects, ofObjects] = opened();
    const evaluation = evaluator.evaluate(objects, spec);
    try {
      await evaluation.run({ signal });
    } catch (error) {
      evaluation.close();
      throw error;
    }
    const reasons = evaluation.reasons();
    const counted = countReasons(evaluation, reasons);
    const isIncluded = reasonNames.map((name) => counted.some((reason) => reason.name === name && reason.included));
    const summary = {
      included: evaluation.included(),
      selected: count(ofObjects, (index) => isIncluded[reasons[index]!]!),
      reasons: counted,
      outcome: evaluation.outcome(),
      diagnostics: evaluation.diagnostics(),
      comesAlong: comesAlong(objects, evaluation, reasons),
      clusterScoped: countClusterScoped(ofObjects, reasons),
    };
    // Another cluster may have been opened in the meantime.
    if (inventory === objects) {
      selection?.evaluation.close();
      selection = { evaluation, reasons };
      filtered = undefined;
    } else evaluation.close();
    return summary;
  }

  async function cover(targets: Target[], { signal }: Watch): Promise<CoverageSummary> {
    const [objects, ofObjects] = opened();
    const coverage: Coverage = evaluator.coverage(objects, targets);
    try {
      await coverage.run({ signal });
      const found = coverage.uncovered();
      if (inventory === objects) [uncovered, filtered] = [found, undefined];
      const out = new Set(found);
      return {
        targets: coverage.targets(),
        uncovered: found.length,
        uncoveredClaims: coverage.uncoveredClaims().length,
        overlapping: coverage.overlapping().length,
        selected: count(ofObjects, (index) => !out.has(index)),
      };
    } finally {
      coverage.close();
    }
  }

  function page(filter: Filter, offset: number, limit: number): Page {
    if (!inventory || !columns) return { total: 0, offset, rows: [] };
    const objects = inventory;
    const key = JSON.stringify(filter);
    if (filtered?.key !== key) filtered = { key, indices: filteredIndices(filter, columns, selection, uncovered) };
    const { evaluation } = selection ?? {};
    const rows = Array.from(filtered.indices.subarray(offset, offset + limit), (index): Row => {
      const object = objectAt(objects, index);
      const verdict = filter.of === 'selection' && evaluation ? verdictAt(evaluation, index) : undefined;
      const broughtBy = verdict?.broughtBy === undefined ? undefined : objectAt(objects, verdict.broughtBy);
      return {
        index,
        ...object,
        namespace: object.namespace,
        verdict: verdict && { included: verdict.included, reason: verdict.reason, pointer: verdict.pointer },
        broughtBy: broughtBy && nameOf(broughtBy),
      };
    });
    return { total: filtered.indices.length, offset, rows };
  }

  return {
    openInventory: ({ file, kinds }, watch) => open(file, kinds, watch),
    closeInventory() {
      close();
      known.forget();
      return null;
    },
    select,
    cover,
    page: ({ filter, offset, limit }) => page(filter, offset, limit),
    matches: (patterns) =>
      patterns.map((pattern) => {
        const matched = inventory?.matchingNamespaces(pattern);
        return matched?.ok ? matched.value.length : undefined;
      }),
  };
}

const objectAt = (inventory: Inventory, index: number): ObjectRef =>
  expect(inventory.objects(index, 1)[0], `the cluster has no object ${index}`);

/** Returns the verdict of an object, from a completed evaluation. */
const verdictAt = (evaluation: Evaluation, index: number): Verdict =>
  expect(evaluation.verdicts(index, 1)[0], `object ${index} has no verdict`);

const nameOf = ({ groupResource, namespace, name }: ObjectRef): string =>
  `${groupResource} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

/** Reads all objects into columns. */
async function columnsOf(inventory: Inventory, signal: AbortSignal): Promise<Columns> {
  const length = inventory.len();
  const namespaces = new Map<string | undefined, number>([[undefined, 0]]);
  const kinds = new Map<string, number>();
  const namespaceOf = new Uint32Array(length);
  const kindOf = new Uint32Array(length);
  const names: string[] = [];
  for (let offset = 0; offset < length; offset += STEP) {
    for (const { namespace, groupResource, name } of inventory.objects(offset, STEP)) {
      namespaceOf[names.length] = indexOf(namespaces, namespace);
      kindOf[names.length] = indexOf(kinds, groupResource);
      names.push(name);
    }
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  }
  return sorted({ namespaces: [...namespaces.keys()], kinds: [...kinds.keys()], namespaceOf, kindOf, names });
}

function indexOf<K>(indices: Map<K, number>, key: K): number {
  const index = indices.get(key) ?? indices.size;
  if (index === indices.size) indices.set(key, index);
  return index;
}

/** Sorts namespaces and kinds by name. Cluster-scoped objects are first. */
function sorted(columns: Columns): Columns {
  const [namespaces, namespaceIndices] = order(columns.namespaces);
  const [kinds, kindIndices] = order(columns.kinds);
  return {
    namespaces,
    kinds,
    namespaceOf: columns.namespaceOf.map((index) => namespaceIndices[index]!),
    kindOf: columns.kindOf.map((index) => kindIndices[index]!),
    names: columns.names,
  };
}

function order<N extends string | undefined>(names: N[]): [N[], Uint32Array] {
  const indices = names.map((_, index) => index);
  indices.sort((one, other) => ((names[one] ?? '') < (names[other] ?? '') ? -1 : 1));
  const moved = new Uint32Array(names.length);
  indices.forEach((index, at) => (moved[index] = at));
  return [indices.map((index) => names[index]!), moved];
}

/** Counts the objects of each namespace and kind. */
function count(columns: Columns, isCounted: (index: number) => boolean): Uint32Array {
  const cells = new Uint32Array(columns.namespaces.length * columns.kinds.length);
  for (let index = 0; index < columns.names.length; index++) {
    if (!isCounted(index)) continue;
    const cell = columns.namespaceOf[index]! * columns.kinds.length + columns.kindOf[index]!;
    cells[cell] = cells[cell]! + 1;
  }
  return cells;
}

function countReasons(evaluation: Evaluation, reasons: Uint8Array): SelectionSummary['reasons'] {
  const counts = new Map<number, { first: number; count: number }>();
  reasons.forEach((reason, index) => {
    const known = counts.get(reason);
    if (known) known.count++;
    else counts.set(reason, { first: index, count: 1 });
  });
  return [...counts]
    .sort(([one], [other]) => one - other)
    .map(([reason, { first, count }]) => {
      const name = expect(reasonNames[reason], `there is no reason ${reason}`);
      return { name, count, included: verdictAt(evaluation, first).included };
    });
}

/** Returns the first objects that come along, each with the object that brings it. */
function comesAlong(inventory: Inventory, evaluation: Evaluation, reasons: Uint8Array): SelectionSummary['comesAlong'] {
  const wanted = reasonNames.indexOf('comes-along');
  const found: SelectionSummary['comesAlong'] = [];
  for (let index = reasons.indexOf(wanted); index !== -1; index = reasons.indexOf(wanted, index + 1)) {
    if (found.length === MAX_COMES_ALONG) break;
    const by = expect(verdictAt(evaluation, index).broughtBy, `nothing brings object ${index}`);
    found.push({ object: nameOf(objectAt(inventory, index)), broughtBy: nameOf(objectAt(inventory, by)) });
  }
  return found;
}

/** Counts the objects that are skipped because they are cluster-scoped, by reason and kind. */
function countClusterScoped({ kinds, kindOf }: Columns, reasons: Uint8Array): SelectionSummary['clusterScoped'] {
  return (['cluster-scope-excluded', 'cluster-scope-not-automatic'] as const).flatMap((reason) => {
    const wanted = reasonNames.indexOf(reason);
    const counts = new Uint32Array(kinds.length);
    reasons.forEach((found, index) => found === wanted && counts[kindOf[index]!]!++);
    return kinds.map((kind, at) => ({ reason, kind, count: counts[at]! })).filter(({ count }) => count > 0);
  });
}

/** Returns the indices of the objects that match a filter. */
function filteredIndices(
  { of, namespace, kind, reason, name }: Filter,
  columns: Columns,
  selection: Selection | undefined,
  uncovered: Uint32Array | undefined,
): Uint32Array {
  const wanted = reason === undefined ? undefined : reasonNames.findIndex((known) => known === reason);
  const matches = (index: number): boolean =>
    (namespace === undefined || columns.namespaceOf[index] === namespace) &&
    (kind === undefined || columns.kindOf[index] === kind) &&
    (wanted === undefined || selection?.reasons[index] === wanted) &&
    (name === '' || columns.names[index]!.includes(name));
  if (of === 'uncovered') return (uncovered ?? new Uint32Array()).filter(matches);
  const all = Uint32Array.from({ length: columns.names.length }, (_, index) => index);
  return all.filter(matches);
}
