import type { Inventory } from 'k8s-backup-target';

/** Number of objects that are read in one step. Between steps, the worker answers other questions. */
export const STEP = 1000;

/** The objects of a cluster, in columns. */
export interface Columns {
  namespaces: (string | undefined)[];
  kinds: string[];
  namespaceOf: Uint32Array;
  kindOf: Uint32Array;
  names: string[];
}

/** Reads all objects into columns. */
export async function columnsOf(inventory: Inventory, signal: AbortSignal): Promise<Columns> {
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
export function count(columns: Columns, isCounted: (index: number) => boolean): Uint32Array {
  const cells = new Uint32Array(columns.namespaces.length * columns.kinds.length);
  for (let index = 0; index < columns.names.length; index++) {
    if (!isCounted(index)) continue;
    const cell = columns.namespaceOf[index]! * columns.kinds.length + columns.kindOf[index]!;
    cells[cell] = cells[cell]! + 1;
  }
  return cells;
}
