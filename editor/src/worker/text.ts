import type { Document, DocumentFormat, Evaluator, Spec, Target } from 'k8s-backup-target';
import { expect } from '../expect';
import type { Answers } from './answers';
import type { Entry, Reading } from './questions';
import type { ServedKinds } from './served';

/** About a text: what is wrong with it, what it holds, and what its words mean. */
export function textQuestions(
  evaluator: Evaluator,
  served: ServedKinds,
): Answers<'start' | 'check' | 'read' | 'locate' | 'rule' | 'resolve' | 'write'> {
  let document: Document | undefined;
  let text = '';

  return {
    start: () => ({ schema: evaluator.jsonSchema(), kinds: served.list() }),
    check(given) {
      document?.close();
      document = undefined;
      text = given.text;
      document = evaluator.document(given.text, given.format, { cluster: served.certain });
      return document.diagnostics();
    },
    read: () => read(expect(document, 'a text is read before it is checked'), text),
    locate: ({ subject, pointer }) => document?.locate(subject, pointer),
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

function write(
  evaluator: Evaluator,
  entries: { spec: Spec; target: Target | undefined }[],
  format: DocumentFormat,
): string {
  const written = entries.map(({ spec, target }) => {
    const body = evaluator.formatSpec(spec, format).trimEnd();
    if (!target) return body;
    const names = [
      ['app', target.app],
      ['relation_name', target.relationName],
      ['model', target.model],
    ].map(([field, name]) => [field!, JSON.stringify(name)] as const);
    if (format === 'json') {
      const fields = [...names.map(([field, name]) => `"${field}": ${name}`), `"spec": ${body}`];
      return `{\n${indent(fields.join(',\n'))}\n}`;
    }
    const nested = body.startsWith('{') ? ` ${body}` : `\n${indent(body)}`;
    return `${names.map(([field, name]) => `${field}: ${plain(name)}`).join('\n')}\nspec:${nested}`;
  });
  const [only] = written;
  if (written.length === 1 && only !== undefined) return `${only}\n`;
  if (format === 'json') return `[\n${indent(written.join(',\n'))}\n]\n`;
  const isList = entries.every(({ target }) => target !== undefined);
  if (!isList) return `${written.join('\n---\n')}\n`;
  return `${written.map((target) => `- ${indent(target).trimStart()}`).join('\n')}\n`;
}

const indent = (lines: string): string => lines.replace(/^(?=.)/gm, '  ');

/** Without the quotes where nobody reads the name as anything but text. */
const plain = (quoted: string): string =>
  /^"[a-z][a-z-]*[a-z]"$/.test(quoted) && !/^"(true|false|null|yes|no|on|off)"$/.test(quoted)
    ? quoted.slice(1, -1)
    : quoted;
