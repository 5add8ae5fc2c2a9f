import type { Diagnostic, DocumentFormat, Edit, ScheduleConfig, Target } from 'k8s-backup-target';
import { expect } from '../expect';
import type { Answers } from './answers';
import { askDocument } from './document';
import type { BackupEntry, Entry, Position, Reading, Source, UnitRelation } from './questions';
import { cursorContext, presentKeys } from './cursor-context';
import type { KnownCluster } from './known-cluster';
import { isConfig, mergedSchedule, relationsOf } from './origin';
import { yamlOf } from './yaml';
import type { Document, Texts } from './texts';

/** Answers questions about a text: its diagnostics, its contents and the meaning of its words. */
export function textQuestions(
  texts: Texts,
  known: KnownCluster,
): Answers<
  | 'start'
  | 'check'
  | 'read'
  | 'locate'
  | 'edit'
  | 'pointerAt'
  | 'cursorContext'
  | 'presentKeys'
  | 'resolve'
  | 'isReadable'
  | 'isManifests'
  | 'convert'
  | 'write'
  | 'toSpec'
  | 'textsAt'
> {
  let document: Document | undefined;
  let checked: Source = { text: '', format: 'yaml' };

  /** Asks the document that was checked last, or a new one if the text is different. */
  function ask<T>(source: Source, question: (document: Document) => T): T {
    const isChecked = source.text === checked.text && source.format === checked.format;
    return document && isChecked ? question(document) : askDocument(texts, source, question);
  }

  return {
    start: () => ({ schema: texts.jsonSchema(), kinds: known.list(), releases: texts.veleroVersions() }),
    check({ text, format, veleroVersion }) {
      const chosen = known.chooseVelero(veleroVersion);
      if (!chosen.ok) return chosen;
      document?.close();
      document = undefined;
      checked = { text, format };
      document = texts.document(text, format, { cluster: known.cluster });
      return { ok: true, value: { text: document.diagnostics(), velero: chosen.value } };
    },
    read() {
      const open = expect(document, 'a text is read before it is checked');
      return {
        ...read(texts, open, checked),
        ...readBackups(open, checked.text),
        policies: open.policies(),
      };
    },
    locate: ({ subject, pointer }) => document?.locate(subject, pointer),
    textsAt: ({ subject, pointers }) =>
      pointers.map((pointer) => {
        const span = document?.locate(subject, pointer);
        return span && checked.text.slice(span.start.utf16Offset, span.end.utf16Offset);
      }),
    edit({ subject, changes, text, format }) {
      const steps: Edit[][] = [];
      for (const { pointer, value } of changes) {
        const json = value === undefined ? value : JSON.stringify(value);
        const edits = ask({ text, format }, (document) => document.edit(subject, pointer, json));
        if (!edits.ok) return edits;
        steps.push(edits.value);
        text = edited(text, edits.value);
      }
      return { ok: true, value: steps };
    },
    pointerAt: ({ offset, ...source }) => ask(source, (document) => document.pointerAt(offset)?.[1]),
    cursorContext: (before) => cursorContext(texts, before),
    presentKeys: ({ after, keys, ...before }) => presentKeys(texts, before, after, keys),
    resolve: (name) => known.cluster.resolve(name),
    isReadable: (source) => askDocument(texts, source, (document) => document.specs().length > 0),
    isManifests: (source) =>
      askDocument(texts, source, (document) => document.backups().length > 0 && document.skipped() === 0),
    convert: ({ to, ...source }) =>
      write(texts, askDocument(texts, source, (document) => read(texts, document, source)).entries, to),
    write: ({ entries, format }) => write(texts, entries, format),
    toSpec({ index }) {
      const lost: Diagnostic[] = [];
      const describe = (read: Document): string => {
        const backup = expect(read.backups()[index], `there is no Backup or Schedule ${index}`);
        return texts.describeBackup(backup, known.cluster);
      };
      const before = ask(checked, describe);
      let { text } = checked;
      for (;;) {
        const source = { ...checked, text };
        const converted = ask(source, (read) => read.backupAsSpec(index));
        if (converted.ok) {
          const { spec, leftOut } = converted.value;
          const written = texts.formatSpec(spec, checked.format);
          return { ok: true, value: { spec, text: written, lost, leftOut, before, after: ask(source, describe) } };
        }
        // Without its parts, a field can be lost too. That is known by its parts.
        const isKnown = ({ pointer }: Diagnostic) => lost.some((known) => known.pointer.startsWith(`${pointer}/`));
        lost.push(...converted.diagnostics.filter((found) => !isKnown(found)));
        const without = removed(source, converted.diagnostics);
        if (without === text) return converted;
        text = without;
      }
    },
  };

  /** Returns a text without the values of diagnostics. From the end, because entries of lists move. */
  function removed(source: Source, diagnostics: readonly Diagnostic[]): string {
    return diagnostics.reduceRight((text, { subject, pointer }) => {
      // A key stays with `null`, which is the same as no key: the object around it can need it.
      const value = /\/\d+$/.test(pointer) ? undefined : 'null';
      const edits = ask({ ...source, text }, (read) => read.edit(subject ?? 0, pointer, value));
      return edits.ok ? edited(text, edits.value) : text;
    }, source.text);
  }
}

