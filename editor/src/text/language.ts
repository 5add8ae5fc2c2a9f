import { invertedEffects } from '@codemirror/commands';
import { HighlightStyle, LRLanguage, indentNodeProp, language, syntaxHighlighting } from '@codemirror/language';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import { tags } from '@lezer/highlight';
import { parser as jsonParser } from '@lezer/json';
import { parser as yamlParser } from '@lezer/yaml';
import type { DocumentFormat } from 'k8s-backup-target';

const closing = /^\s*[}\]]/;

const languages: Record<DocumentFormat, LRLanguage> = {
  yaml: LRLanguage.define({ name: 'yaml', parser: yamlParser }),
  json: LRLanguage.define({
    name: 'json',
    parser: jsonParser.configure({
      props: [
        indentNodeProp.add({
          'Object Array': (context) =>
            closing.test(context.textAfter) ? context.baseIndent : context.baseIndent + context.unit,
        }),
      ],
    }),
  }),
};

const data: Record<DocumentFormat, object> = {
  yaml: { commentTokens: { line: '#' }, closeBrackets: { brackets: ['[', '{', '"'] } },
  json: { closeBrackets: { brackets: ['[', '{', '"'] }, indentOnInput: closing },
};

export const setFormat = StateEffect.define<DocumentFormat>();

/** What the text is written in. It comes back when the change is undone. */
export const format: StateField<DocumentFormat> = StateField.define<DocumentFormat>({
  create: () => 'yaml',
  update: (format, { effects }) =>
    effects.reduce((last, effect) => (effect.is(setFormat) ? effect.value : last), format),
  provide: (field) => [
    language.from(field, (format) => languages[format]),
    EditorState.languageData.of((state) => [data[state.field(field)]]),
    invertedEffects.of(({ effects, startState }) =>
      effects.filter((effect) => effect.is(setFormat)).map(() => setFormat.of(startState.field(field))),
    ),
  ],
});

/** Colours are the page's, so that they follow light and dark. */
export const highlighting = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--code-key)' },
    { tag: [tags.string, tags.content], color: 'var(--code-text)' },
    { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--code-value)' },
    { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
    { tag: [tags.separator, tags.squareBracket, tags.brace, tags.punctuation], color: 'var(--muted)' },
  ]),
);
