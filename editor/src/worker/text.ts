import type { Document, DocumentFormat, Evaluator, Target } from 'k8s-backup-target';
import { expect } from '../expect';
import type { Answers } from './answers';
import { askDocument } from './document';
import type { Entry, Reading, Source } from './questions';
import type { ServedKinds } from './served';
import { writingPlace } from './writing-place';

/** About a text: what is wrong with it, what it holds, and what its words mean. */
export function textQuestions(
  evaluator: Evaluator,
  served: ServedKinds,
): Answers<
  'start' | 'check' | 'read' | 'locate' | 'edit' | 'pointerAt' | 'writingPlace' | 'rule' | 'resolve' | 'write'
> {
  let document: Document | undefined;
  let checked: Source = { text: '', format: 'yaml' };

  /** Asks the document that was checked last, or another one if that has another text. */
  function ask<T>(source: Source, question: (document: Document) => T): T {
    const isChecked = source.text === checked.text && source.format === checked.format;
    return document && isChecked ? question(document) : askDocument(evaluator, source, question);
  }

  return {
    start: () => ({ schema: evaluator.jsonSchema(), kinds: served.list() }),
    check(given) {
      document?.close();
      document = undefined;
      checked = given;
      document = evaluator.document(given.text, given.format, { cluster: served.certain });
      return document.diagnostics();
    },
    read: () => read(expect(document, 'a text is read before it is checked'), checked.text),
    locate: ({ subject, pointer }) => document?.locate(subject, pointer),
    edit: ({ subject, pointer, value, ...source }) =>
      ask(source, (document) => document.edit(subject, pointer, value === undefined ? value : JSON.stringify(value))),
    pointerAt: ({ offset, ...source }) => ask(source, (document) => document.pointerAt(offset)?.[1]),
    writingPlace: (before) => writingPlace(evaluator, before),
    rule: (code) => evaluator.rules().find((rule) => rule.code === code),
    resolve: (name) => served.cluster.resolve(name),
    write: ({ entries, format }) => write(evaluator, entries, format),
  };
}

type Place = Pick<Entry, 'subject' | 'pointer' | 'span'>;

function read(document: Document, text: string): Reading {
  const targets = document.targets();
  const specs = document.specs();
  const databag = document.locate(0, '/backup_targets') !== undefined;
  const all = places(document);
  if (targets.length === 0) {
    // Which of several documents could not be read is not told: their places are only known when all could.
    const known = all.length === specs.length ? all : [];
    return { entries: specs.map((spec, at) => ({ spec, target: undefined, ...(known[at] ?? nowhere) })), databag };
  }
  const entries: Entry[] = [];
  for (const place of all) {
    const target = targets[entries.length];
    if (target === undefined) break;
    const skipped = all.length - targets.length;
    if (skipped > 0 && !holds(document, text, place, target)) continue;
    entries.push({ spec: target.spec, target, ...place });
  }
  // What was not found again is at least shown.
  for (const target of targets.slice(entries.length)) entries.push({ spec: target.spec, target, ...nowhere });
  return { entries, databag };
}

const nowhere: Place = { subject: -1, pointer: '', span: undefined };

/** Where specs or targets may stand, in the order of the text. */
function places(document: Document): Place[] {
  const found: Place[] = [];
  for (let subject = 0; document.locate(subject, '') !== undefined; subject++) {
    const list = document.locate(subject, '/backup_targets') ? '/backup_targets' : '';
    if (!document.locate(subject, `${list}/0`)) {
      found.push({ subject, pointer: '', span: document.locate(subject, '') });
      continue;
    }
    for (let at = 0; ; at++) {
      const span = document.locate(subject, `${list}/${at}`);
      if (!span) break;
      found.push({ subject, pointer: `${list}/${at}`, span });
    }
  }
  return found;
}

/** Whether the names at a place are those of a target. */
function holds(document: Document, text: string, { subject, pointer }: Place, target: Target): boolean {
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

/** JSON in JSON: no string of it has a line break. */
const indented = (json: string): string => json.replaceAll('\n', '\n  ');

/** What the evaluator writes into an empty document. */
function yamlOf(evaluator: Evaluator, json: string): string {
  const written = askDocument(evaluator, { text: '', format: 'yaml' }, (empty) => empty.edit(0, '', json));
  if (!written.ok) throw new Error(`not written as YAML: ${written.diagnostics.map(({ message }) => message).join()}`);
  return written.value.map(({ text }) => text).join('');
}
