import { type EditorState, RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, type Panel, keymap, showPanel } from '@codemirror/view';
import { html, setText } from '../dom';

/** Maximum number of matches. */
const MAX_MATCHES = 10_000;

interface Match {
  from: number;
  to: number;
}

interface Finding {
  words: string;
  matches: readonly Match[];
}

const setFinding = StateEffect.define<string | undefined>();

/** What is searched, in the whole text. The browser finds only the lines that are drawn. */
const finding: StateField<Finding | undefined> = StateField.define<Finding | undefined>({
  create: () => undefined,
  update(finding, { effects, docChanged, state }) {
    const words = effects.reduce((last, effect) => (effect.is(setFinding) ? effect.value : last), finding?.words);
    if (words === undefined) return undefined;
    if (words === finding?.words && !docChanged) return finding;
    return { words, matches: matchesOf(state, words) };
  },
  provide: (field) => [
    showPanel.from(field, (finding) => (finding ? panel : null)),
    EditorView.decorations.from(field, (finding) =>
      RangeSet.of((finding?.matches ?? []).map(({ from, to }) => mark.range(from, to))),
    ),
  ],
});

const mark = Decoration.mark({ class: 'found' });

/** Returns the matches of words, whatever their case. */
function matchesOf(state: EditorState, words: string): Match[] {
  if (words === '') return [];
  const pattern = new RegExp(words.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'giu');
  const matches: Match[] = [];
  for (const { 0: text, index } of state.doc.toString().matchAll(pattern)) {
    matches.push({ from: index, to: index + text.length });
    if (matches.length === MAX_MATCHES) break;
  }
  return matches;
}

function panel(view: EditorView): Panel {
  const input = html('input', {
    type: 'text',
    'aria-label': 'Find in the text',
    spellcheck: 'false',
    'main-field': true,
  });
  const count = html('span', { class: 'count', role: 'status' });
  input.value = view.state.field(finding)?.words ?? '';
  input.addEventListener('input', () => {
    view.dispatch({ effects: setFinding.of(input.value) });
    select(view, 0);
  });
  const button = (name: string, onclick: () => void) => html('button', { type: 'button', onclick }, name);
  const dom = html(
    'div',
    { class: 'find', role: 'search' },
    input,
    count,
    button('Previous', () => select(view, -1)),
    button('Next', () => select(view, 1)),
    button('Close', () => close(view)),
  );
  dom.addEventListener('keydown', (event) => {
    const { key, shiftKey, target } = event;
    if (key === 'Escape') close(view);
    else if (key === 'Enter' && target === input) select(view, shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  });
  const show = () => setText(count, countOf(view.state));
  return {
    dom,
    top: true,
    mount: () => {
      show();
      input.select();
      input.focus();
    },
    update: show,
  };
}

function countOf(state: EditorState): string {
  const { words, matches } = state.field(finding) ?? { words: '', matches: [] };
  if (words === '') return '';
  if (matches.length === 0) return 'not found';
  const at = matches.findIndex(({ from }) => from === state.selection.main.from);
  const all = matches.length === MAX_MATCHES ? `${MAX_MATCHES}+` : matches.length;
  return at === -1 ? `${all} found` : `${at + 1} of ${all}`;
}

/** Selects the match after the cursor, the one before it, or with 0 the one at the cursor. After the last comes the first. */
function select(view: EditorView, step: -1 | 0 | 1): void {
  const { matches } = view.state.field(finding) ?? { matches: [] };
  const { from } = view.state.selection.main;
  const match =
    step === -1
      ? (matches.findLast((match) => match.from < from) ?? matches.at(-1))
      : (matches.find((match) => match.from >= from + step) ?? matches[0]);
  if (!match) return;
  view.dispatch({
    selection: { anchor: match.from, head: match.to },
    effects: EditorView.scrollIntoView(match.from, { y: 'center' }),
  });
}

/** Opens the panel with the selected words. */
function open(view: EditorView): boolean {
  const { from, to } = view.state.selection.main;
  const selected = view.state.sliceDoc(from, to);
  const words = selected !== '' && !selected.includes('\n') ? selected : (view.state.field(finding)?.words ?? '');
  // A new panel has the words and the focus.
  view.dispatch({ effects: setFinding.of(undefined) });
  view.dispatch({ effects: setFinding.of(words) });
  return true;
}

function close(view: EditorView): boolean {
  if (!view.state.field(finding)) return false;
  view.dispatch({ effects: setFinding.of(undefined) });
  view.focus();
  return true;
}

const next = (step: -1 | 1) => (view: EditorView) => {
  if (!view.state.field(finding)) return open(view);
  select(view, step);
  return true;
};

/** Finds words in the whole text. */
export const findPanel = [
  finding,
  keymap.of([
    { key: 'Mod-f', run: open },
    { key: 'Mod-g', run: next(1), shift: next(-1), preventDefault: true },
    { key: 'Escape', run: close },
  ]),
];
