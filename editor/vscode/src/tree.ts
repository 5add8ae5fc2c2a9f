// The model of the tree that shows what is saved. The children of an item are only made when it is opened.

export interface Item {
  label: string;
  description?: string;
  tooltip?: string;
  icon?: string;
  /** Offset in the document, in UTF-16 code units. */
  offset?: number;
  children?: () => Item[];
}

/** What the server returns: the JSON of `k8s-backup-target select --format json --included`, with other fields. */
export interface Selection {
  target: string | null;
  backup?: string;
  objects: number;
  included: number;
  outcome: string;
  diagnostics: Found[];
  verdicts: Verdict[];
}

interface Found {
  object: Obj | null;
  code: string;
  severity: string;
  message: string;
  help: string | null;
  span: { start: { utf16_offset: number } } | null;
}

interface Verdict {
  object: Obj;
  reason: string;
  pointer: string | null;
  brought_by: Obj | null;
}

interface Obj {
  group_resource: string;
  namespace: string | null;
  name: string;
}

/** Maximum number of objects that are listed at once. More are divided into ranges. */
export const MAX_LISTED = 500;

const ICONS: Record<string, string> = { error: 'error', warning: 'warning', advice: 'info' };

/** Returns an item for each selection. `document` is the name of the document. */
export function itemsOf(selections: Selection[], document: string): Item[] {
  return selections.map((selection) => ({
    label: selection.target ?? selection.backup ?? document,
    description: `${count(selection.included)} of ${count(selection.objects)} objects, ${selection.outcome}`,
    icon: 'archive',
    children: () => [...selection.diagnostics.map(diagnostic), ...kinds(selection.verdicts)],
  }));
}

function diagnostic(found: Found): Item {
  const item: Item = {
    label: found.message,
    tooltip: [found.message, found.help && `help: ${found.help}`].filter(Boolean).join('\n'),
    icon: ICONS[found.severity] ?? 'info',
  };
  if (found.object) item.description = nameOf(found.object);
  else if (found.span) item.offset = found.span.start.utf16_offset;
  return item;
}

function kinds(verdicts: Verdict[]): Item[] {
  return groups(verdicts, ({ object }) => object.group_resource).map(([kind, verdicts]) => ({
    label: kind,
    description: count(verdicts.length),
    icon: 'symbol-class',
    children: () => namespaces(verdicts),
  }));
}

function namespaces(verdicts: Verdict[]): Item[] {
  return groups(verdicts, ({ object }) => object.namespace ?? '').flatMap(([namespace, verdicts]) =>
    namespace === ''
      ? objects(verdicts)
      : {
          label: namespace,
          description: count(verdicts.length),
          icon: 'symbol-namespace',
          children: () => objects(verdicts),
        },
  );
}

function objects(verdicts: Verdict[]): Item[] {
  const sorted = verdicts.toSorted((a, b) => compare(a.object.name, b.object.name));
  if (sorted.length <= MAX_LISTED) return sorted.map(object);
  const ranges: Item[] = [];
  for (let start = 0; start < sorted.length; start += MAX_LISTED) {
    const range = sorted.slice(start, start + MAX_LISTED);
    ranges.push({
      label: `${range.at(0)?.object.name} … ${range.at(-1)?.object.name}`,
      description: count(range.length),
      icon: 'list-unordered',
      children: () => range.map(object),
    });
  }
  return ranges;
}

function object({ object, reason, pointer, brought_by }: Verdict): Item {
  const why = brought_by ? `comes along with ${nameOf(brought_by)}` : reason.replaceAll('-', ' ');
  return {
    label: object.name,
    description: reason === 'selected' ? '' : why,
    tooltip: [nameOf(object), why, pointer && `by ${pointer}`].filter(Boolean).join('\n'),
    icon: 'symbol-object',
  };
}

const nameOf = ({ group_resource, namespace, name }: Obj) =>
  [group_resource, namespace, name].filter(Boolean).join('/');

function groups<T>(all: T[], key: (one: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const name = key(one);
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  return [...groups].sort(([a], [b]) => compare(a, b));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const count = (number: number) => number.toLocaleString('en');
