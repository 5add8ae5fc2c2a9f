import type {
  ApiResource,
  Backup,
  Diagnostic,
  DocumentFormat,
  Edit,
  Identity,
  Outcome,
  PolicyMap,
  ScheduleConfig,
  Span,
  Spec,
  Target,
  TargetCoverage,
  Timeline,
  VeleroRelease,
  VeleroSettings,
  Verdict,
} from 'k8s-backup-target';

/** An answer, or the diagnostics that explain why there is none. */
export type Answer<T> = { ok: true; value: T } | { ok: false; diagnostics: Diagnostic[] };

/** A text and its format. */
export interface Source {
  text: string;
  format: DocumentFormat;
}

/** A change of one value in a text. */
export interface Change {
  /** JSON pointer to the value. */
  pointer: string;
  /** The new value. Absent if the value is removed. */
  value: string | boolean | undefined;
}

/** What the user writes at the cursor. */
export interface CursorContext {
  /** A key if a key is possible, also in a new entry of a list. Otherwise a value. */
  part: 'key' | 'value';
  /** JSON pointer to the object with the key, or to the value. If it is uncertain, to the parent. */
  pointer: string;
}

/** A part of the text. */
export interface Position {
  /** Index of the YAML document. It is -1 if the position is not known. */
  subject: number;
  /** JSON pointer to the spec, the target or the manifest. */
  pointer: string;
  span: Span | undefined;
}

/** A spec of the text and its position. */
export interface Entry extends Position {
  spec: Spec;
  /** Present if the text contains targets. */
  target: Target | undefined;
  /** The schedule that the integrator merged with the spec. Present if the target is in a databag for the operator. */
  merged: ScheduleConfig | undefined;
}

/** A Backup or a Schedule of the text and its position. */
export interface BackupEntry extends Position {
  backup: Backup;
}

/** A relation in the output of `juju show-unit`. */
export interface UnitRelation {
  subject: number;
  pointer: string;
  id: string;
  endpoint: string;
  /** The databag of this interface, or the one for the operator. Absent if it has another one. */
  databag: 'backup_targets' | 'velero_backup_config' | undefined;
}

/** What is wrong with a text, and with the version of Velero. */
export interface Checked {
  text: Diagnostic[];
  velero: Diagnostic[];
}

/** The contents of a text. */
export interface Reading {
  entries: Entry[];
  /** Whether the text is a databag: its targets are in a string. */
  databag: boolean;
  /** The relations, if the text is the output of `juju show-unit`. */
  relations: UnitRelation[];
  /** The Backups and Schedules of Velero that can be read, in the order of the text. */
  backups: BackupEntry[];
  /** Whether the text has a Backup or a Schedule that cannot be read. */
  hasUnreadBackup: boolean;
  /** The resource policies of the text. */
  policies: PolicyMap[];
}

/** The results for the entries of the text with a schedule. */
export interface Verdicts {
  /** Describes the selected spec with the schedule. */
  sentence: string;
  /** Describes the selected spec alone. */
  ofSpec: string;
  /** Whether Velero refuses the selected spec, or its backups fail. Its descriptions say so. */
  refused: boolean;
  contents: Contents;
  schedule: Diagnostic[];
  /** Unix seconds. Absent if there is no next run, or the schedule is paused. */
  nextRun: number | undefined;
  /** The subject of each is the index of an entry. */
  plan: Diagnostic[];
  /** The entries that Velero and Kubernetes accept with this schedule and these settings. */
  made: number[];
  /** The entry that each relation carries. */
  writes: { relationId: number; targetIndex: number }[];
}

/** The results for a Backup or a Schedule of the text. */
export interface BackupVerdict {
  /** Describes it with its own schedule. */
  sentence: string;
  /** Why it saves nothing: Velero refuses it, it is paused, it failed or it has expired. Absent if it saves objects. */
  whyNothing: string | undefined;
  contents: Contents;
  /** Unix seconds. Absent if there is no next run, or the Schedule is paused. */
  nextRun: number | undefined;
}

/** The spec of a Backup or a Schedule. */
export interface ConvertedBackup {
  spec: Spec;
  text: string;
  /** The fields that a spec does not have, and that decide what is saved or how. */
  lost: Diagnostic[];
  /** The fields that the schedule or the settings have instead. */
  leftOut: Diagnostic[];
  /** Describes the manifest, and the manifest without the lost fields. */
  before: string;
  after: string;
}

/** What a spec and the settings say about the contents of volumes. */
export interface Contents {
  /** Whether the spec saves volume claims. Absent if there is no manifest. */
  claims: boolean | undefined;
  /** Absent if the settings of Velero and the objects of the cluster decide. */
  sentence: string | undefined;
}

