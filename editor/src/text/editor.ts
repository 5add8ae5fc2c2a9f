import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, isolateHistory, redo, undo } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { nextDiagnostic, previousDiagnostic } from '@codemirror/lint';
import { type ChangeDesc, ChangeSet, EditorSelection, EditorState, Transaction } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { Diagnostic, DocumentFormat, Edit, Fix } from 'k8s-backup-target';
import { html } from '../dom';
import type { EvaluatorClient } from '../worker/client';
import { complete } from './completion';
import { hover } from './hover';
import { format, formatOfPaste, highlighting, indentation, setFormat } from './language';
import { markTheme, marking, severityGutter } from './marks';
import { Pause } from './pause';
import type { Vocabulary } from './schema';
import { typingOverSelection } from './typing';
import diagnosticStyles from '../style/diagnostic.css?inline';
import styles from './editor.css?inline';

export interface TextEditorOptions {
  onChange: () => void;
  /** The cursor moved to another line, or the diagnostics of its line changed. */
  onLine: () => void;
  /** The user moved the cursor. */
  onCursor: (offset: number) => void;
  onWhy: (code: string) => void;
  /** The user finished a word. */
  onPause: () => void;
  /** The cursor's line has only uncertain fixes, and the user asked for one. */
  onUncertainFix: () => void;
}

/** The text editor, with its undo history. It is in a shadow root, where no inline styles are necessary. */
export class TextEditor {
  readonly host = html('div', { class: 'text-editor' });
  readonly #view: EditorView;
  readonly #options: TextEditorOptions;
  readonly #pause: Pause;
  #diagnostics: readonly Diagnostic[] = [];
  /** What changed in the text since it was marked. */
  #changes: ChangeDesc = ChangeSet.empty(0).desc;
  /** The user asked for the fix of the line while the text was being checked. */
  #wantsFix = false;
  vocabulary: Vocabulary | undefined;

