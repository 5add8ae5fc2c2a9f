// Generated from wit/ by `cargo xtask bindings`.

import type { Pairs } from '../convert.js';

/**
 * What to back up.
 *
 * A field that is `undefined` is the same as a missing key. An empty list is written as one, and Velero reads it like a
 * missing key. Values are not normalized: text stays as it is.
 */
export interface Spec {
  /** Namespaces to include. `undefined` means all. */
  includeNamespaces?: string[];
  /** Resources to include, with their group, such as `deployments.apps`. `undefined` means all. */
  includeResources?: string[];
  /** Namespaces to exclude. */
  excludeNamespaces?: string[];
  /** Resources to exclude, with their group. */
  excludeResources?: string[];
  /** Whether to include cluster-scoped objects. If it is `undefined`, Velero decides. */
  includeClusterResources?: boolean;
  /**
   * Labels that an object must have: keys and values, in the order of the document. If a key is repeated, the last
   * value is used, at the position of the first one.
   */
  labelSelector?: Array<[string, string]>;
  /** When a backup expires, as a duration such as `24h`. */
  ttl?: string;
}

/**
 * What to back up.
 *
 * A field that is `undefined` is the same as a missing key. An empty list is written as one, and Velero reads it like a
 * missing key. Values are not normalized: text stays as it is.
 *
 * As {@link Spec}. A field that is `null` is the same as a missing field.
 */
export interface SpecInput {
  /** Namespaces to include. `undefined` means all. */
  includeNamespaces?: readonly string[] | null;
  /** Resources to include, with their group, such as `deployments.apps`. `undefined` means all. */
  includeResources?: readonly string[] | null;
  /** Namespaces to exclude. */
  excludeNamespaces?: readonly string[] | null;
  /** Resources to exclude, with their group. */
  excludeResources?: readonly string[] | null;
  /** Whether to include cluster-scoped objects. If it is `undefined`, Velero decides. */
  includeClusterResources?: boolean | null;
  /**
   * Labels that an object must have: keys and values, in the order of the document. If a key is repeated, the last
   * value is used, at the position of the first one.
   */
  labelSelector?: Pairs | null;
  /** When a backup expires, as a duration such as `24h`. */
  ttl?: string | null;
}

/** An entry of `backup_targets`: an application, one of its relations, and what to back up. */
export interface Target {
  /** Name of the application that asks for the backup. */
  app: string;
  /** Name of the relation in the application's metadata. Lookups call it the endpoint. */
  relationName: string;
  /** Name of the application's model. */
  model: string;
  /** What to back up. */
  spec: Spec;
}

/**
 * An entry of `backup_targets`: an application, one of its relations, and what to back up.
 *
 * As {@link Target}. A field that is `null` is the same as a missing field.
 */
export interface TargetInput {
  /** Name of the application that asks for the backup. */
  app: string;
  /** Name of the relation in the application's metadata. Lookups call it the endpoint. */
  relationName: string;
  /** Name of the application's model. */
  model: string;
  /** What to back up. */
  spec: SpecInput;
}

/** When to back up a spec, and the settings of its Velero Schedule. */
export interface ScheduleConfig {
  /** A cron expression. If it is `undefined`, backups are created on request. */
  schedule?: string;
  /** Whether the schedule is paused. */
  paused: boolean;
  /** Whether a run that is already due is skipped, such as one that was missed while the schedule was paused. */
  skipImmediately: boolean;
  /** Whether the schedule owns its backups. They are then deleted with the schedule. */
  useOwnerReferencesInBackup: boolean;
}

/**
 * When to back up a spec, and the settings of its Velero Schedule.
 *
 * As {@link ScheduleConfig}. A field that is `null` is the same as a missing field.
 */
export interface ScheduleConfigInput {
  /** A cron expression. If it is `undefined`, backups are created on request. */
  schedule?: string | null;
  /** Whether the schedule is paused. */
  paused?: boolean | null;
  /** Whether a run that is already due is skipped, such as one that was missed while the schedule was paused. */
  skipImmediately?: boolean | null;
  /** Whether the schedule owns its backups. They are then deleted with the schedule. */
  useOwnerReferencesInBackup?: boolean | null;
}

/** A requirement of a label selector. */
export interface LabelRequirement {
  /** The key of the label. */
  key: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. Kubernetes refuses any other. */
  operator: string;
  /** The values of `In` and `NotIn`. */
  values: string[];
}

/**
 * A requirement of a label selector.
 *
 * As {@link LabelRequirement}. A field that is `null` is the same as a missing field.
 */
export interface LabelRequirementInput {
  /** The key of the label. */
  key: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. Kubernetes refuses any other. */
  operator: string;
  /** The values of `In` and `NotIn`. */
  values?: readonly string[] | null;
}

/** A label selector of Kubernetes. All labels and all requirements must match. */
export interface Selector {
  /** Labels that an object must have: keys and values. */
  matchLabels: Record<string, string>;
  /** Further requirements. */
  matchExpressions: LabelRequirement[];
}

/**
 * A label selector of Kubernetes. All labels and all requirements must match.
 *
 * As {@link Selector}. A field that is `null` is the same as a missing field.
 */
export interface SelectorInput {
  /** Labels that an object must have: keys and values. */
  matchLabels?: Pairs | null;
  /** Further requirements. */
  matchExpressions?: readonly LabelRequirementInput[] | null;
}