/** The schedule and the settings of the operator. */
export interface Setting {
  schedule: ScheduleConfig;
  velero: VeleroSettings;
  /** Number of velero-backup relations of the integrator. */
  relations: number;
}

export interface Output {
  publish: Answer<string>;
  databag: Answer<Record<string, string>>;
  backup: Answer<string>;
  schedule: Answer<string>;
}

/** Manifests with fixed names, in YAML: Schedules, or Backups if there is no schedule. */
export interface Named {
  /** The manifest of the selected target, and how it is read. */
  chosen: Answer<{ yaml: string; backup: Backup }>;
  /** Absent if there is only one target. */
  all: string | undefined;
}

export interface Runs {
  runs: Answer<number[]>;
  retention: Answer<Timeline>;
}

/** The objects of a cluster by namespace and kind. */
export interface InventorySummary {
  objects: number;
  /** The first is `undefined`: cluster-scoped objects. */
  namespaces: (string | undefined)[];
  kinds: string[];
  /** Number of objects by namespace, then by kind. */
  totals: Uint32Array;
  /** The kinds that the cluster serves. */
  served: ApiResource[];
  /** The version of Velero that the objects were read for. It is empty if none was chosen. */
  veleroVersion: string;
  /** The cluster's own Schedules of Velero. */
  schedules: ClusterSchedule[];
  diagnostics: Diagnostic[];
}

/** A Schedule among the objects of a cluster. */
export interface ClusterSchedule {
  name: string;
  namespace: string;
  /** Absent if it cannot be read. */
  backup: Backup | undefined;
  /** Why it cannot be read. */
  whyNot: string | undefined;
}

/** What happens to a volume claim. `contents-unknown` depends on settings of Velero that are not known. */
export type ClaimState = 'with-contents' | 'contents-unknown' | 'without-contents' | 'not-saved';

/** The states of a volume claim, from the best one. */
export const CLAIM_STATES: readonly ClaimState[] = [
  'with-contents',
  'contents-unknown',
  'without-contents',
  'not-saved',
];

/** What a selection saves less or more than another one. Contents are lost if the claim is saved without them. */
export type Difference = 'gained' | 'lost' | 'claims-lost' | 'contents-lost';

export interface SelectionSummary {
  included: number;
  /** Number of volume claims in each state. */
  claims: Record<ClaimState, number>;
  /** Number of included objects by namespace, then by kind. */
  selected: Uint32Array;
  /** Number of objects for each reason. */
  reasons: { name: string; count: number; included: boolean }[];
  /** How the backup ends. */
  outcome: Outcome;
  diagnostics: Diagnostic[];
  /** The first objects that come along, each with the object that brings it. */
  comesAlong: { object: string; broughtBy: string }[];
  /** Objects that are skipped because they are cluster-scoped: the number for each reason and kind. */
  clusterScoped: { reason: string; kind: string; count: number }[];
  /** The numbers of objects that differ from the other spec, if there is one. */
  differences: Record<Difference, number> | undefined;
}

/**
 * A spec and the settings of the operator, or a Backup or a Schedule, to which these do not apply, and the resource policies
 * beside it.
 */
export type SelectionOf = { spec: Spec; velero: VeleroSettings } | { backup: Backup; policies: PolicyMap[] };

export interface CoverageSummary {
  /** In the order of the sources. */
  targets: TargetCoverage[];
  uncovered: number;
  /** Number of volume claims in each state. */
  claims: Record<ClaimState, number>;
  overlapping: number;
  /** Number of objects that a target covers, by namespace, then by kind. */
  selected: Uint32Array;
}

/** Selects the objects of a list. Numbers are indices in the lists of a summary. */
export interface Filter {
  of: 'selection' | 'uncovered';
  namespace: number | undefined;
  kind: number | undefined;
  reason: string | undefined;
  /** If it is set, only volume claims in this state. */
  claims: ClaimState | undefined;
  /** If it is set, only objects that differ in this way from the other spec. */
  difference: Difference | undefined;
  name: string;
}

export const NO_FILTER: Filter = {
  of: 'selection',
  namespace: undefined,
  kind: undefined,
  reason: undefined,
  claims: undefined,
  difference: undefined,
  name: '',
};

export interface Row {
  index: number;
  groupResource: string;
  namespace: string | undefined;
  name: string;
  verdict: Pick<Verdict, 'included' | 'reason' | 'pointer'> | undefined;
  broughtBy: string | undefined;
  /** Whether it is saved: by the spec, or by any target. */
  isIncluded: boolean;
  /** What happens to its contents, if it is a volume claim. */
  claim: { state: ClaimState; why: string } | undefined;
}

export interface Page {
  total: number;
  offset: number;
  rows: Row[];
}

