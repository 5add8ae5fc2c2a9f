// Generated from wit/ by `cargo xtask bindings`.

import type { Pairs } from '../convert.js';

/**
 * What to back up.
 *
 * `undefined` and an absent key are the same; an empty list is not `undefined`. Nothing is normalised: text goes in and comes
 * out as it is.
 */
export interface Spec {
  /** Namespaces to take; all when `undefined`. */
  includeNamespaces?: string[];
  /** Group-resources to take, such as `deployments.apps`; all when `undefined`. */
  includeResources?: string[];
  /** Namespaces to leave out. */
  excludeNamespaces?: string[];
  /** Group-resources to leave out. */
  excludeResources?: string[];
  /** Whether cluster-scoped objects are taken; `undefined` leaves it to Velero. */
  includeClusterResources?: boolean;
  /**
   * Labels that an object must have, all of them: key and value, in the order of the document. Of a repeated key the
   * last value counts, at the first place.
   */
  labelSelector?: Array<[string, string]>;
  /** How long a backup lives, as a duration such as `24h`. */
  ttl?: string;
}

/**
 * What to back up.
 *
 * `undefined` and an absent key are the same; an empty list is not `undefined`. Nothing is normalised: text goes in and comes
 * out as it is.
 *
 * As {@link Spec}, and `null` is as good as absent.
 */
export interface SpecInput {
  /** Namespaces to take; all when `undefined`. */
  includeNamespaces?: readonly string[] | null;
  /** Group-resources to take, such as `deployments.apps`; all when `undefined`. */
  includeResources?: readonly string[] | null;
  /** Namespaces to leave out. */
  excludeNamespaces?: readonly string[] | null;
  /** Group-resources to leave out. */
  excludeResources?: readonly string[] | null;
  /** Whether cluster-scoped objects are taken; `undefined` leaves it to Velero. */
  includeClusterResources?: boolean | null;
  /**
   * Labels that an object must have, all of them: key and value, in the order of the document. Of a repeated key the
   * last value counts, at the first place.
   */
  labelSelector?: Pairs | null;
  /** How long a backup lives, as a duration such as `24h`. */
  ttl?: string | null;
}

/** One entry of `backup_targets`: who asks, through which relation, for what. */
export interface Target {
  /** Name of the application that asks. */
  app: string;
  /** Name of the relation on that application, as in its metadata. A lookup calls it the endpoint. */
  relationName: string;
  /** Name of the model that the application runs in. */
  model: string;
  /** What to back up. */
  spec: Spec;
}

/**
 * One entry of `backup_targets`: who asks, through which relation, for what.
 *
 * As {@link Target}, and `null` is as good as absent.
 */
export interface TargetInput {
  /** Name of the application that asks. */
  app: string;
  /** Name of the relation on that application, as in its metadata. A lookup calls it the endpoint. */
  relationName: string;
  /** Name of the model that the application runs in. */
  model: string;
  /** What to back up. */
  spec: SpecInput;
}

/** When a spec is backed up, and how its schedule behaves. */
export interface ScheduleConfig {
  /** A cron expression; without one, backups are made when somebody asks for them. */
  schedule?: string;
  /** Whether the schedule rests. */
  paused: boolean;
  /** Whether the first backup waits for the schedule, instead of being made at once. */
  skipImmediately: boolean;
  /** Whether the backups are deleted with the schedule. */
  useOwnerReferencesInBackup: boolean;
}

/**
 * When a spec is backed up, and how its schedule behaves.
 *
 * As {@link ScheduleConfig}, and `null` is as good as absent.
 */
export interface ScheduleConfigInput {
  /** A cron expression; without one, backups are made when somebody asks for them. */
  schedule?: string | null;
  /** Whether the schedule rests. */
  paused?: boolean | null;
  /** Whether the first backup waits for the schedule, instead of being made at once. */
  skipImmediately?: boolean | null;
  /** Whether the backups are deleted with the schedule. */
  useOwnerReferencesInBackup?: boolean | null;
}

/** One relation and an application's databag in it. */
export interface Relation {
  /** Juju's number of the relation. */
  id: number;
  /** The application's databag: the provider's own when publishing, the provider's as seen by the requirer when reading. */
  databag: Pairs;
}