/** The fields of a BackupSpec of Velero that decide which objects are saved. An empty list is the same as `undefined`. */
export interface Filters {
  /** `includedNamespaces` */
  includedNamespaces?: string[];
  /** `excludedNamespaces` */
  excludedNamespaces?: string[];
  /** `includedResources` */
  includedResources?: string[];
  /** `excludedResources` */
  excludedResources?: string[];
  /** `includeClusterResources`. If it is `undefined`, Velero decides. */
  includeClusterResources?: boolean;
  /** `includedClusterScopedResources` */
  includedClusterScopedResources?: string[];
  /** `excludedClusterScopedResources` */
  excludedClusterScopedResources?: string[];
  /** `includedNamespaceScopedResources` */
  includedNamespaceScopedResources?: string[];
  /** `excludedNamespaceScopedResources` */
  excludedNamespaceScopedResources?: string[];
  /** `labelSelector` */
  labelSelector?: Selector;
  /** `orLabelSelectors`: one of them must match. */
  orLabelSelectors?: Selector[];
  /** `volumeGroupSnapshotLabelKey`. If it is `undefined` or empty, the default of Velero's server. */
  volumeGroupSnapshotLabelKey?: string;
}

/**
 * The fields of a BackupSpec of Velero that decide which objects are saved. An empty list is the same as `undefined`.
 *
 * As {@link Filters}. A field that is `null` is the same as a missing field.
 */
export interface FiltersInput {
  /** `includedNamespaces` */
  includedNamespaces?: readonly string[] | null;
  /** `excludedNamespaces` */
  excludedNamespaces?: readonly string[] | null;
  /** `includedResources` */
  includedResources?: readonly string[] | null;
  /** `excludedResources` */
  excludedResources?: readonly string[] | null;
  /** `includeClusterResources`. If it is `undefined`, Velero decides. */
  includeClusterResources?: boolean | null;
  /** `includedClusterScopedResources` */
  includedClusterScopedResources?: readonly string[] | null;
  /** `excludedClusterScopedResources` */
  excludedClusterScopedResources?: readonly string[] | null;
  /** `includedNamespaceScopedResources` */
  includedNamespaceScopedResources?: readonly string[] | null;
  /** `excludedNamespaceScopedResources` */
  excludedNamespaceScopedResources?: readonly string[] | null;
  /** `labelSelector` */
  labelSelector?: SelectorInput | null;
  /** `orLabelSelectors`: one of them must match. */
  orLabelSelectors?: readonly SelectorInput[] | null;
  /** `volumeGroupSnapshotLabelKey`. If it is `undefined` or empty, the default of Velero's server. */
  volumeGroupSnapshotLabelKey?: string | null;
}

/** The label selector of a hook. */
export interface HookSelector {
  /** The index of the hook in `hooks.resources`. */
  hook: number;
  /** Which pods the hook is for. */
  selector: Selector;
}

/**
 * The label selector of a hook.
 *
 * As {@link HookSelector}. A field that is `null` is the same as a missing field.
 */
export interface HookSelectorInput {
  /** The index of the hook in `hooks.resources`. */
  hook: number;
  /** Which pods the hook is for. */
  selector: SelectorInput;
}

/**
 * The fields of a BackupSpec of Velero that decide how the contents of volumes are saved. `undefined` is the default of the
 * server.
 */
export interface VolumeFields {
  /** `snapshotVolumes`. `undefined` is true. */
  snapshotVolumes?: boolean;
  /** `snapshotMoveData` */
  snapshotMoveData?: boolean;
  /** `datamover`. `undefined`, the empty text and `velero` are Velero's own. */
  datamover?: string;
  /** `defaultVolumesToFsBackup` */
  defaultVolumesToFsBackup?: boolean;
  /** `defaultVolumesToRestic`. Velero only reads `true`. */
  defaultVolumesToRestic?: boolean;
  /** `volumeSnapshotLocations` */
  volumeSnapshotLocations: string[];
  /** The annotations of the Backup that choose classes for snapshots of a CSI driver. */
  annotations: Record<string, string>;
}

/**
 * The fields of a BackupSpec of Velero that decide how the contents of volumes are saved. `undefined` is the default of the
 * server.
 *
 * As {@link VolumeFields}. A field that is `null` is the same as a missing field.
 */
export interface VolumeFieldsInput {
  /** `snapshotVolumes`. `undefined` is true. */
  snapshotVolumes?: boolean | null;
  /** `snapshotMoveData` */
  snapshotMoveData?: boolean | null;
  /** `datamover`. `undefined`, the empty text and `velero` are Velero's own. */
  datamover?: string | null;
  /** `defaultVolumesToFsBackup` */
  defaultVolumesToFsBackup?: boolean | null;
  /** `defaultVolumesToRestic`. Velero only reads `true`. */
  defaultVolumesToRestic?: boolean | null;
  /** `volumeSnapshotLocations` */
  volumeSnapshotLocations?: readonly string[] | null;
  /** The annotations of the Backup that choose classes for snapshots of a CSI driver. */
  annotations: Pairs;
}

/** A VolumeSnapshotLocation of Velero. */
export interface SnapshotLocation {
  /** Its name. */
  name: string;
  /** The provider, such as `aws` or `velero.io/gcp`. */
  provider: string;
}

/**
 * A VolumeSnapshotLocation of Velero.
 *
 * As {@link SnapshotLocation}. A field that is `null` is the same as a missing field.
 */
export interface SnapshotLocationInput {
  /** Its name. */
  name: string;
  /** The provider, such as `aws` or `velero.io/gcp`. */
  provider: string;
}

