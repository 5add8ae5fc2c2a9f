import type { DocumentFormat, Identity, ScheduleConfig, VeleroSettings } from 'k8s-backup-target';

/** Everything that the user writes here. It is saved, shared and restored. */
export interface Work {
  /** The name of the document. */
  name: string;
  text: string;
  format: DocumentFormat;
  schedule: ScheduleConfig;
  /** The identity of the charm, used if the text is a spec alone. */
  identity: Identity;
  velero: VeleroSettings;
  /** The version of Velero in the cluster. It is empty if none is chosen. */
  veleroVersion: string;
  /** Number of velero-backup relations of the integrator. */
  relations: number;
}

/** Everything but the text. */
export type Settings = Omit<Work, 'text' | 'format'>;

/** The work that a first visitor sees. It selects objects of the example cluster. */
export const FIRST_WORK: Work = {
  name: 'starter spec',
  text: `# What to back up. The page shows what is wrong with it, what it saves, and when.
include_namespaces:
  - my-namespace
include_resources:
  - deployments.apps
  - services
  - persistentvolumeclaims
include_cluster_resources: true
ttl: 720h
`,
  format: 'yaml',
  schedule: { schedule: '0 2 * * *', paused: false, skipImmediately: false, useOwnerReferencesInBackup: false },
  identity: { app: 'my-app', relationName: 'backup', model: 'my-model' },
  velero: { namespace: 'velero', storageLocation: 'default', volumeSnapshotLocations: [] },
  veleroVersion: '',
  relations: 1,
};

/** Maximum number of characters of a version of Velero. The evaluator refuses what is left of a longer text. */
const MAX_VERSION_LENGTH = 40;
/** Maximum number of characters of a name. */
export const MAX_NAME_LENGTH = 80;

/** Decodes saved or shared work. Returns nothing if it is not valid. Missing parts are those of `FIRST_WORK`. */
export function toWork(given: unknown): Work | undefined {
  if (typeof given !== 'object' || given === null || !('text' in given) || typeof given.text !== 'string')
    return undefined;
  const kept = given as Partial<Work>;
  const part = <K extends 'schedule' | 'identity' | 'velero'>(name: K): Work[K] =>
    sameTypes(FIRST_WORK[name], kept[name]);
  return {
    name: typeof kept.name === 'string' ? kept.name.slice(0, MAX_NAME_LENGTH) : 'shared spec',
    text: given.text,
    format: kept.format === 'json' ? 'json' : 'yaml',
    schedule: part('schedule'),
    identity: part('identity'),
    velero: part('velero'),
    veleroVersion: typeof kept.veleroVersion === 'string' ? kept.veleroVersion.slice(0, MAX_VERSION_LENGTH) : '',
    relations: Number.isInteger(kept.relations) ? Math.min(Math.max(kept.relations!, 0), 50) : FIRST_WORK.relations,
  };
}

/** Returns `known` with the fields of `given` that have the right type. */
function sameTypes<T extends object>(known: T, given: unknown): T {
  const fields = { ...known } as Record<string, unknown>;
  for (const [name, value] of Object.entries(Object(given) as Record<string, unknown>)) {
    const own = fields[name];
    if (name === 'defaultVolumesToFsBackup' ? typeof value === 'boolean' : name in fields && sameType(own, value))
      fields[name] = value;
  }
  return fields as T;
}

function sameType(known: unknown, given: unknown): boolean {
  if (Array.isArray(known)) return Array.isArray(given) && given.every((item) => typeof item === 'string');
  return typeof known === typeof given;
}