/**
 * How bad a diagnostic is.
 *
 * - `error`: The interface, Velero, Kubernetes or Juju refuses it.
 * - `warning`: It does nothing, or what was hardly meant.
 * - `advice`: It could be better.
 */
export type Severity = 'error' | 'warning' | 'advice';

/** A place in a checked text. Offsets count from 0, lines and columns from 1, columns in characters. */
export interface Position {
  /** Bytes of the text in UTF-8 before the place. */
  utf8Offset: number;
  /** Units of the text in UTF-16 before the place, as browsers and editors count. */
  utf16Offset: number;
  /** Line, from 1. */
  line: number;
  /** Character in the line, from 1. */
  column: number;
}

/** A part of a checked text. */
export interface Span {
  /** Where it starts. */
  start: Position;
  /** The place after its last character. */
  end: Position;
}

/** Text to put in the place of a span. */
export interface Edit {
  /** What is replaced; empty to insert. */
  span: Span;
  /** What stands there afterwards; empty to remove. */
  text: string;
}

/** A change that makes the diagnostic go away. */
export interface Fix {
  /** What the change does, in a few words. */
  title: string;
  /** All edits of the change, none over another. */
  edits: Edit[];
}

/** Another place that has to do with a diagnostic. */
export interface RelatedPlace {
  /** What is there: one line, lower case, no final period. */
  message: string;
  /** Which of several things that were checked, by its place. */
  subject?: number;
  /** RFC 6901 JSON pointer into the subject. */
  pointer: string;
  /** Present when a text was checked. */
  span?: Span;
}

/** One thing that is wrong, or could be better. */
export interface Diagnostic {
  /** Stable kebab-case name of the rule. */
  code: string;
  /** How bad it is. */
  severity: Severity;
  /** What is wrong: one line, lower case, no final period, the user's text in backticks. */
  message: string;
  /** What to write instead. */
  help?: string;
  /** Which of several things that were checked: the YAML document, the relation or the target, by its place. */
  subject?: number;
  /** RFC 6901 JSON pointer into the subject; "" is the whole of it. */
  pointer: string;
  /** Present when a text was checked. */
  span?: Span;
  /** Only where a text was checked. */
  fixes: Fix[];
  /** Other places that have to do with it. */
  related: RelatedPlace[];
}

/** A kind of object that a cluster serves. */
export interface ApiResource {
  /** The API group, such as `apps`; empty for the core group. */
  group: string;
  /** The name in requests, in lower case: `deployments`. Subresources are no kinds. */
  plural: string;
  /** The plural's singular; where it is not given, the kind in lower case. */
  singular?: string;
  /** The name in objects: `Deployment`. */
  kind: string;
  /** Abbreviations, such as `deploy`. */
  shortNames: string[];
  /** Whether its objects are in namespaces. */
  namespaced: boolean;
  /**
   * What can be done with it, such as `list`; empty when not known. Velero sees only kinds with list, create, get and
   * delete.
   */
  verbs: string[];
}

/**
 * A kind of object that a cluster serves.
 *
 * As {@link ApiResource}, and `null` is as good as absent.
 */
export interface ApiResourceInput {
  /** The API group, such as `apps`; empty for the core group. */
  group: string;
  /** The name in requests, in lower case: `deployments`. Subresources are no kinds. */
  plural: string;
  /** The plural's singular; where it is not given, the kind in lower case. */
  singular?: string | null;
  /** The name in objects: `Deployment`. */
  kind: string;
  /** Abbreviations, such as `deploy`. */
  shortNames?: readonly string[] | null;
  /** Whether its objects are in namespaces. */
  namespaced: boolean;
  /**
   * What can be done with it, such as `list`; empty when not known. Velero sees only kinds with list, create, get and
   * delete.
   */
  verbs?: readonly string[] | null;
}

/**
 * The language of a text.
 *
 * - `json`: RFC 8259.
 * - `yaml`: YAML 1.2, core schema: `no` and `on` are text. Several documents are several subjects.
 */
export type DocumentFormat = 'json' | 'yaml';

