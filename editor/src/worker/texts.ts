import type * as whole from 'k8s-backup-target';
import { StringCall } from './string-call';

type Parameters = Readonly<Record<string, readonly string[]>>;

const CLUSTER = {
  diagnostics: [],
  apiResources: [],
  resolve: ['name'],
} satisfies Parameters;

const DOCUMENT = {
  diagnostics: [],
  specs: [],
  targets: [],
  backups: [],
  backupAsSpec: ['index'],
  policies: [],
  skipped: [],
  locate: ['subject', 'pointer'],
  edit: ['subject', 'pointer', 'value'],
  pointerAt: ['utf16Offset'],
} satisfies Parameters;

/** Functions of each interface, with the names of their parameters. */
const FUNCTIONS = {
  cluster: {
    parseApiResources: ['text'],
    veleroVersions: [],
  },
  validation: {
    formatSpec: ['spec', 'format'],
    describeClauses: ['spec', 'cluster'],
    describe: ['spec', 'schedule', 'cluster'],
    describeBackup: ['backup', 'cluster'],
    jsonSchema: [],
  },
  provider: {
    publish: ['identity', 'spec', 'leader', 'relations', 'onErrors'],
  },
  schedule: {
    checkSchedule: ['schedule', 'veleroVersion'],
    nextRuns: ['schedule', 'after', 'count', 'veleroVersion'],
    retention: ['schedule', 'ttl', 'after', 'count', 'veleroVersion'],
    planBackups: ['backups', 'after', 'count', 'cluster'],
  },
  merge: {
    toDatabag: ['target', 'schedule'],
    backupManifest: ['target', 'settings', 'cluster'],
    scheduleManifest: ['target', 'schedule', 'settings', 'cluster'],
    plan: ['targets', 'schedule', 'settings', 'veleroRelations', 'cluster'],
  },
} satisfies Readonly<Record<string, Parameters>>;

type Functions = typeof FUNCTIONS;
type FunctionName = { [I in keyof Functions]: keyof Functions[I] }[keyof Functions];

export type Cluster = Pick<whole.Cluster, keyof typeof CLUSTER | 'close'>;
export type Document = Pick<whole.Document, keyof typeof DOCUMENT | 'close'>;

/** A function of the package for clusters of the module. */
type Own<F> = F extends (...given: infer G) => infer Answer
  ? (
      ...given: { [At in keyof G]: G[At] extends whole.Cluster | null | undefined ? Cluster | undefined : G[At] }
    ) => Answer
  : never;

/**
 * The functions of the package that need no objects of a cluster. The page starts with a module that has only these: it
 * is smaller than the package, and is called with JSON. Their arguments must be complete.
 */
export type Texts = { readonly [Name in FunctionName]: Own<whole.Evaluator[Name]> } & {
  openCluster(apiResources: readonly whole.ApiResource[], veleroVersion: string | undefined): whole.Result<Cluster>;
  document(
    text: string,
    format: whole.DocumentFormat,
    options?: { kind?: whole.DocumentKind; cluster?: Cluster },
  ): Document;
};

/** Returns the functions of a module. */
export function textsOf(module: WebAssembly.Module): Texts {
  const component = new StringCall(module);
  const ask = (name: string, given: object): unknown => fromJson(name, component.call(name, toJson(given)));
  const functions = Object.entries(FUNCTIONS).map(([prefix, table]) => calls(table, prefix, ask));
  const resource = (prefix: string, table: Parameters, self: unknown): object =>
    Object.assign(
      new Handle(self as number, () => void ask('close', { self })),
      calls(table, prefix, (name, given) => ask(name, { self, ...given })),
    );
  return Object.assign({}, ...functions, {
    openCluster(apiResources, veleroVersion) {
      const opened = ask('cluster.cluster.open', { apiResources, veleroVersion }) as whole.Result<unknown>;
      if (!opened.ok) return opened;
      return { ok: true, value: resource('cluster.cluster', CLUSTER, opened.value) as Cluster };
    },
    document(text, format, options) {
      const opened = ask('validation.document.new', { text, format, ...options });
      return resource('validation.document', DOCUMENT, opened) as Document;
    },
  } satisfies Pick<Texts, 'openCluster' | 'document'>) as Texts;
}

