import type { Coverage, Evaluation, Evaluator, Inventory, ObjectRef, Spec, Target, Verdict } from 'k8s-backup-target';
import { reasonNames } from 'k8s-backup-target';
import { expect } from '../expect';
import type { Answers, Watch } from './answers';
import type { Answer, CoverageSummary, Filter, InventorySummary, Page, Row, SelectionSummary } from './questions';
import type { ServedKinds } from './served';

/** Objects are lifted so many at a time, so that questions about the text have their turn. */
const LIFT = 1000;

/** The objects of a cluster, column by column. */
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

/** About the objects of a cluster. */
export function inventoryQuestions(
  evaluator: Evaluator,
  served: ServedKinds,
): Answers<'openInventory' | 'closeInventory' | 'select' | 'cover' | 'page' | 'matches'> {
  let inventory: Inventory | undefined;
  let columns: Columns | undefined;
  let selection: Selection | undefined;
  let uncovered: Uint32Array | undefined;
  let filtered: { key: string; places: Uint32Array } | undefined;

  const close = (): void => {
    selection?.evaluation.close();
    inventory?.close();
    inventory = columns = selection = uncovered = filtered = undefined;
  };

  const opened = (): [Inventory, Columns] => {
    if (!inventory || !columns) throw new Error('there is no cluster');
    return [inventory, columns];
  };

  async function open(file: Blob, kinds: string | undefined, watch: Watch): Promise<Answer<InventorySummary>> {
    if (kinds === undefined) served.forget();
    const taken = kinds === undefined ? undefined : served.take(kinds);
    if (taken && !taken.ok) return taken;
    const read = await evaluator.readInventory(file, { cluster: served.cluster, ...watch });
    if (!read.ok) return read;
    const lifted = await lift(read.value, watch.signal);
    close();
    [inventory, columns] = [read.value, lifted];
    const totals = tally(columns, () => true);
    return {
      ok: true,
      value: {
        objects: columns.names.length,
        namespaces: columns.namespaces,
        kinds: columns.kinds,
        totals,
        served: served.list(),
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
      selected: tally(ofObjects, (place) => isIncluded[reasons[place]!]!),
      reasons: counted,
      diagnostics: evaluation.diagnostics(),
    };
    // Another cluster may have been opened since: its objects are others.
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
        selected: tally(ofObjects, (place) => !out.has(place)),
      };
    } finally {
      coverage.close();
    }
  }

  function page(filter: Filter, offset: number, limit: number): Page {
    if (!inventory || !columns) return { total: 0, offset, rows: [] };
    const objects = inventory;
    const key = JSON.stringify(filter);
    if (filtered?.key !== key) filtered = { key, places: places(filter, columns, selection, uncovered) };
    const { evaluation } = selection ?? {};
    const rows = Array.from(filtered.places.subarray(offset, offset + limit), (place): Row => {
      const object = objectAt(objects, place);
      const verdict = filter.of === 'selection' && evaluation ? verdictAt(evaluation, place) : undefined;
      const broughtBy = verdict?.broughtBy === undefined ? undefined : objectAt(objects, verdict.broughtBy);
      return {
        place,
        ...object,
        namespace: object.namespace,
        verdict: verdict && { included: verdict.included, reason: verdict.reason, pointer: verdict.pointer },
        broughtBy: broughtBy && nameOf(broughtBy),
      };
    });
    return { total: filtered.places.length, offset, rows };
  }

  return {
    openInventory: ({ file, kinds }, watch) => open(file, kinds, watch),
    closeInventory() {
      close();
      served.forget();
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

const objectAt = (inventory: Inventory, place: number): ObjectRef =>
  expect(inventory.objects(place, 1)[0], `the cluster has no object ${place}`);

/** Of an evaluation that is done. */
const verdictAt = (evaluation: Evaluation, place: number): Verdict =>
  expect(evaluation.verdicts(place, 1)[0], `object ${place} has no verdict`);

const nameOf = ({ groupResource, namespace, name }: ObjectRef): string =>
  `${groupResource} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

async function lift(inventory: Inventory, signal: AbortSignal): Promise<Columns> {
  const count = inventory.len();
  const namespaces = new Map<string | undefined, number>([[undefined, 0]]);
  const kinds = new Map<string, number>();
  const namespaceOf = new Uint32Array(count);
  const kindOf = new Uint32Array(count);
  const names: string[] = [];
  for (let offset = 0; offset < count; offset += LIFT) {
    for (const { namespace, groupResource, name } of inventory.objects(offset, LIFT)) {
      namespaceOf[names.length] = placeOf(namespaces, namespace);
      kindOf[names.length] = placeOf(kinds, groupResource);
      names.push(name);
    }
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  }
  return sorted({ namespaces: [...namespaces.keys()], kinds: [...kinds.keys()], namespaceOf, kindOf, names });
}

function placeOf<K>(places: Map<K, number>, key: K): number {
  const place = places.get(key) ?? places.size;
  if (place === places.size) places.set(key, place);
  return place;
}

/** Namespaces and kinds by name; what is in no namespace first. */
function sorted(columns: Columns): Columns {
  const [namespaces, namespacePlaces] = order(columns.namespaces);
  const [kinds, kindPlaces] = order(columns.kinds);
  return {
    namespaces,
    kinds,
    namespaceOf: columns.namespaceOf.map((place) => namespacePlaces[place]!),
    kindOf: columns.kindOf.map((place) => kindPlaces[place]!),
    names: columns.names,
  };
}

function order<N extends string | undefined>(names: N[]): [N[], Uint32Array] {
  const places = names.map((_, place) => place);
  places.sort((one, other) => ((names[one] ?? '') < (names[other] ?? '') ? -1 : 1));
  const moved = new Uint32Array(names.length);
  places.forEach((place, at) => (moved[place] = at));
  return [places.map((place) => names[place]!), moved];
}

/** How many objects there are of each namespace and kind. */
function tally(columns: Columns, counts: (place: number) => boolean): Uint32Array {
  const cells = new Uint32Array(columns.namespaces.length * columns.kinds.length);
  for (let place = 0; place < columns.names.length; place++) {
    if (!counts(place)) continue;
    const cell = columns.namespaceOf[place]! * columns.kinds.length + columns.kindOf[place]!;
    cells[cell] = cells[cell]! + 1;
  }
  return cells;
}

function countReasons(evaluation: Evaluation, reasons: Uint8Array): SelectionSummary['reasons'] {
  const counts = new Map<number, { first: number; count: number }>();
  reasons.forEach((reason, place) => {
    const known = counts.get(reason);
    if (known) known.count++;
    else counts.set(reason, { first: place, count: 1 });
  });
  return [...counts]
    .sort(([one], [other]) => one - other)
    .map(([reason, { first, count }]) => {
      const name = expect(reasonNames[reason], `there is no reason ${reason}`);
      return { name, count, included: verdictAt(evaluation, first).included };
    });
}

function places(
  { of, namespace, kind, reason, name }: Filter,
  columns: Columns,
  selection: Selection | undefined,
  uncovered: Uint32Array | undefined,
): Uint32Array {
  const wanted = reason === undefined ? undefined : reasonNames.findIndex((known) => known === reason);
  const fits = (place: number): boolean =>
    (namespace === undefined || columns.namespaceOf[place] === namespace) &&
    (kind === undefined || columns.kindOf[place] === kind) &&
    (wanted === undefined || selection?.reasons[place] === wanted) &&
    (name === '' || columns.names[place]!.includes(name));
  if (of === 'uncovered') return (uncovered ?? new Uint32Array()).filter(fits);
  const all = Uint32Array.from({ length: columns.names.length }, (_, place) => place);
  return all.filter(fits);
}