  constructor(evaluator: EvaluatorClient, options: TextEditorOptions) {
    this.#options = options;
    this.#pause = new Pause(options.onPause);
    const root = this.host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles + diagnosticStyles);
    root.adoptedStyleSheets = [sheet];
    this.#view = new EditorView({ parent: root, root, state: this.#state(evaluator) });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  get format(): DocumentFormat {
    return this.#view.state.field(format);
  }

  get cursor(): number {
    return this.#view.state.selection.main.head;
  }

  /** The diagnostics of the cursor's line, in order. */
  get atCursor(): readonly Diagnostic[] {
    const line = this.#view.state.doc.lineAt(this.cursor);
    const isIn = (from: number, to: number) => from <= line.to && to >= line.from;
    const starts = this.#diagnostics.filter(({ span }) => {
      const start = span && this.#now(span.start.utf16Offset);
      return start !== undefined && isIn(start, start);
    });
    if (starts.length > 0) return starts;
    return this.#diagnostics.filter(
      ({ span }) => span && isIn(this.#now(span.start.utf16Offset), this.#now(span.end.utf16Offset)),
    );
  }

  /** Whether the user is typing a word. */
  get isTyping(): boolean {
    return this.#pause.isTyping;
  }

  /** Returns where an offset of the marked text is now. */
  #now(offset: number): number {
    return this.#changes.mapPos(Math.min(offset, this.#changes.length));
  }

  /** Replaces the text. This can be undone, except for the first text. */
  replace(text: string, textFormat: DocumentFormat, isFirst = false): void {
    const { state } = this.#view;
    this.#view.dispatch({
      changes: { from: 0, to: state.doc.length, insert: text },
      effects: setFormat.of(textFormat),
      annotations: [isolateHistory.of('full'), Transaction.addToHistory.of(!isFirst)],
      selection: { anchor: 0 },
      scrollIntoView: true,
    });
  }

  /** Reads the same text in another format. This can be undone. */
  readAs(textFormat: DocumentFormat): void {
    this.#view.dispatch({ effects: setFormat.of(textFormat), annotations: isolateHistory.of('full') });
  }

  /** Makes the edits of the form and does not move the cursor. */
  edit(edits: readonly Edit[]): void {
    this.#view.dispatch({ changes: edits.map(changeOf), userEvent: 'input.form' });
  }

  /** Applies a fix of the marked text. If the text to replace changed since, the fix is ignored. */
  apply({ edits }: Fix): void {
    const ranges = edits.map(changeOf);
    const isUnchanged = ranges.every(
      ({ from, to }) => to <= this.#changes.length && !this.#changes.touchesRange(from, to),
    );
    if (!isUnchanged) return;
    const changes = ranges.map(({ from, to, insert }) => ({ from: this.#now(from), to: this.#now(to), insert }));
    this.#view.dispatch({ changes, userEvent: 'input.fix' });
  }

  mark(diagnostics: readonly Diagnostic[]): void {
    this.#diagnostics = diagnostics;
    this.#changes = ChangeSet.empty(this.#view.state.doc.length).desc;
    this.#view.dispatch(marking(this.#view.state, diagnostics, (fix) => this.apply(fix), this.#options.onWhy));
    this.#options.onLine();
    if (this.#wantsFix) this.#applyFirst();
  }

  /** Goes to a part of the marked text. */
  go(from: number, to: number): void {
    this.#view.dispatch({
      selection: EditorSelection.single(this.#now(from), this.#now(to)),
      effects: EditorView.scrollIntoView(this.#now(from), { y: 'center' }),
    });
    this.#view.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  undo(): void {
    undo(this.#view);
  }

  redo(): void {
    redo(this.#view);
  }

  #state(evaluator: EvaluatorClient): EditorState {
    const { onChange, onLine, onCursor } = this.#options;
    const vocabulary = () => this.vocabulary;
    const textFormat = () => this.format;
    return EditorState.create({
      extensions: [
        severityGutter,
        lineNumbers(),
        highlightActiveLineGutter(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        typingOverSelection,
        highlightActiveLine(),
        // The defaults lack the first bidirectional characters.
        highlightSpecialChars({ addSpecialChars: /[\u202a-\u202e\u2066-\u2069]/g }),
        highlighting,
        indentation,
        format,
        formatOfPaste,
        autocompletion({ override: [complete(evaluator, vocabulary, textFormat)], icons: false }),
        hover(evaluator, vocabulary, textFormat),
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          ...completionKeymap,
          { key: 'F8', run: nextDiagnostic, shift: previousDiagnostic },
          { key: 'Mod-.', run: () => this.#applyFirst() },
        ]),
        markTheme,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          'aria-label': 'Text of the spec',
          tabindex: '0',
          spellcheck: 'false',
          autocapitalize: 'off',
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            this.#changes = this.#changes.composeDesc(update.changes.desc);
            this.#wantsFix = false;
          }
          this.#pause.update(update);
          if (update.docChanged || update.startState.field(format) !== update.state.field(format)) onChange();
          if (update.docChanged || update.selectionSet) onLine();
          if (update.selectionSet && update.view.hasFocus) onCursor(this.cursor);
        }),
      ],
    });
  }

  /** Applies the first certain fix of the cursor's line. Uncertain fixes are left to the user. */
  #applyFirst(): boolean {
    this.#pause.end();
    this.#wantsFix = !this.#changes.empty;
    if (this.#wantsFix) return true;
    const fixes = this.atCursor.flatMap(({ fixes }) => fixes);
    const fix = fixes.find(({ certain }) => certain);
    if (fix) this.apply(fix);
    else if (fixes.length > 0) this.#options.onUncertainFix();
    return fixes.length > 0;
  }
}

const changeOf = ({ span, text }: Edit) => ({ from: span.start.utf16Offset, to: span.end.utf16Offset, insert: text });
