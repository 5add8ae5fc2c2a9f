import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { DocumentFormat } from 'k8s-backup-target';
import { visible } from '../dom';
import type { EvaluatorClient } from '../worker/client';
import { insertion } from './insertion';
import type { Vocabulary } from './schema';

const WORD = /[^\s,[\]{}"':]*$/;

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
    // If the worker is replaced meanwhile, the page says so.
    const context = await evaluator.ask('cursorContext', { text, format: format() }).catch(() => undefined);
    if (!context) return null;
    const { part, pointer } = context;
    const field = words.fieldAt(pointer);
    const options = field ? values(words, field[0]) : part === 'key' ? keys(words, format(), text.endsWith('"')) : [];
    return options.length === 0 ? null : { from, options, validFor: WORD };
  };
}

function values(words: Vocabulary, field: string): Completion[] {
  return words.valuesOf(field).map(({ value, detail }) => {
    const option: Completion = { label: value, displayLabel: visible(value), type: 'constant' };
    if (detail !== undefined) option.detail = detail;
    if (!/^[\w.-]/.test(value)) option.apply = insertion(value);
    return option;
  });
}

function keys(words: Vocabulary, format: DocumentFormat, quoted: boolean): Completion[] {
  return [...words.fields].map(([name, { description, type }]) => {
    const list = type.includes('array');
    const after = format === 'json' || quoted ? '' : list ? ':\n  - ' : ': ';
    const option: Completion = { label: name, type: 'property', info: description };
    if (after !== '') option.apply = insertion(`${name}${after}`);
    else if (!quoted) option.apply = insertion(`"${name}": ${list ? '[""]' : ''}`);
    return option;
  });
}
