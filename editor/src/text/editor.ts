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
import type { OpenDocument } from '../keep/autosave';
import type { Settings, Work } from '../work';
import type { EvaluatorClient } from '../worker/client';
import { type Companion, NO_DOCUMENT, companion, setCompanion } from './companion';
import { complete } from './completion';
import { findPanel } from './find';
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
  /** The settings changed. */
  onSettings: () => void;
  /** Another document was opened, or undo returned to one. */
  onDocument: (left: OpenDocument) => void;
  /** The cursor moved to another line, or the diagnostics of its line changed. */
  onLine: () => void;
  /** The user moved the cursor. */
  onCursor: (offset: number) => void;
  onUndo: () => void;
  onRedo: () => void;
  onWhy: (code: string) => void;
  /** The user finished a word. */
  onPause: () => void;
  /** The cursor's line has only uncertain fixes, and the user asked for one. */
  onUncertainFix: () => void;
  /** The cursor's line has no fix, and the user asked for one. */
  onNoFix: (message: string) => void;
}

/** The text editor, with its undo history. It is in a shadow root, where no inline styles are necessary. */
export class TextEditor {
  readonly host = html('div', { class: 'text-editor' });
  readonly #view: EditorView;
  readonly #options: TextEditorOptions;
  readonly #evaluator: EvaluatorClient;
  readonly #pause: Pause;
  #diagnostics: readonly Diagnostic[] = [];
  /** What changed in the text since it was marked. */
  #changes: ChangeDesc = ChangeSet.empty(0).desc;
  /** The user asked for the fix of the line while the text was being checked. */
  #wantsFix = false;
  vocabulary: Vocabulary | undefined;
  /** Whether the text contains manifests and no spec. Then the fields of specs are not offered. */
  isManifest = false;

  constructor(evaluator: EvaluatorClient, options: TextEditorOptions) {
    this.#options = options;
    this.#evaluator = evaluator;
    this.#pause = new Pause(options.onPause);
    const root = this.host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles + diagnosticStyles);
    root.adoptedStyleSheets = [sheet];
    this.#view = new EditorView({ parent: root, root, state: this.#state('', 'yaml', NO_DOCUMENT) });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  get format(): DocumentFormat {
    return this.#view.state.field(format);
  }

  get work(): Work {
    return workOf(this.#view.state);
  }

  /** The id of the open document. */
  get document(): string {
    return this.#view.state.field(companion).document;
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

  /** Replaces the text. This can be undone. */
  replace(text: string, textFormat: DocumentFormat, loaded?: Companion): void {
    this.#view.dispatch({
      changes: { from: 0, to: this.#view.state.doc.length, insert: text },
      effects: [setFormat.of(textFormat), ...(loaded ? [setCompanion.of(loaded)] : [])],
      annotations: isolateHistory.of('full'),
      selection: { anchor: 0 },
      scrollIntoView: true,
    });
  }

  /** Opens a document without history. */
  reset({ document, work }: OpenDocument): void {
    const { text, format: textFormat, ...settings } = work;
    const left = { document: this.document, work: this.work };
    this.#pause.end();
    this.#view.setState(this.#state(text, textFormat, { document, settings }));
    this.#changes = ChangeSet.empty(this.#view.state.doc.length).desc;
    this.#options.onDocument(left);
    this.#options.onSettings();
    this.#options.onChange();
  }

  /** Changes settings. This is not a step of the history. */
  changeSettings(part: Partial<Settings>): void {
    const { document, settings } = this.#view.state.field(companion);
    this.#setCompanion({ document, settings: { ...settings, ...part } });
  }

  /** Continues the text in another document. */
  move(document: string, name: string): void {
    this.#setCompanion({ document, settings: { ...this.#view.state.field(companion).settings, name } });
  }

  #setCompanion(changed: Companion): void {
    this.#view.dispatch({ effects: setCompanion.of(changed), annotations: Transaction.addToHistory.of(false) });
  }

  /** Reads the same text in another format. This can be undone. */
  readAs(textFormat: DocumentFormat): void {
    this.#view.dispatch({ effects: setFormat.of(textFormat), annotations: isolateHistory.of('full') });
  }

  /** Makes edits one after the other, as one step of the history. The cursor does not move. */
  edit(steps: readonly (readonly Edit[])[]): void {
    const unchanged = ChangeSet.empty(this.#view.state.doc.length);
    const changes = steps.reduce(
      (before, edits) => before.compose(ChangeSet.of(edits.map(changeOf), before.newLength)),
      unchanged,
    );
    this.#view.dispatch({ changes, userEvent: 'input.form', annotations: isolateHistory.of('full') });
  }

  /** Applies fixes of the marked text at once. If the text to replace changed since, they are ignored. */
  apply(...fixes: Fix[]): void {
    const ranges = fixes.flatMap(({ edits }) => edits.map(changeOf));
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
    const onFix = (fix: Fix) => {
      this.apply(fix);
      this.focus();
    };
    this.#view.dispatch(marking(this.#view.state, diagnostics, onFix, this.#options.onWhy));
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

  /** Returns false if there is nothing to undo. */
  undo(): boolean {
    return undo(this.#view);
  }

  redo(): boolean {
    return redo(this.#view);
  }

  #state(doc: string, textFormat: DocumentFormat, first: Companion): EditorState {
    const evaluator = this.#evaluator;
    const { onChange, onLine, onCursor, onUndo, onRedo } = this.#options;
    const vocabulary = () => (this.isManifest ? undefined : this.vocabulary);
    const currentFormat = () => this.format;
    return EditorState.create({
      doc,
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
        format.init(() => textFormat),
        companion.init(() => first),
        formatOfPaste,
        autocompletion({ override: [complete(evaluator, vocabulary, currentFormat)], icons: false }),
        hover(evaluator, vocabulary, currentFormat),
        findPanel,
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          { key: 'Mod-z', run: () => (onUndo(), true) },
          { key: 'Mod-y', mac: 'Mod-Shift-z', run: () => (onRedo(), true) },
          { linux: 'Ctrl-Shift-z', run: () => (onRedo(), true) },
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
          const before = update.startState.field(companion);
          const now = update.state.field(companion);
          if (before.document !== now.document)
            this.#options.onDocument({ document: before.document, work: workOf(update.startState) });
          if (before.settings !== now.settings) this.#options.onSettings();
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
    else
      this.#options.onNoFix(
        this.atCursor.length > 0 ? 'The problems of this line have no fix.' : 'This line has no problems.',
      );
    return true;
  }
}

const changeOf = ({ span, text }: Edit) => ({ from: span.start.utf16Offset, to: span.end.utf16Offset, insert: text });

function workOf(state: EditorState): Work {
  return { ...state.field(companion).settings, text: state.doc.toString(), format: state.field(format) };
}
