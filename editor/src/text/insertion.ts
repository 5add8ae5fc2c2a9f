import { type Completion, pickedCompletion } from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';

/** Inserts a completion with the indentation of the line. Existing quotes are kept. */
export function insertion(text: string): (view: EditorView, picked: Completion, from: number, to: number) => void {
  return (view, picked, from, to) => {
    const { state } = view;
    const indent = /^\s*(?:- )?/.exec(state.doc.lineAt(from).text)![0].replace('-', ' ');
    const isWord = !/[:\s]/.test(text);
    const quoted = state.sliceDoc(from - 1, from) === '"';
    const insert = isWord && !quoted && !/^[\w.-]/.test(text) ? `"${text}"` : text.replaceAll('\n', `\n${indent}`);
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length },
      annotations: pickedCompletion.of(picked),
      userEvent: 'input.complete',
    });
  };
}
