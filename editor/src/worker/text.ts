import type { Document, DocumentFormat, Edit, Evaluator, ScheduleConfig, Target } from 'k8s-backup-target';
import { expect } from '../expect';
import type { Answers } from './answers';
import { askDocument } from './document';
import type { Entry, Reading, Source, UnitRelation } from './questions';
import { cursorContext, presentKeys } from './cursor-context';
import type { KnownCluster } from './known-cluster';
import { isConfig, mergedSchedule, relationsOf } from './origin';

/** Answers questions about a text: its diagnostics, its contents and the meaning of its words. */
export function textQuestions(
  evaluator: Evaluator,
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
  | 'rule'
  | 'resolve'
  | 'isReadable'
  | 'convert'
  | 'write'
> {
  let document: Document | undefined;
  let checked: Source = { text: '', format: 'yaml' };

  /** Asks the document that was checked last, or a new one if the text is different. */
  function ask<T>(source: Source, question: (document: Document) => T): T {
    const isChecked = source.text === checked.text && source.format === checked.format;
    return document && isChecked ? question(document) : askDocument(evaluator, source, question);
  }

  return {
    start: () => ({ schema: evaluator.jsonSchema(), kinds: known.list(), releases: evaluator.veleroVersions() }),
    check({ text, format, veleroVersion }) {
      const chosen = known.chooseVelero(veleroVersion);
      if (!chosen.ok) return chosen;
      document?.close();
      document = undefined;
      checked = { text, format };
      document = evaluator.document(text, format, { cluster: known.cluster });
      return { ok: true, value: { text: document.diagnostics(), velero: chosen.value } };
    },
    read() {
      const open = expect(document, 'a text is read before it is checked');
      const backups = open.backups();
      const first = backups[0] ? evaluator.describeBackup(backups[0], known.cluster) : '';
      return { ...read(evaluator, open, checked), backups: { count: backups.length, first } };
    },
    locate: ({ subject, pointer }) => document?.locate(subject, pointer),
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
    cursorContext: (before) => cursorContext(evaluator, before),
    presentKeys: ({ after, keys, ...before }) => presentKeys(evaluator, before, after, keys),
    rule: (code) => evaluator.rules().find((rule) => rule.code === code),
    resolve: (name) => known.cluster.resolve(name),
    isReadable: (source) => askDocument(evaluator, source, (document) => document.specs().length > 0),
    convert: ({ to, ...source }) =>
      write(evaluator, askDocument(evaluator, source, (document) => read(evaluator, document, source)).entries, to),
    write: ({ entries, format }) => write(evaluator, entries, format),
  };
}

/** Makes edits in a text. */
function edited(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((one, other) => other.span.start.utf16Offset - one.span.start.utf16Offset);
  return sorted.reduce(
    (all, { span, text }) => all.slice(0, span.start.utf16Offset) + text + all.slice(span.end.utf16Offset),
    text,
  );
}

type Position = Omit<Entry, 'spec' | 'target'>;

function read(evaluator: Evaluator, document: Document, source: Source): Omit<Reading, 'backups'> {
  const { text } = source;
  const targets = document.targets();
  const specs = document.specs();
  const databag = document.locate(0, '/backup_targets') !== undefined;
  const relations = relationsOf(document, text);
  const all = positions(document, text, relations);
  if (relations.length === 0 && isConfig(evaluator, document, source)) {
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

const unknown: Position = { subject: -1, pointer: '', span: undefined, merged: undefined };

/** Returns the possible positions of specs or targets, in the order of the text. */
function positions(document: Document, text: string, relations: readonly UnitRelation[]): Position[] {
  const found: Position[] = [];
  const add = (subject: number, pointer: string, merged?: ScheduleConfig): boolean => {
    const span = document.locate(subject, pointer);
    if (span) found.push({ subject, pointer, span, merged });
    return span !== undefined;
  };
  const addAll = (subject: number, list: string): void => {
    for (let at = 0; add(subject, `${list}/${at}`); at++);
  };
  for (let subject = 0; document.locate(subject, '') !== undefined; subject++) {
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

function write(evaluator: Evaluator, entries: Pick<Entry, 'spec' | 'target'>[], format: DocumentFormat): string {
  const written = entries.map(({ spec, target }) => {
    const body = evaluator.formatSpec(spec, 'json').trimEnd();
    return target ? targetJson(target, body) : body;
  });
  const isList = written.length > 1 && (format === 'json' || entries.every(({ target }) => target !== undefined));
  const documents = isList ? [`[\n  ${written.map(indented).join(',\n  ')}\n]`] : written;
  if (format === 'json') return documents.map((json) => `${json}\n`).join('');
  return documents.map((json) => yamlOf(evaluator, json)).join('---\n');
}

const targetJson = ({ app, relationName, model }: Target, spec: string): string => `{
  "app": ${JSON.stringify(app)},
  "relation_name": ${JSON.stringify(relationName)},
  "model": ${JSON.stringify(model)},
  "spec": ${indented(spec)}
}`;

/** Indents JSON. Its strings contain no line breaks. */
const indented = (json: string): string => json.replaceAll('\n', '\n  ');

/** Converts JSON to YAML: the evaluator writes it into an empty document. */
function yamlOf(evaluator: Evaluator, json: string): string {
  const written = askDocument(evaluator, { text: '', format: 'yaml' }, (empty) => empty.edit(0, '', json));
  if (!written.ok) throw new Error(`cannot write YAML: ${written.diagnostics.map(({ message }) => message).join()}`);
  return written.value.map(({ text }) => text).join('');
}
