import type {
  ApiResource,
  Diagnostic,
  DocumentFormat,
  Edit,
  Identity,
  Rule,
  ScheduleConfig,
  Span,
  Spec,
  Target,
  TargetCoverage,
  Timeline,
  VeleroSettings,
  Verdict,
} from 'k8s-backup-target';

/** An answer, or why there is none. */
export type Answer<T> = { ok: true; value: T } | { ok: false; diagnostics: Diagnostic[] };

/** A text, and its language. */
export interface Source {
  text: string;
  format: DocumentFormat;
}

/** A change of one value of a text. */
export interface Change {
  /** JSON pointer to the value. */
  pointer: string;
  /** The new value; absent where it is removed. */
  value: string | boolean | undefined;
}

/** What is written at a place. */
export interface WritingPlace {
  /** A key wherever there can be one, as in a new entry of a list; else a value. */
  part: 'key' | 'value';
  /** JSON pointer to the object with the key, or to the value. If that is not certain, to what is around it. */
  pointer: string;
}

/** One spec of the text, and where it stands. */
export interface Entry {
  spec: Spec;
  /** Where the text is of targets. */
  target: Target | undefined;
  /** Which YAML document. */
  subject: number;
  /** JSON pointer to the spec or the target. */
  pointer: string;
  span: Span | undefined;
}

/** What a text holds. */
export interface Reading {
  entries: Entry[];
  /** Whether the text is a databag, with its targets in a string. */
  databag: boolean;
}

/** What becomes of the entries of the text under a schedule. */
export interface Verdicts {
  sentence: string;
  schedule: Diagnostic[];
  /** Unix seconds; absent where there is none, or the schedule rests. */
  nextRun: number | undefined;
  /** The subject is the entry. */
  plan: Diagnostic[];
  /** Which entry each relation ends with. */
  writes: { relationId: number; targetIndex: number }[];
}

/** Where the targets go, and when. */
export interface Setting {
  schedule: ScheduleConfig;
  velero: VeleroSettings;
  /** How many velero-backup relations the integrator has. */
  relations: number;
}

export interface Output {
  publish: Answer<string>;
  databag: Answer<Record<string, string>>;
  backup: Answer<string>;
  schedule: Answer<string>;
}

export interface Runs {
  runs: Answer<number[]>;
  retention: Answer<Timeline>;
}

/** A cluster's objects by namespace and kind. */
export interface InventorySummary {
  objects: number;
  /** The first is `undefined`: what is in no namespace. */
  namespaces: (string | undefined)[];
  kinds: string[];
  /** Objects by namespace, then by kind. */
  totals: Uint32Array;
  /** The kinds that the cluster serves. */
  served: ApiResource[];
  diagnostics: Diagnostic[];
}

export interface SelectionSummary {
  included: number;
  /** Included objects by namespace, then by kind. */
  selected: Uint32Array;
  /** How many objects have each reason. */
  reasons: { name: string; count: number; included: boolean }[];
  diagnostics: Diagnostic[];
}

export interface CoverageSummary {
  targets: TargetCoverage[];
  uncovered: number;
  uncoveredClaims: number;
  overlapping: number;
  /** Objects that some target takes, by namespace, then by kind. */
  selected: Uint32Array;
}

/** Which objects a list shows. Numbers are places in the lists of a summary. */
export interface Filter {
  of: 'selection' | 'uncovered';
  namespace: number | undefined;
  kind: number | undefined;
  reason: string | undefined;
  name: string;
}

export interface Row {
  place: number;
  groupResource: string;
  namespace: string | undefined;
  name: string;
  verdict: Pick<Verdict, 'included' | 'reason' | 'pointer'> | undefined;
  broughtBy: string | undefined;
}

export interface Page {
  total: number;
  offset: number;
  rows: Row[];
}

/** What the page asks the worker: the name of a question, what is given, and what is answered. */
export interface Questions {
  start(given: null): { schema: string; kinds: ApiResource[] };
  /** What is wrong with the text, which the worker keeps for the questions that follow. */
  check(given: Source): Diagnostic[];
  read(given: null): Reading;
  locate(given: { subject: number; pointer: string }): Span | undefined;
  /** The edits of the text that make a change. */
  edit(given: Source & Change & { subject: number }): Answer<Edit[]>;
  /** `after` is in Unix seconds. */
  judge(given: { targets: Target[]; chosen: Spec; setting: Setting; after: number }): Verdicts;
  output(given: { target: Target; setting: Setting }): Output;
  /** The manifests of all targets, one behind the other, as `kubectl create -f` reads them. */
  manifests(given: { targets: Target[]; setting: Setting }): string;
  runs(given: { schedule: string; ttl: string | undefined; after: number; count: number }): Runs;
  /** JSON pointer to the value that an offset of the text is in, or whose key it is in. */
  pointerAt(given: Source & { offset: number }): string | undefined;
  /** What is written after a text. */
  writingPlace(given: Source): WritingPlace;
  rule(given: string): Rule | undefined;
  resolve(given: string): ApiResource | undefined;
  /** The text of specs and targets in another format. */
  write(given: { entries: Pick<Entry, 'spec' | 'target'>[]; format: DocumentFormat }): string;
  openInventory(given: { file: Blob; kinds: string | undefined }): Answer<InventorySummary>;
  closeInventory(given: null): null;
  select(given: Spec): SelectionSummary;
  cover(given: Target[]): CoverageSummary;
  page(given: { filter: Filter; offset: number; limit: number }): Page;
  /** How many namespaces of the inventory each entry of a namespace list matches, where it can. */
  matches(given: string[]): (number | undefined)[];
}

export type Question = keyof Questions;
export type Given<Q extends Question> = Parameters<Questions[Q]>[0];
export type Reply<Q extends Question> = ReturnType<Questions[Q]>;

/** From the page. `cancel` ends the job of that id. */
export type PageMessage = { id: number; question: Question; given: unknown } | { cancel: number };

/** From the worker. */
export type WorkerMessage =
  | { id: number; answer: unknown }
  | { id: number; failure: string; cancelled: boolean }
  | { id: number; done: number; total: number | undefined };

export type { Identity };