/** The questions of the page to the worker: name, input and reply. */
export interface Questions {
  start(given: null): { schema: string; kinds: ApiResource[]; releases: VeleroRelease[] };
  /**
   * Checks a text for a version of Velero, which is empty if none is chosen. The worker keeps both for the next
   * questions. An unknown version is refused.
   */
  check(given: Source & { veleroVersion: string }): Answer<Checked>;
  read(given: null): Reading;
  locate(given: { subject: number; pointer: string }): Span | undefined;
  /** Returns the edits of the text for each change. They are edits of the text with the changes before. */
  edit(given: Source & { subject: number; changes: readonly Change[] }): Answer<Edit[][]>;
  /**
   * `chosen` is the index of a target. Targets that are merged with a schedule are not planned again. `after` is in Unix
   * seconds.
   */
  judge(given: {
    targets: Target[];
    merged: (ScheduleConfig | undefined)[];
    chosen: number;
    setting: Setting;
    after: number;
  }): Verdicts;
  /** `after` is in Unix seconds. */
  judgeBackup(given: { backup: Backup; after: number }): BackupVerdict;
  /** Returns what is to say about the runs of a Schedule, also together with the others of the text. */
  planBackups(given: { backups: Backup[]; chosen: number; after: number }): Diagnostic[];
  output(given: { target: Target; setting: Setting }): Output;
  /** Returns the manifest with a fixed name of a target, and those of all targets if there are several. */
  named(given: { targets: Target[]; chosen: number; setting: Setting }): Named;
  /** Returns the texts of values of the checked text. */
  textsAt(given: { subject: number; pointers: string[] }): (string | undefined)[];
  /** Returns the manifests of all targets, in the form that `kubectl create -f` reads. */
  manifests(given: { targets: Target[]; setting: Setting }): string;
  runs(given: { schedule: string; ttl: string | undefined; after: number; count: number }): Runs;
  /** Returns the first of these schedules that both the integrator and Velero accept. */
  acceptedSchedule(given: string[]): string | undefined;
  /** Returns the JSON pointer to the value at an offset of the text, also if the offset is in its key. */
  pointerAt(given: Source & { offset: number }): string | undefined;
  /** Returns what the user writes at the end of a text. */
  cursorContext(given: Source): CursorContext;
  /** Returns which of the keys the object at the cursor has. The text is around the cursor. */
  presentKeys(given: Source & { after: string; keys: readonly string[] }): string[];
  resolve(given: string): ApiResource | undefined;
  /** Returns whether a text contains specs in its format. */
  isReadable(given: Source): boolean;
  /** Returns whether a text contains Backups or Schedules, and no other Kubernetes objects. */
  isManifests(given: Source): boolean;
  /** Returns the specs and targets of a text in another format. */
  convert(given: Source & { to: DocumentFormat }): string;
  /** Returns the text of specs and targets in a format. */
  write(given: { entries: Pick<Entry, 'spec' | 'target'>[]; format: DocumentFormat }): string;
  /**
   * Returns the spec of a Backup or a Schedule of the checked text, by its index. Fields that a spec does not have are left
   * out, and are named.
   */
  toSpec(given: { index: number }): Answer<ConvertedBackup>;
  openInventory(given: { file: Blob; kinds: string | undefined }): Answer<InventorySummary>;
  closeInventory(given: null): null;
  /** Evaluates a spec, a Backup or a Schedule, and compares it with another one if it is given. */
  select(given: { of: SelectionOf; other: SelectionOf | undefined }): SelectionSummary;
  /** Counts what one selection saves less or more than another one. */
  compare(given: { before: SelectionOf; after: SelectionOf }): Record<Difference, number>;
  /**
   * Covers the cluster with targets that reach Velero, and with Backups and Schedules. `at` is in Unix seconds: a Backup that
   * has expired covers nothing.
   */
  cover(given: {
    sources: (Target | Backup)[];
    velero: VeleroSettings;
    policies: PolicyMap[];
    at: number;
  }): CoverageSummary;
  page(given: { filter: Filter; offset: number; limit: number }): Page;
  /** Counts the namespaces of the inventory that each pattern matches. Absent if a pattern is not valid. */
  matches(given: string[]): (number | undefined)[];
}

export type Question = keyof Questions;
export type Given<Q extends Question> = Parameters<Questions[Q]>[0];
export type Reply<Q extends Question> = ReturnType<Questions[Q]>;

/** A message from the page. `cancel` is the id of a job. */
export type PageMessage = { id: number; question: Question; given: unknown } | { cancel: number } | { ping: true };

/** A message from the worker. It sends `pong` when it has started, and for each ping. */
export type WorkerMessage =
  | { pong: true }
  | { id: number; answer: unknown }
  | { id: number; failure: string; cancelled: boolean; trapped: boolean }
  | { id: number; done: number; total: number | undefined };

export type { Identity };