/**
 * What a text holds. Guessed from its keys when it is not said.
 *
 * - `spec`: What to back up.
 * - `target`: A spec with the names of who asks.
 * - `targets`: A list of targets: the content of `backup_targets`.
 * - `databag`: A databag: an object whose `backup_targets` is JSON in a string. Pointers go on inside the string (`/backup_targets/0/spec/ttl`), spans stand on the escaped text.
 */
export type DocumentKind = 'spec' | 'target' | 'targets' | 'databag';

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

/**
 * The level of one rule. Rules without one are reported with the severity of the catalogue.
 *
 * As {@link RuleLevel}, and `null` is as good as absent.
 */
export interface RuleLevelInput {
  /** The code of the rule. */
  code: string;
  /** How it is reported. */
  level: Level;
}

/** What a file `.k8s-backup-target.toml` says about one checked file. */
export interface Configuration {
  /** The levels of rules for this file. */
  levels: RuleLevel[];
  /** The file with the cluster's kinds, as a path from the folder of the configuration. It is below that folder. */
  apiResources?: string;
  /** What is wrong with the configuration. With an error among it, the configuration is not valid. */
  diagnostics: Diagnostic[];
}

/** A rule of the catalogue. */
export interface Rule {
  /** Stable kebab-case name: the code of its diagnostics. */
  code: string;
  /** How bad it is when the rule is broken. */
  severity: Severity;
  /** What the rule asks for, in a line. */
  summary: string;
  /** Why it matters, with an example and the way out, in Markdown. */
  explanation: string;
  /** Whose behaviour the rule follows (the interface, Velero, Kubernetes, Juju), with version. */
  authority: string;
}

/** Who publishes. */
export interface Identity {
  /** Name of the application. */
  app: string;
  /** Name of its model. */
  model: string;
  /** Name of the relation in its metadata. */
  relationName: string;
}

/**
 * What to do with a spec that has errors.
 *
 * - `refuse`: It is not published; what is published stays.
 * - `publish`: It is published, as the reference does.
 */
export type OnErrors = 'refuse' | 'publish';

/** What to write into the application's databag of one relation. */
export interface DatabagWrite {
  /** The relation. */
  relationId: number;
  /** The key to set: `backup_targets`. */
  key: string;
  /** The text to set it to, byte for byte that of the reference. */
  value: string;
  /** False when the relation already holds these bytes. */
  changed: boolean;
}

/**
 * Why nothing is to be written.
 *
 * - `not-leader`: The unit is not the leader; only the leader may write.
 * - `no-relation`: There is no relation of that name.
 * - `invalid`: The spec has errors and was to be refused for them. Warnings and advice are in the list too.
 */
export type PublishError = 'not-leader' | 'no-relation' | 'invalid';

/** A target, and where it was read. */
export interface LocatedTarget {
  /** The relation. */
  relationId: number;
  /** Its place in the relation's `backup_targets`. */
  index: number;
  /** The target itself. */
  target: Target;
}

/** A stretch of time, in Unix seconds. */
export interface Window {
  /** Its first second. */
  start: number;
  /** The second after its last. */
  end: number;
}

/** What a schedule and a ttl make of each other. */
export interface Timeline {
  /** From each run to the end of its backup's life, in the order of the runs. */
  backups: Window[];
  /** Times between two of these runs at which none of their backups exists any more. */
  gaps: Window[];
  /** So many backups exist at a time at most, once the schedule has gone on for a ttl, however few are listed. */
  keptAtOnce: number;
}

/** Where the backup operator runs and keeps backups. */
export interface VeleroSettings {
  /** The operator's model, which is the namespace that Velero runs in. */
  namespace: string;
  /** Name of the BackupStorageLocation. */
  storageLocation: string;
  /** Names of the VolumeSnapshotLocations. */
  volumeSnapshotLocations?: readonly string[] | null;
  /** Whether the data of volumes is read through the pods that mount them; none leaves it to Velero's server. */
  defaultVolumesToFsBackup?: boolean | null;
}

/** A spec with the schedule that the integrator adds to it. */
export interface VeleroBackupSpec {
  /** As the target has it. */
  spec: Spec;
  /** An empty cron expression is none. */
  schedule: ScheduleConfig;
}