/** A ConfigMap with a resource policy of Velero. */
export interface PolicyMap {
  /** Its namespace. `undefined` is any. */
  namespace?: string;
  /** Its name. `undefined` is any. */
  name?: string;
  /** Its data: keys and values. Velero reads a policy from the value of the only key. */
  data: Record<string, string>;
}

/**
 * A ConfigMap with a resource policy of Velero.
 *
 * As {@link PolicyMap}. A field that is `null` is the same as a missing field.
 */
export interface PolicyMapInput {
  /** Its namespace. `undefined` is any. */
  namespace?: string | null;
  /** Its name. `undefined` is any. */
  name?: string | null;
  /** Its data: keys and values. Velero reads a policy from the value of the only key. */
  data: Pairs;
}

/**
 * The settings of Velero's server and of its cluster, as far as they decide how the contents of volumes are saved.
 * `undefined` is not known: what the inventory shows, or else the default of the server, is assumed.
 */
export interface ServerSettings {
  /** Whether volumes are saved by file-system backup unless a Backup says otherwise. The default is false. */
  defaultVolumesToFsBackup?: boolean;
  /** Whether the data of CSI snapshots is moved unless a Backup says otherwise. The default is false. */
  defaultSnapshotMoveData?: boolean;
  /** Whether the feature EnableCSI is on. The default is false. */
  enableCsi?: boolean;
  /** The VolumeSnapshotLocations. By default, those that a Backup names exist, and there are no others. */
  snapshotLocations?: SnapshotLocation[];
  /** The default location of providers with several: the provider and the name. */
  defaultSnapshotLocations: Record<string, string>;
  /** The names of the BackupStorageLocations. By default, those that a Backup names exist. */
  storageLocations?: string[];
  /** The nodes with their operating systems. By default, the nodes of pods exist, with Linux. */
  nodes?: Record<string, string>;
  /** The nodes with a running pod of Velero's node agent. By default, all nodes. */
  agents?: string[];
  /** The CSI driver with a VolumeGroupSnapshotClass that Velero chooses, besides those of the inventory. */
  groupSnapshotDriver?: string;
  /** Whether CSI snapshots never get a handle. */
  snapshotsWithoutHandles: boolean;
  /** Resource policies, besides those of the inventory. */
  policies: PolicyMap[];
  /** The resource policy of the server, for all backups. */
  globalPolicy?: PolicyMap;
}

/**
 * The settings of Velero's server and of its cluster, as far as they decide how the contents of volumes are saved.
 * `undefined` is not known: what the inventory shows, or else the default of the server, is assumed.
 *
 * As {@link ServerSettings}. A field that is `null` is the same as a missing field.
 */
export interface ServerSettingsInput {
  /** Whether volumes are saved by file-system backup unless a Backup says otherwise. The default is false. */
  defaultVolumesToFsBackup?: boolean | null;
  /** Whether the data of CSI snapshots is moved unless a Backup says otherwise. The default is false. */
  defaultSnapshotMoveData?: boolean | null;
  /** Whether the feature EnableCSI is on. The default is false. */
  enableCsi?: boolean | null;
  /** The VolumeSnapshotLocations. By default, those that a Backup names exist, and there are no others. */
  snapshotLocations?: readonly SnapshotLocationInput[] | null;
  /** The default location of providers with several: the provider and the name. */
  defaultSnapshotLocations: Pairs;
  /** The names of the BackupStorageLocations. By default, those that a Backup names exist. */
  storageLocations?: readonly string[] | null;
  /** The nodes with their operating systems. By default, the nodes of pods exist, with Linux. */
  nodes?: Pairs | null;
  /** The nodes with a running pod of Velero's node agent. By default, all nodes. */
  agents?: readonly string[] | null;
  /** The CSI driver with a VolumeGroupSnapshotClass that Velero chooses, besides those of the inventory. */
  groupSnapshotDriver?: string | null;
  /** Whether CSI snapshots never get a handle. */
  snapshotsWithoutHandles: boolean;
  /** Resource policies, besides those of the inventory. */
  policies?: readonly PolicyMapInput[] | null;
  /** The resource policy of the server, for all backups. */
  globalPolicy?: PolicyMapInput | null;
}

/**
 * How a Backup or a Schedule is written. It decides the pointers of diagnostics about it.
 *
 * - `backup`: A Backup. It runs once. Its filters are in `/spec`.
 * - `schedule`: A Schedule. It makes Backups. Their filters are in `/spec/template`.
 * - `helm-schedule`: A Schedule in the values of Velero's Helm chart. Its filters are in `/template`.
 */
export type BackupKind = 'backup' | 'schedule' | 'helm-schedule';

/** A Backup, or a Schedule and its next backup. */
export interface Backup {
  /** How it is written. */
  kind: BackupKind;
  /** The name. `undefined` if Kubernetes generates it. */
  name?: string;
  /** The namespace, in which Velero runs. `undefined` if the document does not have it. */
  namespace?: string;
  /** Which objects are saved. */
  filters: Filters;
  /** When the backup expires, as a duration such as `24h`. `undefined` is Velero's default of 720 hours. */
  ttl?: string;
  /** When a Schedule runs, with a cron expression. `undefined` for a Backup. */
  schedule?: ScheduleConfig;
  /** The name of the ConfigMap with the resource policy. */
  resourcePolicy?: string;
  /** How the contents of volumes are saved. `undefined` is the same as no field. */
  volumes?: VolumeFields;
  /** The name of the BackupStorageLocation. `undefined` is the default one. */
  storageLocation?: string;
  /** The label selectors of its hooks. A backup fails if Kubernetes refuses one. */
  hookSelectors: HookSelector[];
  /** The phase, if a cluster has it: `Completed`, `Failed`, `Enabled`. */
  phase?: string;
  /** When the Backup expires, if a cluster has it: RFC 3339. */
  expiration?: string;
}

