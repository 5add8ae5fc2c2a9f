import type { Backup, Selector } from 'k8s-backup-target';
import { kindOf } from '../backup';

/** A command of Velero's client, and the fields of the manifest that it does not have. */
export interface VeleroCommand {
  text: string;
  without: string[];
}

/** The value of a flag. Absent if the field is not set, and `LOST` if no flag can have its value. */
type Value = string | undefined | typeof LOST;
const LOST = Symbol('lost');

/** The client splits lists at commas, and reads quotes. */
const list = (names: readonly string[] | undefined): Value => {
  if (!names || names.length === 0) return undefined;
  return names.every((name) => /^[^,"\s]+$/.test(name)) ? names.join(',') : LOST;
};

const selector = (given: Selector | undefined): Value => {
  if (!given) return undefined;
  const labels = Object.entries(given.matchLabels).map(([key, value]) => `${key}=${value}`);
  const parts = [...labels, ...given.matchExpressions.map(requirement)];
  return parts.length > 0 && parts.every((part) => part !== undefined) ? parts.join(',') : LOST;
};

type Requirement = Selector['matchExpressions'][number];
/** Returns a requirement as text. Nothing if the client cannot read it. */
function requirement({ key, operator, values }: Requirement): string | undefined {
  const isListed = values.length > 0 && values.every((value) => value !== '');
  const written: Record<string, string | undefined> = {
    In: isListed ? `${key} in (${values.join(',')})` : undefined,
    NotIn: isListed ? `${key} notin (${values.join(',')})` : undefined,
    Exists: key,
    DoesNotExist: `!${key}`,
  };
  return written[operator];
}

const anyOf = (selectors: readonly Selector[] | undefined): Value => {
  if (!selectors || selectors.length === 0) return undefined;
  const all = selectors.map(selector);
  return all.includes(LOST) ? LOST : all.join(' or ');
};

const flag = (value: boolean | undefined): Value => (value === undefined ? undefined : String(value));
/** A flag of an option whose default is false. */
const option = (value: boolean | undefined): Value => (value ? 'true' : undefined);
/** The value of a field that is only known as it is written in the text. */
const written = (text: string | undefined, pattern: RegExp): Value => {
  const value = text?.replace(/^["']|["']$/g, '');
  return value === undefined || pattern.test(value) ? value : LOST;
};
const DURATION = /^[\d.]+[a-zµ]+([\d.]+[a-zµ]+)*$/;

/** The flags of `velero backup create` and `velero schedule create`, with the fields, in Velero 1.15 to 1.18. */
const FLAGS: readonly (readonly [flag: string, field: string, value: (backup: Backup, texts: Texts) => Value])[] = [
  ['schedule', 'schedule', ({ schedule }) => schedule?.schedule],
  ['paused', 'paused', ({ schedule }) => option(schedule?.paused)],
  ['skip-immediately', 'skipImmediately', ({ schedule }) => option(schedule?.skipImmediately)],
  [
    'use-owner-references-in-backup',
    'useOwnerReferencesInBackup',
    ({ schedule }) => option(schedule?.useOwnerReferencesInBackup),
  ],
  ['include-namespaces', 'includedNamespaces', ({ filters }) => list(filters.includedNamespaces)],
  ['exclude-namespaces', 'excludedNamespaces', ({ filters }) => list(filters.excludedNamespaces)],
  ['include-resources', 'includedResources', ({ filters }) => list(filters.includedResources)],
  ['exclude-resources', 'excludedResources', ({ filters }) => list(filters.excludedResources)],
  ['include-cluster-resources', 'includeClusterResources', ({ filters }) => flag(filters.includeClusterResources)],
  [
    'include-cluster-scoped-resources',
    'includedClusterScopedResources',
    ({ filters }) => list(filters.includedClusterScopedResources),
  ],
  [
    'exclude-cluster-scoped-resources',
    'excludedClusterScopedResources',
    ({ filters }) => list(filters.excludedClusterScopedResources),
  ],
  [
    'include-namespace-scoped-resources',
    'includedNamespaceScopedResources',
    ({ filters }) => list(filters.includedNamespaceScopedResources),
  ],
  [
    'exclude-namespace-scoped-resources',
    'excludedNamespaceScopedResources',
    ({ filters }) => list(filters.excludedNamespaceScopedResources),
  ],
  ['selector', 'labelSelector', ({ filters }) => selector(filters.labelSelector)],
  ['or-selector', 'orLabelSelectors', ({ filters }) => anyOf(filters.orLabelSelectors)],
  ['ttl', 'ttl', ({ ttl }) => ttl],
  ['storage-location', 'storageLocation', ({ storageLocation }) => storageLocation],
  ['volume-snapshot-locations', 'volumeSnapshotLocations', ({ volumes }) => list(volumes?.volumeSnapshotLocations)],
  ['snapshot-volumes', 'snapshotVolumes', ({ volumes }) => flag(volumes?.snapshotVolumes)],
  ['snapshot-move-data', 'snapshotMoveData', ({ volumes }) => flag(volumes?.snapshotMoveData)],
  ['data-mover', 'datamover', ({ volumes }) => volumes?.datamover || undefined],
  [
    'default-volumes-to-fs-backup',
    'defaultVolumesToFsBackup',
    ({ volumes }) => flag(volumes?.defaultVolumesToFsBackup),
  ],
  ['resource-policies-configmap', 'resourcePolicy', ({ resourcePolicy }) => resourcePolicy],
  ['csi-snapshot-timeout', 'csiSnapshotTimeout', (_, texts) => written(texts['csiSnapshotTimeout'], DURATION)],
  ['item-operation-timeout', 'itemOperationTimeout', (_, texts) => written(texts['itemOperationTimeout'], DURATION)],
  [
    'parallel-files-upload',
    'uploaderConfig',
    (_, texts) => written(texts['uploaderConfig/parallelFilesUpload'], /^\d+$/),
  ],
];

/** The texts of fields, by name. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** Fields of a BackupSpec whose values are only known as they are written in the text. */
const READ_IN_TEXT = ['csiSnapshotTimeout', 'itemOperationTimeout', 'uploaderConfig/parallelFilesUpload'];
/** Fields of a BackupSpec without a flag. `orderedResources` has one, in a notation of its own. */
const WITHOUT_FLAG = [
  'backupType',
  'defaultVolumesToRestic',
  'hooks',
  'metadata',
  'orderedResources',
  'volumeGroupSnapshotLabelKey',
];
/** Fields of the object. Those of a Schedule are for the Schedule. */
const OF_OBJECT = ['metadata/labels', 'metadata/annotations'];

/** Returns the JSON pointers into a manifest to the fields that the command needs besides a Backup, by name. */
export function pointersOf({ kind }: Backup): Record<string, string> {
  const spec = { backup: '/spec', schedule: '/spec/template', 'helm-schedule': '/template' }[kind];
  const ofObject = kind === 'helm-schedule' ? [] : OF_OBJECT.map((name) => [name, `/${name}`]);
  return Object.fromEntries([
    ...[...READ_IN_TEXT, ...WITHOUT_FLAG].map((name) => [name, `${spec}/${name}`]),
    ...ofObject,
  ]);
}

/** A name that Kubernetes accepts, which no shell and no client reads as something else. */
const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const EMPTY = /^(\{\s*\}|\[\s*\]|null|~|"")?$/;

/** Returns the command that creates a Backup or a Schedule, for a POSIX shell. */
export function veleroCommand(backup: Backup, texts: Texts): VeleroCommand {
  const { name = '', namespace } = backup;
  const without = [...WITHOUT_FLAG, ...OF_OBJECT].filter((field) => !EMPTY.test(texts[field] ?? ''));
  const parts = [`velero ${kindOf(backup).toLowerCase()} create ${NAME.test(name) ? name : 'NAME'}`];
  if (namespace !== undefined) parts.push(`--namespace ${quoted(namespace)}`);
  for (const [flag, field, valueOf] of FLAGS) {
    const value = valueOf(backup, texts);
    if (value === LOST) without.push(field);
    // A flag of a bool does not read the next word.
    else if (value !== undefined) parts.push(`--${flag}${/^(true|false)$/.test(value) ? '=' : ' '}${quoted(value)}`);
  }
  return { text: parts.join(' \\\n  '), without: without.map((field) => field.replace('/', '.')) };
}

/** Quotes a word for a POSIX shell. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
