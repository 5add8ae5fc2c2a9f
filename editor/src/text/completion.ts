import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { insertNewlineAndIndent } from '@codemirror/commands';
import type { DocumentFormat } from 'k8s-backup-target';
import { visible } from '../dom';
import type { EvaluatorClient } from '../worker/client';
import { insertion } from './insertion';
import type { Vocabulary } from './schema';

const WORD = /[^\s,[\]{}"':]*$/;

/** What can be written at the cursor. */
interface Offer {
  options: readonly Completion[];
  /** Whether the word is already one of the names. Then the list closes, so that Enter is a new line. */
  isWhole: (word: string) => boolean;
  /**
   * Whether these are all names that have a meaning. A word then also completes to names that contain it. In an open
   * list any word can be what the author means, so that Enter keeps it: `prod` is not `prod-*`, and `2h` is not `72h`.
   */
  isClosed: boolean;
}

/** Completes the fields of a spec and their values. */
export function complete(
  evaluator: EvaluatorClient,
  vocabulary: () => Vocabulary | undefined,
  format: () => DocumentFormat,
): (context: CompletionContext) => Promise<CompletionResult | null> {
  return async ({ explicit, pos, state }) => {
    const words = vocabulary();
    const { from: lineStart } = state.doc.lineAt(pos);
    const from = lineStart + state.sliceDoc(lineStart, pos).search(WORD);
    const text = state.sliceDoc(0, from);
    if (!words || (!explicit && from === pos && !/[-:[] ?"?$/.test(text.slice(-3)))) return null;
    const before = { text, format: format() };
    // If the worker is replaced meanwhile, the page says so.
    const context = await evaluator.ask('cursorContext', before).catch(() => undefined);
    if (!context) return null;
    const { part, pointer } = context;
    const field = words.fieldAt(pointer);
    if (field) {
      const [name, { type }] = field;
      // A list has no entry on the line of its key, unless a bracket opens it.
      if (type.includes('array') && /:\s*"?$/.test(text)) return null;
      return result(valuesOf(words, name), from, state.sliceDoc(from, pos));
    }
    if (part !== 'key') return null;
    const after = state.sliceDoc(pos);
    const names = [...words.fields.keys()];
    const present = await evaluator.ask('presentKeys', { ...before, after, keys: names }).catch(() => []);
    const offer = keys(words, before.format, text.endsWith('"'), new Set(present));
    return result(offer, from, state.sliceDoc(from, pos));
  };
}

/** Returns the options for a word, in the order of use: first those that start with it. */
function result(offer: Offer, from: number, word: string): CompletionResult | null {
  if (offer.isWhole(word)) return null;
  const typed = word.toLowerCase();
  const others = offer.options.filter(({ label }) => label !== word);
  const starting = others.filter(({ label }) => label.toLowerCase().startsWith(typed));
  const inside = others.filter(({ label }) => offer.isClosed && label.toLowerCase().indexOf(typed) > 0);
  const found = typed === '' ? starting : [...starting, ...inside];
  if (found.length === 0) return null;
  const options = typed === '' || offer.isClosed ? found : [asWritten(word), ...found];
  return {
    from,
    options,
    filter: false,
    getMatch: ({ label }) => matched(label.toLowerCase().indexOf(typed), typed.length),
    update: (_, start, __, { pos, state }) => {
      const next = state.sliceDoc(start, pos);
      return WORD.exec(next)?.[0] === next ? result(offer, start, next) : null;
    },
  };
}

/** The first option of an open list is the word itself: the Enter key, which takes it, is then only a new line. */
const asWritten = (word: string): Completion => ({
  label: word,
  displayLabel: visible(word),
  detail: 'as written',
  apply: (view) => void insertNewlineAndIndent(view),
});

const matched = (at: number, length: number): number[] => (at === -1 ? [] : [at, at + length]);

function valuesOf(words: Vocabulary, field: string): Offer {
  const options = words.valuesOf(field).map(({ value, detail }) => {
    const option: Completion = { label: value, displayLabel: visible(value), type: 'constant' };
    if (detail !== undefined) option.detail = detail;
    if (!/^[\w.-]/.test(value)) option.apply = insertion(value);
    return option;
  });
  const isClosed = field.endsWith('_resources') || words.fields.get(field)?.type.includes('boolean') === true;
  return { options, isWhole: (word) => words.isWhole(field, word), isClosed };
}

function keys(words: Vocabulary, format: DocumentFormat, quoted: boolean, present: ReadonlySet<string>): Offer {
  const options = [...words.fields]
    .filter(([name]) => !present.has(name))
    .map(([name, { description, type }]) => {
      const list = type.includes('array');
      const after = format === 'json' || quoted ? '' : list ? ':\n  - ' : ': ';
      const option: Completion = { label: name, type: 'property', info: description };
      if (after !== '') option.apply = insertion(`${name}${after}`);
      else if (!quoted) option.apply = insertion(`"${name}": ${list ? '[""]' : ''}`);
      return option;
    });
  return { options, isWhole: (word) => words.fields.has(word), isClosed: true };
}