/**
 * A Backup, or a Schedule and its next backup.
 *
 * As {@link Backup}. A field that is `null` is the same as a missing field.
 */
export interface BackupInput {
  /** How it is written. */
  kind: BackupKind;
  /** The name. `undefined` if Kubernetes generates it. */
  name?: string | null;
  /** The namespace, in which Velero runs. `undefined` if the document does not have it. */
  namespace?: string | null;
  /** Which objects are saved. */
  filters: FiltersInput;
  /** When the backup expires, as a duration such as `24h`. `undefined` is Velero's default of 720 hours. */
  ttl?: string | null;
  /** When a Schedule runs, with a cron expression. `undefined` for a Backup. */
  schedule?: ScheduleConfigInput | null;
  /** The name of the ConfigMap with the resource policy. */
  resourcePolicy?: string | null;
  /** How the contents of volumes are saved. `undefined` is the same as no field. */
  volumes?: VolumeFieldsInput | null;
  /** The name of the BackupStorageLocation. `undefined` is the default one. */
  storageLocation?: string | null;
  /** The label selectors of its hooks. A backup fails if Kubernetes refuses one. */
  hookSelectors?: readonly HookSelectorInput[] | null;
  /** The phase, if a cluster has it: `Completed`, `Failed`, `Enabled`. */
  phase?: string | null;
  /** When the Backup expires, if a cluster has it: RFC 3339. */
  expiration?: string | null;
}

/**
 * What chooses the objects of a backup.
 *
 * - {@link SpecInput}: A spec of the interface.
 * - {@link BackupInput}: A Backup, or the next backup of a Schedule.
 * - {@link TargetInput}: Its `spec`.
 */
export type BackupSource = SpecInput | BackupInput | TargetInput;

/** A relation, and an application's databag in it. */
export interface Relation {
  /** Juju's id of the relation. */
  id: number;
  /**
   * The databag of the provider's application, both for publishing and for reading. `merge.plan` takes the
   * integrator's own databag.
   */
  databag: Pairs;
}

/**
 * The severity of a diagnostic.
 *
 * - `error`: The interface, Velero, Kubernetes or Juju refuses it.
 * - `warning`: It has no effect, or is probably a mistake.
 * - `advice`: It can be better.
 */
export type Severity = 'error' | 'warning' | 'advice';

/** A position in a checked text. Offsets are from 0. Lines and columns are from 1. */
export interface Position {
  /** Number of bytes before the position, in UTF-8. */
  utf8Offset: number;
  /** Number of code units before the position, in UTF-16. Browsers and editors use these. */
  utf16Offset: number;
  /** The line, from 1. */
  line: number;
  /** The column, in characters, from 1. */
  column: number;
}

/** A part of a checked text. */
export interface Span {
  /** The position of the first character. */
  start: Position;
  /** The position after the last character. */
  end: Position;
}

/** A replacement in a text. */
export interface Edit {
  /** The part to replace. It is empty for an insertion. */
  span: Span;
  /** The new text. It is empty for a removal. */
  text: string;
}

/** A change that resolves a diagnostic. */
export interface Fix {
  /** A short description of the change. */
  title: string;
  /** The edits of the change. They do not overlap. */
  edits: Edit[];
  /** Whether the author certainly meant it, so that a program can apply it. */
  certain: boolean;
  /**
   * What it adds to the backup, or removes from it. `undefined` if the same objects are saved. Velero saves nothing of a
   * spec that it refuses: for a change of such a spec, the effect compares with what the other entries select.
   */
  effect?: string;
}

/** Another position that is related to a diagnostic. */
export interface RelatedPlace {
  /** What is there: one line, lower case, no final period. */
  message: string;
  /** The index of the checked thing, if several are checked at once. */
  subject?: number;
  /** RFC 6901 JSON pointer into the subject. */
  pointer: string;
  /** Where it is in the text. Only set if a text was checked. */
  span?: Span;
}

/** A problem, or an advice. */
export interface Diagnostic {
  /** The code of the rule: a stable name in kebab case. */
  code: string;
  /** The severity. */
  severity: Severity;
  /** What is wrong: one line, lower case, no final period, the user's text in backticks. */
  message: string;
  /** How to correct it. */
  help?: string;
  /** The index of the checked thing, if several are checked at once: the YAML document, the relation or the target. */
  subject?: number;
  /** RFC 6901 JSON pointer into the subject. An empty pointer is the whole subject. */
  pointer: string;
  /** Where it is in the text. Only set if a text was checked. */
  span?: Span;
  /** Changes that resolve it. Empty if no text was checked. */
  fixes: Fix[];
  /** Related positions, such as the first of two equal keys. */
  related: RelatedPlace[];
}

/** A kind of object that a cluster serves. */
export interface ApiResource {
  /** The API group, such as `apps`. It is empty for the core group. */
  group: string;
  /** The plural name, in lower case, such as `deployments`. Subresources are not kinds. */
  plural: string;
  /** The singular name. If it is not set, the kind in lower case. */
  singular?: string;
  /** The kind, such as `Deployment`. */
  kind: string;
  /** Short names, such as `deploy`. */
  shortNames: string[];
  /** Whether its objects are in namespaces. */
  namespaced: boolean;
  /**
   * The verbs that it supports, such as `list`. It is empty if they are not known. Velero sees only kinds that
   * support list, create, get and delete.
   */
  verbs: string[];
}

