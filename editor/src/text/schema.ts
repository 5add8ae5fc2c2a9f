import type { ApiResource, Diagnostic } from 'k8s-backup-target';
import { expect } from '../expect';

/** The fields of a spec in the order of use. The schema has the interface's order. */
const BY_USE = [
  'include_namespaces',
  'exclude_namespaces',
  'include_resources',
  'exclude_resources',
  'include_cluster_resources',
  'label_selector',
  'ttl',
];

interface Property {
  description: string;
  type: string[];
  items?: { description: string; examples: string[] };
  examples: unknown[];
}

/** The names for completion: the component's schema of a spec, kinds, and namespaces. */
export class Vocabulary {
  /** The fields of a spec in the order of use. Fields without a rank are last. */
  readonly fields: ReadonlyMap<string, Property>;
  readonly kinds: readonly ApiResource[];
  /** The namespaces of the open cluster. */
  namespaces: readonly string[] = [];

  constructor(schema: string, kinds: readonly ApiResource[]) {
    const { properties } = JSON.parse(schema) as { properties: Record<string, Property> };
    const rank = (name: string) => (BY_USE.indexOf(name) + BY_USE.length + 1) % (BY_USE.length + 1);
    this.fields = new Map(Object.entries(properties).sort(([one], [other]) => rank(one) - rank(other)));
    this.kinds = kinds;
  }

  /** Returns the field of a spec that contains the value at a JSON pointer. */
  fieldAt(pointer: string): [string, Property] | undefined {
    const tokens = pointer.split('/').slice(1);
    const name = tokens[tokens.lastIndexOf('spec') + 1];
    const property = name === undefined ? undefined : this.fields.get(name);
    return property && [name!, property];
  }

  /** Returns values for a field. */
  valuesOf(field: string): { value: string; detail?: string }[] {
    const property = expect(this.fields.get(field), `the schema has no field ${field}`);
    if (property.type.includes('boolean')) return [{ value: 'true' }, { value: 'false' }];
    const examples = property.items?.examples ?? property.examples.filter((example) => typeof example === 'string');
    const values = new Map(examples.map((value): [string, string | undefined] => [value, undefined]));
    if (field.endsWith('_resources')) {
      for (const resource of this.kinds)
        values.set(groupResource(resource), `${resource.kind}${resource.namespaced ? '' : ', cluster-scoped'}`);
    }
    if (field.endsWith('_namespaces')) for (const namespace of this.namespaces) values.set(namespace, 'in the cluster');
    return [...values].map(([value, detail]) => (detail === undefined ? { value } : { value, detail }));
  }

  /** Returns whether a word is a whole value of a field. Kubernetes has several names for a kind: `po` is `pods`. */
  isWhole(field: string, word: string): boolean {
    const names = ({ plural, singular, kind, shortNames }: ApiResource) => [
      plural,
      singular ?? kind.toLowerCase(),
      ...shortNames,
    ];
    if (field.endsWith('_resources') && this.kinds.some((resource) => names(resource).includes(word))) return true;
    return this.valuesOf(field).some(({ value }) => value === word);
  }
}

export const groupResource = ({ plural, group }: ApiResource): string => (group === '' ? plural : `${plural}.${group}`);

/** Counts the diagnostics of each severity. */
export function countBySeverity(diagnostics: readonly Diagnostic[]): Record<Diagnostic['severity'], number> {
  const counts = { error: 0, warning: 0, advice: 0 };
  for (const { severity } of diagnostics) counts[severity]++;
  return counts;
}