/** Makes edits in a text. */
function edited(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((one, other) => other.span.start.utf16Offset - one.span.start.utf16Offset);
  return sorted.reduce(
    (all, { span, text }) => all.slice(0, span.start.utf16Offset) + text + all.slice(span.end.utf16Offset),
    text,
  );
}

type EntryPosition = Omit<Entry, 'spec' | 'target'>;

function read(texts: Texts, document: Document, source: Source): Pick<Reading, 'entries' | 'databag' | 'relations'> {
  const { text } = source;
  const targets = document.targets();
  const specs = document.specs();
  const databag = document.locate(0, '/backup_targets') !== undefined;
  const relations = relationsOf(document, text);
  const all = positions(document, text, relations);
  if (relations.length === 0 && isConfig(texts, document, source)) {
    for (const position of all) {
      if (document.locate(position.subject, '/app'))
        position.merged = mergedSchedule(document, text, position.subject, '');
    }
  }
  if (targets.length === 0) {
    // If a document could not be read, it is not known which one. Then positions are unknown.
    const known = all.length === specs.length ? all : [];
    return {
      entries: specs.map((spec, at) => ({ spec, target: undefined, ...(known[at] ?? unknown) })),
      databag,
      relations,
    };
  }
  const entries: Entry[] = [];
  for (const position of all) {
    const target = targets[entries.length];
    if (target === undefined) break;
    const skipped = all.length - targets.length;
    if (skipped > 0 && !matches(document, text, position, target)) continue;
    entries.push({ spec: target.spec, target, ...position });
  }
  // Show the remaining targets without a position.
  for (const target of targets.slice(entries.length)) entries.push({ spec: target.spec, target, ...unknown });
  return { entries, databag, relations };
}

const unknown: EntryPosition = { subject: -1, pointer: '', span: undefined, merged: undefined };

/** Documents with one of these keys are Kubernetes objects or Helm values, not specs. */
const MANIFEST_KEYS = ['/apiVersion', '/schedules', '/velero/schedules'];

/** Returns the possible positions of specs or targets, in the order of the text. */
function positions(document: Document, text: string, relations: readonly UnitRelation[]): EntryPosition[] {
  const found: EntryPosition[] = [];
  const add = (subject: number, pointer: string, merged?: ScheduleConfig): boolean => {
    const span = document.locate(subject, pointer);
    if (span) found.push({ subject, pointer, span, merged });
    return span !== undefined;
  };
  const addAll = (subject: number, list: string): void => {
    for (let at = 0; add(subject, `${list}/${at}`); at++);
  };
  for (let subject = 0; document.locate(subject, '') !== undefined; subject++) {
    if (MANIFEST_KEYS.some((key) => document.locate(subject, key))) continue;
    const ofUnit = relations.filter((relation) => relation.subject === subject);
    const list = document.locate(subject, '/backup_targets') ? '/backup_targets' : '';
    if (ofUnit.length > 0) {
      for (const { pointer, databag } of ofUnit) {
        const data = `${pointer}/application-data`;
        if (databag === 'backup_targets') addAll(subject, `${data}/backup_targets`);
        else if (databag) add(subject, data, mergedSchedule(document, text, subject, data));
      }
    } else if (document.locate(subject, `${list}/0`)) addAll(subject, list);
    else add(subject, '');
  }
  return found;
}