/**
 * A kind of object that a cluster serves.
 *
 * As {@link ApiResource}. A field that is `null` is the same as a missing field.
 */
export interface ApiResourceInput {
  /** The API group, such as `apps`. It is empty for the core group. */
  group: string;
  /** The plural name, in lower case, such as `deployments`. Subresources are not kinds. */
  plural: string;
  /** The singular name. If it is not set, the kind in lower case. */
  singular?: string | null;
  /** The kind, such as `Deployment`. */
  kind: string;
  /** Short names, such as `deploy`. */
  shortNames?: readonly string[] | null;
  /** Whether its objects are in namespaces. */
  namespaced: boolean;
  /**
   * The verbs that it supports, such as `list`. It is empty if they are not known. Velero sees only kinds that
   * support list, create, get and delete.
   */
  verbs?: readonly string[] | null;
}

/** A release of Velero whose behaviour was measured. Most patches of a release behave like its newest one. */
export interface VeleroRelease {
  /** The name, such as `1.18`. `next` is the main branch of Velero. */
  name: string;
  /** The tag, or the branch and the commit, that was measured. */
  measured: string;
  /** Whether it is used if no version is given. */
  isDefault: boolean;
}

/**
 * The format of a text.
 *
 * - `json`: JSON (RFC 8259).
 * - `yaml`: YAML 1.2, core schema: `no` and `on` are strings. Each YAML document is a subject.
 */
export type DocumentFormat = 'json' | 'yaml';

/**
 * What a text contains. If it is not given, it is detected from the keys.
 *
 * - `spec`: A spec.
 * - `target`: A target: a spec with the names of the application, its relation and its model.
 * - `targets`: A list of targets: the value of `backup_targets`.
 * - `databag`: A databag: an object whose `backup_targets` is a string with JSON. Pointers continue inside the string (`/backup_targets/0/spec/ttl`). Spans are positions in the text with its escapes.
 * - `velero-backup-config`: The databag that the integrator writes for the operator (`velero_backup_config`): a target whose `spec` is a string with JSON, and has the fields of the schedule too. The schedule is checked as well.
 * - `unit`: The output of `juju show-unit`: the databags of these two kinds in the application data of its relations.
 * - `backup`: A Backup of Velero (velero.io/v1).
 * - `schedule`: A Schedule of Velero (velero.io/v1).
 * - `helm-values`: The values of Velero's Helm chart: each entry of `schedules` is a Schedule. Also the values of a chart that has Velero as a dependency, under `velero`.
 * - `objects`: Another Kubernetes object, or a List of objects. Backups, Schedules and ConfigMaps with a resource policy are checked, and other objects are skipped.
 * - `policy`: A resource policy of Velero: the value in its ConfigMap.
 */
export type DocumentKind =
  | 'spec'
  | 'target'
  | 'targets'
  | 'databag'
  | 'velero-backup-config'
  | 'unit'
  | 'backup'
  | 'schedule'
  | 'helm-values'
  | 'objects'
  | 'policy';

/**
 * How a rule is reported.
 *
 * - `ignore`: Not at all.
 * - `error`: As an error.
 * - `warning`: As a warning.
 * - `advice`: As advice.
 */
export type Level = 'ignore' | 'error' | 'warning' | 'advice';

/** The level of one rule. Rules without one are reported with the severity of the catalogue. */
export interface RuleLevel {
  /** The code of the rule. */
  code: string;
  /** How it is reported. */
  level: Level;
}

/** A rule of the catalogue. */
export interface Rule {
  /** The code of its diagnostics: a stable name in kebab case. */
  code: string;
  /** The severity of its diagnostics. */
  severity: Severity;
  /** The rule, in one line. */
  summary: string;
  /** Why the rule matters, with an example and a solution, in Markdown. */
  explanation: string;
  /** The inputs that the rule is about: `specs`, `Backups and Schedules`, or both. Targets and databags contain specs. */
  appliesTo: string;
  /** Whose behaviour the rule follows (the interface, Velero, Kubernetes, Juju), with the version. */
  authority: string;
}

/** The spec of a Backup or a Schedule. */
export interface ConvertedSpec {
  /** Saves the same objects for as long. */
  spec: Spec;
  /** The fields that the configuration of the integrator or of the operator has instead. */
  leftOut: Diagnostic[];
}

/** Names and patterns: what is included, and what is excluded from it. */
export interface NameFilter {
  /** `undefined` includes everything. An empty list includes nothing. */
  included?: string[];
  /** What is not included, although `included` matches it. */
  excluded: string[];
}

/**
 * A condition on the namespaces of the cluster.
 *
 * - `always`: Always.
 * - `no-namespace-opts-out`: If no Namespace has the label `velero.io/exclude-from-backup: "true"`.
 * - `all-namespaces`: If the included namespaces are all namespaces of the cluster, and the excluded ones match none. Also, no Namespace opts out.
 * - `no-namespace`: If the included and the excluded namespaces match no namespace of the cluster. Also, no Namespace opts out.
 * - `all-namespaces-or-none`: One of the last two.
 */
export type NamespaceCondition =
  | 'always'
  | 'no-namespace-opts-out'
  | 'all-namespaces'
  | 'no-namespace'
  | 'all-namespaces-or-none';