/** A resource of the module, and its number there. */
class Handle {
  readonly number: number;
  readonly close: () => void;

  constructor(number: number, close: () => void) {
    this.number = number;
    this.close = close;
  }
}

/** Returns functions that call the module with their arguments by name. */
function calls(
  table: Parameters,
  prefix: string,
  ask: (name: string, given: object) => unknown,
): Record<string, (...given: unknown[]) => unknown> {
  const named = (names: readonly string[], given: unknown[]) =>
    Object.fromEntries(names.map((name, at) => [name, given[at]]));
  return Object.fromEntries(
    Object.entries(table).map(([name, names]) => [
      name,
      (...given) => ask(`${prefix}.${separated(name, '-')}`, named(names, given)),
    ]),
  );
}

/** Maps of texts: members, and the answer of one function. Their keys are those of users. */
const MAPS = new Set([
  'annotations',
  'data',
  'databag',
  'default_snapshot_locations',
  'label_selector',
  'match_labels',
  'merge.to-databag',
  'nodes',
]);

/** The selector of a Backup has the same name as that of a spec, and is not a map: its members are not texts. */
const isMap = (name: string, members: readonly [string, unknown][]): members is [string, string][] =>
  MAPS.has(name) && members.every(([, member]) => typeof member === 'string');

/** Writes arguments as JSON. Maps can be objects or pairs. */
function toJson(value: unknown, name = ''): string {
  if (value instanceof Handle) return String(value.number);
  if (Array.isArray(value) && !MAPS.has(name)) return `[${value.map((entry) => toJson(entry)).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Array.isArray(value) ? (value as [string, unknown][]) : Object.entries(value);
  const present = members.filter(([, member]) => member !== undefined && member !== null);
  const keyed = isMap(name, present) ? present : present.map(([key, member]) => [separated(key, '_'), member] as const);
  return `{${keyed.map(([key, member]) => `${JSON.stringify(key)}:${toJson(member, key)}`).join()}}`;
}

/** Converts the answer of a function. */
function fromJson(name: string, json: string): unknown {
  const answer = JSON.parse(numbered(json)) as unknown;
  const [[kind, value] = []] = typeof answer === 'object' && answer !== null ? entries(answer) : [];
  // No record of the contract has these fields.
  if (kind === 'ok') return { ok: true, value: converted(name, value) };
  if (kind === 'error') return { ok: false, diagnostics: diagnosticsOf(converted('', value)) };
  return answer === null ? undefined : converted(name, answer);
}

/** Returns the diagnostics of an error. `publish` gives a name to each of its errors. */
const diagnosticsOf = (error: unknown): unknown =>
  Array.isArray(error) ? error : ((error as { invalid?: unknown }).invalid ?? []);

function converted(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => converted('', entry));
  if (typeof value !== 'object' || value === null) return value;
  const members = entries(value);
  if (isMap(name, members)) return name === 'label_selector' ? members : Object.fromEntries(members);
  const present = members.filter(([, member]) => member !== null);
  return Object.fromEntries(present.map(([name, member]) => [camel(name), converted(name, member)]));
}

/** Writes a number before each key. `JSON.parse` moves keys such as "1" to the front, and drops repeated keys. */
function numbered(json: string): string {
  let count = 0;
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"(:?)/g, (text, colon) =>
    colon === '' ? text : `"${count++} ${text.slice(1)}`,
  );
}

/** Returns the members of an object that was read from numbered JSON. */
const entries = (object: object): [name: string, value: unknown][] =>
  Object.entries(object).map(([key, value]) => [key.slice(key.indexOf(' ') + 1), value]);

/** Writes a name in camel case with a separator between its words. */
const separated = (name: string, separator: string): string =>
  name.replace(/[A-Z]/g, (letter) => separator + letter.toLowerCase());

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
