import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { snippetless } from './insertion';
import type { DocumentFormat } from 'k8s-backup-target';
import { writingPlace } from './context';
import type { Vocabulary } from './schema';

/** Offers the fields of a spec and what can stand in them. */
export function complete(
  vocabulary: () => Vocabulary | undefined,
  format: () => DocumentFormat,
): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const words = vocabulary();
    if (!words) return null;
    const text = context.state.doc.toString();
    const { path, part, from } = writingPlace(text, context.pos, format());
    if (!context.explicit && from === context.pos && !/[-:[] ?"?$/.test(text.slice(from - 3, from))) return null;
    const field = words.fieldAt(path);
    const options = field ? values(words, field[0]) : part === 'key' ? keys(words, format(), text, from) : [];
    return options.length === 0 ? null : { from, options, validFor: /^[^\s,[\]{}"':]*$/ };
  };
}

function values(words: Vocabulary, field: string): Completion[] {
  return words.valuesOf(field).map(({ value, detail }) => {
    const option: Completion = { label: value, type: 'constant' };
    if (detail !== undefined) option.detail = detail;
    if (!/^[\w.-]/.test(value)) option.apply = snippetless(value);
    return option;
  });
}

function keys(words: Vocabulary, format: DocumentFormat, text: string, from: number): Completion[] {
  return [...words.fields].map(([name, { description, type }]) => {
    const list = type.includes('array');
    const quoted = text[from - 1] === '"';
    const after = format === 'json' || quoted ? '' : list ? ':\n  - ' : ': ';
    const option: Completion = { label: name, type: 'property', info: description };
    if (after !== '') option.apply = snippetless(`${name}${after}`);
    else if (!quoted) option.apply = snippetless(`"${name}": ${list ? '[""]' : ''}`);
    return option;
  });
}