/**
 * Which Namespaces are saved because an object in them is selected. An object counts even if it opts out.
 *
 * - `never`: None.
 * - `named`: Those of `named`.
 * - `any`: All, also excluded ones: objects in any namespace count if their resource and labels are selected.
 */
export type WithObjects = 'never' | 'named' | 'any';

/** Which Namespace objects are saved: those of each field. */
export interface NamespaceObjects {
  /** Those with these names. */
  named: NameFilter;
  /** When the names do not matter, because Velero then chooses by the labels only. */
  unless?: NamespaceCondition;
  /** Whether all Namespaces with the labels are saved. */
  labelled: boolean;
  /** Which Namespaces with a selected object are saved. */
  withObjects: WithObjects;
  /** Whether a Namespace that is not Active is only saved for its objects. */
  skipsInactive: boolean;
}

/** A resource whose objects are saved because others use them. */
export interface BroughtAlong {
  /** The group-resource of the others. `undefined` means any custom resource. */
  becauseOf?: string;
  /** The group-resource that comes along. */
  groupResource: string;
}

/**
 * What a spec saves, for any cluster with the same kinds. The clauses leave out what an object says of itself: an
 * object or a namespace with the label `velero.io/exclude-from-backup: "true"`, an object that is being deleted, and
 * the annotations `velero.io/skip-from-backup` and `backup.velero.io/must-include-additional-items`.
 */
export interface Clauses {
  /** The namespaces whose objects are saved. */
  namespaces: NameFilter;
  /**
   * The namespaced resources of which objects are saved, as group-resources and patterns. A kind that is served under
   * two names, such as events, is saved under either.
   */
  namespacedResources: NameFilter;
  /** The cluster-scoped resources of which objects are saved, without `namespaces`. */
  clusterScopedResources: NameFilter;
  /** When objects of the cluster-scoped resources are saved. */
  clusterScopedCondition: NamespaceCondition;
  /** Which Namespace objects are saved. */
  namespaceObjects: NamespaceObjects;
  /** What saved objects bring along. */
  broughtAlong: BroughtAlong[];
  /** Labels that an object must have, except for what comes along and for Namespace objects. */
  labelSelector: Array<[string, string]>;
  /**
   * When each backup expires, in seconds after its start: the ttl, or Velero's default of 30 days. 0 for a negative ttl:
   * a backup expires as soon as it is made.
   */
  expiresAfterSeconds: number;
}

/** The application that publishes. */
export interface Identity {
  /** Name of the application. */
  app: string;
  /** Name of its model. */
  model: string;
  /** Name of the relation in its metadata. */
  relationName: string;
}

/**
 * What to do if a spec has errors.
 *
 * - `refuse`: Return the errors. The published spec does not change.
 * - `publish`: Publish the spec, as the reference does.
 */
export type OnErrors = 'refuse' | 'publish';

/** What to write into the application's databag of one relation. */
export interface DatabagWrite {
  /** The relation. */
  relationId: number;
  /** The key to set: `backup_targets`. */
  key: string;
  /** The value to set. It has the same bytes as the reference's. */
  value: string;
  /** False if the databag already has this value. */
  changed: boolean;
}

/**
 * Why nothing is published.
 *
 * - `not-leader`: The unit is not the leader. Only the leader can write.
 * - `no-relation`: There is no relation with this name.
 * - `invalid`: The spec has errors, and `refuse` was given. The list also has the warnings and the advice.
 */
export type PublishError = 'not-leader' | 'no-relation' | 'invalid';

/** A target, and where it was read. */
export interface LocatedTarget {
  /** The relation. */
  relationId: number;
  /** The index of the target in the relation's `backup_targets`. */
  index: number;
  /** The target. */
  target: Target;
}

/** A period of time, in Unix seconds. */
export interface Window {
  /** The first second. */
  start: number;
  /** The second after the last one. */
  end: number;
}

/** When backups exist, for a schedule and a ttl. */
export interface Timeline {
  /** From each run to the time when its backup expires, in the order of the runs. */
  backups: Window[];
  /**
   * The times between two of these runs when all of their backups are expired. They can be shorter in Velero, which
   * deletes a backup up to 60 minutes after it expires.
   */
  gaps: Window[];
  /**
   * Maximum number of backups that exist at a time, if each is deleted 60 minutes after it expires. It does not
   * depend on the number of runs in `backups`.
   */
  keptAtOnce: number;
}

/** What a Schedule of Velero does. */
export interface PlannedSchedule {
  /** Its index among the Backups and Schedules. */
  index: number;
  /** The next runs after the time of the plan. Empty without a time. */
  nextRuns: number[];
  /** Maximum number of its backups at the same time. */
  keptAtOnce: number;
  /** The longest time between two runs, in seconds. `undefined` if it does not run twice. */
  longestGap?: number;
  /** The longest time without any backup of it, in seconds. 0 if each is kept until the next one is made. */
  longestWithoutBackup: number;
}

/** What Schedules do. */
export interface SchedulePlan {
  /** The Schedules that run, in their order. Paused ones, and those that Velero refuses, are missing. */
  schedules: PlannedSchedule[];
  /**
   * How many backups each Schedule keeps, and which Schedules run at the same minute. The subject is the index among
   * the Backups and Schedules.
   */
  diagnostics: Diagnostic[];
}