/** Returns whether the names at a position are those of a target. */
function matches(document: Document, text: string, { subject, pointer }: Position, target: Target): boolean {
  return [
    ['app', target.app],
    ['relation_name', target.relationName],
    ['model', target.model],
  ].every(([field, name]) => {
    const span = document.locate(subject, `${pointer}/${field}`);
    return span && text.slice(span.start.utf16Offset, span.end.utf16Offset).includes(name!);
  });
}

/** Maximum number of objects whose positions are searched. The list of entries shows fewer. */
const MAX_POSITIONS = 500;

/** Returns the Backups and Schedules of a text with their positions. */
function readBackups(document: Document, text: string): Pick<Reading, 'backups' | 'hasUnreadBackup'> {
  const entries: BackupEntry[] = document.backups().map((backup) => ({ backup, ...unknown }));
  const [ofChart, ofObjects] = [true, false].map((isOfChart) =>
    entries.filter(({ backup }) => (backup.kind === 'helm-schedule') === isOfChart),
  ) as [BackupEntry[], BackupEntry[]];
  const wordAt = (subject: number, pointer: string): string | undefined => {
    const span = document.locate(subject, pointer);
    return span && text.slice(span.start.utf16Offset, span.end.utf16Offset).replace(/^["']|["']$/g, '');
  };
  const all = [...objectsOf(document)];
  const found = all.filter(({ subject, pointer }) => {
    // The objects of a ScheduleList can be without a kind.
    const kind = wordAt(subject, `${pointer}/kind`) ?? wordAt(subject, '/kind')?.replace(/List$/, '');
    return kind === 'Backup' || kind === 'Schedule';
  });
  const hasUnreadBackup = all.length < MAX_POSITIONS && found.length > ofObjects.length;
  let next = 0;
  for (const position of found) {
    const entry = ofObjects[next];
    if (!entry) break;
    const { subject, pointer } = position;
    // Those that cannot be read are found by their names.
    if (hasUnreadBackup && wordAt(subject, `${pointer}/metadata/name`) !== entry.backup.name) continue;
    Object.assign(entry, position);
    next++;
  }
  let subject = 0;
  for (const entry of ofChart.slice(0, MAX_POSITIONS)) {
    const key = escaped(entry.backup.name ?? '');
    const bases = ['/schedules', '/velero/schedules'];
    const base = () => bases.find((base) => document.locate(subject, `${base}/${key}`));
    while (document.locate(subject, '') && !base()) subject++;
    const pointer = `${base() ?? ''}/${key}`;
    const span = document.locate(subject, pointer);
    if (span) Object.assign(entry, { subject, pointer, span });
  }
  return { backups: entries, hasUnreadBackup };
}

/** Returns the positions of the Kubernetes objects of a text. A document can be a List. */
function* objectsOf(document: Document): Generator<Position> {
  let count = 0;
  for (let subject = 0; count < MAX_POSITIONS; subject++) {
    const whole = document.locate(subject, '');
    if (!whole) return;
    const list = ['/items', ''].find((pointer) => document.locate(subject, `${pointer}/0`));
    if (list === undefined) {
      count++;
      yield { subject, pointer: '', span: whole };
      continue;
    }
    for (let at = 0; count < MAX_POSITIONS; at++) {
      const pointer = `${list}/${at}`;
      const span = document.locate(subject, pointer);
      if (!span) break;
      count++;
      yield { subject, pointer, span };
    }
  }
}

/** Escapes a key for a JSON pointer. */
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

function write(texts: Texts, entries: Pick<Entry, 'spec' | 'target'>[], format: DocumentFormat): string {
  const written = entries.map(({ spec, target }) => {
    const body = texts.formatSpec(spec, 'json').trimEnd();
    return target ? targetJson(target, body) : body;
  });
  const isList = written.length > 1 && (format === 'json' || entries.every(({ target }) => target !== undefined));
  const documents = isList ? [`[\n  ${written.map(indented).join(',\n  ')}\n]`] : written;
  if (format === 'json') return documents.map((json) => `${json}\n`).join('');
  return documents.map((json) => yamlOf(texts, json)).join('---\n');
}

const targetJson = ({ app, relationName, model }: Target, spec: string): string => `{
  "app": ${JSON.stringify(app)},
  "relation_name": ${JSON.stringify(relationName)},
  "model": ${JSON.stringify(model)},
  "spec": ${indented(spec)}
}`;

/** Indents JSON. Its strings contain no line breaks. */
const indented = (json: string): string => json.replaceAll('\n', '\n  ');
