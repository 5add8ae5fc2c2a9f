import { invertedEffects } from '@codemirror/commands';
import { indentService } from '@codemirror/language';
import { EditorState, RangeSetBuilder, StateEffect, StateField, type Transaction } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import type { DocumentFormat } from 'k8s-backup-target';
import { formatOfText } from '../format';

const data: Record<DocumentFormat, object> = {
  yaml: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['[', '{', '"'] } },
  json: { closeBrackets: { brackets: ['[', '{', '"'] } },
};

export const setFormat = StateEffect.define<DocumentFormat>();

/** The format of the text. Undo restores it. */
export const format: StateField<DocumentFormat> = StateField.define<DocumentFormat>({
  create: () => 'yaml',
  update: (format, { effects }) =>
    effects.reduce((last, effect) => (effect.is(setFormat) ? effect.value : last), format),
  provide: (field) => [
    EditorState.languageData.of((state) => [data[state.field(field)]]),
    invertedEffects.of(({ effects, startState }) =>
      effects.filter((effect) => effect.is(setFormat)).map(() => setFormat.of(startState.field(field))),
    ),
  ],
});

/** A pasted or dropped text has its own format, if it replaces the whole text. */
export const formatOfPaste = EditorState.transactionExtender.of((transaction) => {
  const isPaste = transaction.isUserEvent('input.paste') || transaction.isUserEvent('input.drop');
  if (!isPaste || !replacesAll(transaction)) return null;
  return { effects: setFormat.of(formatOfText(transaction.newDoc.toString())) };
});

/** Returns whether only white space of the previous text is kept. */
function replacesAll({ changes, startState }: Transaction): boolean {
  let isReplaced = true;
  changes.iterGaps((from, _, length) => {
    isReplaced &&= startState.sliceDoc(from, from + length).trim() === '';
  });
  return isReplaced;
}

/** Indents a new line like the line before it, and one level more after a colon, a bracket or a brace. */
export const indentation = indentService.of((context, offset) => {
  const { text, from } = context.lineAt(offset, -1);
  const before = text.slice(0, Math.max(offset - from, 0));
  const own = /^\s*(?:- +)*/.exec(before)![0].length;
  const outer = /^\s*/.exec(before)![0].length;
  if (/[:[{]\s*$/.test(before)) return (before.trimEnd().endsWith(':') ? own : outer) + context.unit;
  return outer;
});

const PARTS =
  /(#.*$)|("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s#,[\]{}"':][^\s,[\]{}:]*(?::[^\s,[\]{}:]+)*)(\s*:(?=\s|$))?|([,[\]{}:]|-(?=\s))/g;
const VALUES = /^(true|false|null|~|-?\d+(\.\d+)?)$/;

const marks = {
  comment: Decoration.mark({ class: 'code-comment' }),
  key: Decoration.mark({ class: 'code-key' }),
  text: Decoration.mark({ class: 'code-text' }),
  value: Decoration.mark({ class: 'code-value' }),
  sign: Decoration.mark({ class: 'code-sign' }),
};

/**
 * Highlights the visible lines, one by one. A parser would read the whole text after each key. In a long text that takes
 * as long as everything else.
 */
export const highlighting = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = coloured(view);
    }

    update({ docChanged, viewportChanged, view }: ViewUpdate) {
      if (docChanged || viewportChanged) this.decorations = coloured(view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

function coloured({ state, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of visibleRanges) {
    for (let line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
      // A very long line is not highlighted: it takes too long.
      if (line.length < 20_000) colour(line.text, line.from, builder);
      if (line.to >= to || line.number === state.doc.lines) break;
    }
  }
  return builder.finish();
}

function colour(text: string, from: number, builder: RangeSetBuilder<Decoration>): void {
  for (const part of text.matchAll(PARTS)) {
    const [all, comment, word, colon, sign] = part;
    const start = from + part.index;
    if (comment !== undefined && !/(^|\s)$/.test(text.slice(0, part.index))) continue;
    if (comment !== undefined) builder.add(start, start + all.length, marks.comment);
    else if (sign !== undefined) builder.add(start, start + all.length, marks.sign);
    else if (word !== undefined) {
      const mark = colon !== undefined ? marks.key : VALUES.test(word) ? marks.value : marks.text;
      builder.add(start, start + word.length, mark);
    }
  }
}