/** What the integrator is to write into its databag of one velero-backup relation. */
export interface PlannedWrite {
  /** The relation. */
  relationId: number;
  /** The target that the relation ends with, by its place in the list. */
  targetIndex: number;
  /** The four keys and their texts, byte for byte those of the integrator. */
  databag: Record<string, string>;
  /** False when the relation already holds these bytes. */
  changed: boolean;
}

/**
 * What an object of a plan is.
 *
 * - `backup`: A Backup, which is made once.
 * - `schedule`: A Schedule, which makes Backups.
 */
export type ManifestKind = 'backup' | 'schedule';

/** The object of a target. */
export interface TargetManifest {
  /** The target, by its place in the list. */
  targetIndex: number;
  /** What the object is. */
  kind: ManifestKind;
  /** The object. */
  json: string;
}

/** What becomes of all targets. */
export interface MergePlan {
  /** One for each relation, in their order. None where the integrator or Velero refuses the schedule. */
  writes: PlannedWrite[];
  /**
   * The Schedule of each target, or its Backup where there is no schedule, whatever the relations hold. Only a target
   * that Velero or Kubernetes refuses has none, and a diagnostic says why.
   */
  manifests: TargetManifest[];
  /**
   * What would be lost, shared, kept or missing. The subject is the target's place in the list; what is said of the
   * schedule or the settings has none, and its pointer leads into these.
   */
  diagnostics: Diagnostic[];
}

/** Names an object of a cluster. */
export interface ObjectRef {
  /** The plural of its kind, and the group where it is not the core group: "deployments.apps", "pods". */
  groupResource: string;
  /** None for what is in no namespace. */
  namespace?: string;
  /** Unique in its kind and namespace. */
  name: string;
}

/**
 * Why an object is in a backup, or is not. The first three are in.
 *
 * - `selected`: The spec selects it.
 * - `comes-along`: Brought by an object that is included: the volume of a claim, the roles of a service account, a definition.
 * - `namespace-of-selected`: A Namespace object that comes with its objects, or by its labels; one whose name is taken is `selected`.
 * - `spec-refused`: Velero refuses the spec, or the backup fails: nothing is selected.
 * - `namespace-not-included`: Its namespace is not among those that are included.
 * - `namespace-excluded`: Its namespace is excluded.
 * - `resource-not-included`: Its kind is not among those that are included.
 * - `resource-excluded`: Its kind is excluded.
 * - `cluster-scope-excluded`: It is in no namespace, and `includeClusterResources` is false.
 * - `cluster-scope-not-automatic`: It is in no namespace, `includeClusterResources` is not set, and the spec is not one for everything.
 * - `labels-do-not-match`: It has not the labels of the selector.
 * - `exclude-label`: It has the label `velero.io/exclude-from-backup: "true"`.
 * - `skip-annotation`: It has the annotation `velero.io/skip-from-backup`, on a kind where Velero looks at it.
 * - `unknown-resource`: Velero does not see its kind.
 * - `being-deleted`: It is being deleted, or is a Namespace that is not active.
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
  | 'being-deleted';

/** Each reason at the place that its byte has in `Evaluation.reasons`. The first three are in. */
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
];

/** What becomes of an object. */
export interface Verdict {
  /** The object. */
  object: ObjectRef;
  /** Whether it is in the backup. */
  included: boolean;
  /** Why it is, or is not: the first reason, in the order in which Velero asks. */
  reason: Reason;
  /** RFC 6901 JSON pointer to the entry of the spec that decided it, where one did. */
  pointer?: string;
  /** For `comes-along`: the object that brings it, by its place in the inventory. */
  broughtBy?: number;
}

/** What a target takes. */
export interface TargetCoverage {
  /** How many objects. */
  objects: number;
  /** How many of them are volume claims. */
  persistentVolumeClaims: number;
}

/** An object that several targets take. */
export interface Overlap {
  /** Its place in the inventory. */
  object: number;
  /** The targets, each by its place in the list. */
  targets: Uint32Array<ArrayBuffer>;
}