/** Where the backup operator runs, and where it stores backups. */
export interface VeleroSettings {
  /** Name of the operator's model. Velero runs in the namespace of this name. */
  namespace: string;
  /** Name of the BackupStorageLocation. */
  storageLocation: string;
  /** Names of the VolumeSnapshotLocations. */
  volumeSnapshotLocations?: readonly string[] | null;
  /** Whether Velero backs up the files of all pod volumes. `undefined` is the default of Velero's server. */
  defaultVolumesToFsBackup?: boolean | null;
}

/** A spec, and the schedule that the integrator adds to it. */
export interface VeleroBackupSpec {
  /** The spec of the target, not changed. */
  spec: Spec;
  /** The schedule. An empty cron expression becomes `undefined`. */
  schedule: ScheduleConfig;
}

/** What the integrator must write into its databag of one velero-backup relation. */
export interface PlannedWrite {
  /** The relation. */
  relationId: number;
  /** The index of the target that the relation holds at the end. */
  targetIndex: number;
  /** The four keys and their values. They have the same bytes as the integrator's. */
  databag: Record<string, string>;
  /** False if the databag already has these values. */
  changed: boolean;
}

/**
 * The kind of a manifest.
 *
 * - `backup`: A Backup. It runs once.
 * - `schedule`: A Schedule. It creates Backups.
 */
export type ManifestKind = 'backup' | 'schedule';

/** The manifest of a target. */
export interface TargetManifest {
  /** The index of the target. */
  targetIndex: number;
  /** The kind of the manifest. */
  kind: ManifestKind;
  /** The manifest. */
  json: string;
}

/** What happens to a list of targets. */
export interface MergePlan {
  /**
   * One for each relation, in the order of the relations. Empty if the integrator or Velero refuses the schedule, or
   * if it never matches.
   */
  writes: PlannedWrite[];
  /**
   * The Schedule of each target, or the Backup if there is no schedule. They do not depend on the relations. A
   * target that Velero or Kubernetes refuses has no manifest; a diagnostic gives the reason.
   */
  manifests: TargetManifest[];
  /**
   * What is lost, shared, left unchanged or missing. The subject is the index of the target. Diagnostics about the
   * schedule or the settings have no subject, and their pointer is a path in these.
   */
  diagnostics: Diagnostic[];
}

/** A reference to an object of a cluster. */
export interface ObjectRef {
  /** The plural name of its kind, and the group if it is not the core group: "deployments.apps", "pods". */
  groupResource: string;
  /** The namespace. `undefined` if the object is cluster-scoped. */
  namespace?: string;
  /** The name. It is unique in the kind and the namespace. */
  name: string;
}

/**
 * Why an object is in a backup, or is not in it. The first three reasons are for objects in the backup.
 *
 * - `selected`: The spec or the Backup selects it.
 * - `comes-along`: An included object adds it: the volume of a claim, the roles of a service account, the definition of a custom resource.
 * - `namespace-of-selected`: It is a Namespace, and is added for its objects or for its labels. If the spec selects the Namespace by name, the reason is `selected`.
 * - `spec-refused`: Velero refuses the spec, or the backup fails: nothing is selected.
 * - `namespace-not-included`: Its namespace is not in the included namespaces.
 * - `namespace-excluded`: Its namespace is excluded.
 * - `resource-not-included`: Its kind is not in the included resources.
 * - `resource-excluded`: Its kind is excluded.
 * - `cluster-scope-excluded`: It is cluster-scoped, and `includeClusterResources` is false.
 * - `cluster-scope-not-automatic`: It is cluster-scoped, `includeClusterResources` is not set, and the spec does not select the whole cluster.
 * - `labels-do-not-match`: It does not have the labels of the selector.
 * - `exclude-label`: It has the label `velero.io/exclude-from-backup: "true"`.
 * - `skip-annotation`: It has the annotation `velero.io/skip-from-backup`, and Velero checks this annotation for its kind.
 * - `unknown-resource`: Velero does not see its kind.
 * - `being-deleted`: It is being deleted, or it is a Namespace that is not active.
 * - `save-failed`: Velero fails to save it, because of an error with its volume or its claim.
 * - `policy-excluded`: A filter of the resource policy leaves it out.
 */
export type Reason =
  | 'selected'
  | 'comes-along'
  | 'namespace-of-selected'
  | 'spec-refused'
  | 'namespace-not-included'
  | 'namespace-excluded'
  | 'resource-not-included'
  | 'resource-excluded'
  | 'cluster-scope-excluded'
  | 'cluster-scope-not-automatic'
  | 'labels-do-not-match'
  | 'exclude-label'
  | 'skip-annotation'
  | 'unknown-resource'
  | 'being-deleted'
  | 'save-failed'
  | 'policy-excluded';

/** The reasons. A byte in `Evaluation.reasons` is an index. The first three are reasons of objects in the backup. */
export const reasonNames: readonly Reason[] = [
  'selected',
  'comes-along',
  'namespace-of-selected',
  'spec-refused',
  'namespace-not-included',
  'namespace-excluded',
  'resource-not-included',
  'resource-excluded',
  'cluster-scope-excluded',
  'cluster-scope-not-automatic',
  'labels-do-not-match',
  'exclude-label',
  'skip-annotation',
  'unknown-resource',
  'being-deleted',
  'save-failed',
  'policy-excluded',
];

