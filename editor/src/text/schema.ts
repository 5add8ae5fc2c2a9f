import type { ApiResource, Diagnostic } from 'k8s-backup-target';
import { expect } from '../expect';

interface Property {
  description: string;
  type: string[];
  items?: { description: string; examples: string[] };
  examples: unknown[];
}

/** The names for completion: the component's schema of a spec, kinds, and namespaces. */
export class Vocabulary {
  /** The fields of a spec, in the interface's order. */
  readonly fields: ReadonlyMap<string, Property>;
  readonly kinds: readonly ApiResource[];
  /** The namespaces of the open cluster. */
  namespaces: readonly string[] = [];

  constructor(schema: string, kinds: readonly ApiResource[]) {
    const { properties } = JSON.parse(schema) as { properties: Record<string, Property> };
    this.fields = new Map(Object.entries(properties));
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
}

export const groupResource = ({ plural, group }: ApiResource): string => (group === '' ? plural : `${plural}.${group}`);

/** Counts the diagnostics of each severity. */
export function countBySeverity(diagnostics: readonly Diagnostic[]): Record<Diagnostic['severity'], number> {
  const counts = { error: 0, warning: 0, advice: 0 };
  for (const { severity } of diagnostics) counts[severity]++;
  return counts;
}