/** Whether an object is in the backup, and why. */
export interface Verdict {
  /** The object. */
  object: ObjectRef;
  /** Whether it is in the backup. */
  included: boolean;
  /** The reason. If there are several, the first one in the order in which Velero checks. */
  reason: Reason;
  /** RFC 6901 JSON pointer to the entry of the spec or the manifest that caused the reason, if there is one. */
  pointer?: string;
  /** For `comes-along`: the index, in the inventory, of the object that adds it. */
  broughtBy?: number;
}

/**
 * How a backup ends.
 *
 * - `completed`: Velero saves the included objects, without an error.
 * - `partially-failed`: Velero saves the included objects, and the backup ends PartiallyFailed.
 * - `failed`: The backup starts and fails. Nothing is saved.
 * - `refused`: Velero refuses the backup, or cannot read it. Nothing is saved.
 */
export type OutcomeKind = 'completed' | 'partially-failed' | 'failed' | 'refused';

/** How a backup ends, and why. */
export interface Outcome {
  /** How it ends. */
  kind: OutcomeKind;
  /** The reasons. Empty if it is completed. */
  diagnostics: Diagnostic[];
}

/** A file-system backup of a volume, through a pod. */
export interface PodVolumeBackup {
  /** The index of the pod in the inventory. */
  pod: number;
  /** The name of the volume in the pod. */
  volume: string;
}

/** A claim with a CSI snapshot. */
export interface CsiClaim {
  /** The index of the claim in the inventory. */
  claim: number;
  /** The class of the snapshot. */
  snapshotClass: string;
  /** Whether its data is moved. */
  moved: boolean;
}

/** What a backup saves of the contents of volumes. */
export interface SavedContents {
  /** The file-system backups. */
  fs: PodVolumeBackup[];
  /** The indexes of the PersistentVolumes with a native snapshot. */
  snapshots: Uint32Array<ArrayBuffer>;
  /** The claims with a CSI snapshot. One for which Velero makes several is repeated. */
  csi: CsiClaim[];
}

/**
 * A way in which Velero saves the contents of a volume.
 *
 * - `file-system-backup`: Velero's node agent reads the files through a pod that mounts the volume.
 * - `native-snapshot`: A plugin of a provider makes a snapshot of the PersistentVolume.
 * - `csi-snapshot`: The CSI driver makes a snapshot of the claim.
 */
export type Means = 'file-system-backup' | 'native-snapshot' | 'csi-snapshot';

/**
 * What Velero says about contents that it does not save.
 *
 * - `nothing`: Nothing: the backup completes.
 * - `warning`: A warning in its log: the backup completes.
 * - `error`: An error: the backup ends PartiallyFailed.
 */
export type Said = 'nothing' | 'warning' | 'error';

/** How the contents of a volume are saved. */
export interface SavedBy {
  /** The way. */
  means: Means;
  /** The index of the pod through which they are saved. */
  pod?: number;
  /** The snapshot location, or the class of a CSI snapshot. */
  madeWith?: string;
  /** Whether the data of the CSI snapshot is moved. */
  moved: boolean;
  /** What decided it: a field, an annotation, or a rule of the resource policy. */
  decidedBy?: string;
}

/** Why the contents of a volume are not saved in one way. */
export interface UnsavedBy {
  /** The way. */
  means: Means;
  /** The reason: a stable name in kebab case, such as `no-location`. */
  reason: string;
  /** The reason in words. */
  message: string;
  /** What Velero says for this reason. */
  said: Said;
  /** The index of the pod that the reason is about. */
  pod?: number;
  /** What decided it: a field, an annotation, a label, or a rule of the resource policy. */
  decidedBy?: string;
  /** The setting of Velero that is not known, and with which the contents may be saved. */
  dependsOn?: string;
}

/** The decision on the contents of a volume. */
export interface VolumeVerdict {
  /**
   * The index of the claim in the inventory. `undefined` for a PersistentVolume without a claim in the backup, and for
   * another volume of a pod.
   */
  claim?: number;
  /** The index of the PersistentVolume, if it has one. */
  volume?: number;
  /** The index of the pod, for another volume of a pod. */
  pod?: number;
  /** The name of that volume in the pod. */
  podVolume?: string;
  /** Whether the claim, the PersistentVolume or the pod is in the backup. */
  included: boolean;
  /** How the contents are saved. Empty if they are not. */
  savedBy: SavedBy[];
  /** Why the contents are not saved, for each way that could save them. Empty if they are saved. */
  unsavedBy: UnsavedBy[];
  /** The reasons that decide, in words. Empty if the contents are saved. */
  why: string;
}

/** Numbers of claims. */
export interface ContentsCount {
  /** Claims in the backup that name a volume. Others have no contents. */
  claims: number;
  /** Those of them whose contents are not saved, whatever the settings of Velero are. */
  claimsWithoutContents: number;
  /** Those of them for which settings of Velero that are not known decide. */
  claimsNotKnown: number;
  /** Claims that are not in the backup, and whose contents are saved. */
  contentsWithoutClaim: number;
}

/** The number of objects that a target includes. */
export interface TargetCoverage {
  /** The number of objects. */
  objects: number;
  /** The number of PersistentVolumeClaims. They are counted in `objects` too. */
  persistentVolumeClaims: number;
  /** The number of those whose contents are saved. */
  claimsWithContents: number;
  /** Why it covers nothing: Velero refuses it, the backup fails, a Schedule is paused, or a Backup has expired. */
  whyNothing?: string;
}

/** An object that several targets include. */
export interface Overlap {
  /** The index of the object in the inventory. */
  object: number;
  /** The indexes of the targets. */
  targets: Uint32Array<ArrayBuffer>;
}
