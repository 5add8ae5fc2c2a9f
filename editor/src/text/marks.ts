import { type Diagnostic as Mark, setDiagnostics } from '@codemirror/lint';
import { type EditorState, RangeSet, StateEffect, StateField, type TransactionSpec } from '@codemirror/state';
import { EditorView, GutterMarker, gutter } from '@codemirror/view';
import type { Diagnostic, Fix, Severity } from 'k8s-backup-target';
import { diagnosticCard } from '../diagnostic';
import { severityIcon } from '../icons';

const KINDS: Record<Severity, Mark['severity']> = { error: 'error', warning: 'warning', advice: 'info' };
const ORDER: readonly Severity[] = ['advice', 'warning', 'error'];

const setLines = StateEffect.define<RangeSet<GutterMarker>>();

class SeverityMarker extends GutterMarker {
  readonly #severity: Severity;

  constructor(severity: Severity) {
    super();
    this.#severity = severity;
  }

  override toDOM(): Node {
    return severityIcon(this.#severity);
  }
}

const markers: Record<Severity, SeverityMarker> = {
  error: new SeverityMarker('error'),
  warning: new SeverityMarker('warning'),
  advice: new SeverityMarker('advice'),
};

const lines = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(markers, { changes, effects }) {
    const set = effects.find((effect) => effect.is(setLines));
    return set ? (set.value as RangeSet<GutterMarker>) : markers.map(changes);
  },
});

/** An icon beside each line with a diagnostic. */
export const severityGutter = [
  lines,
  gutter({
    class: 'cm-severities',
    markers: (view) => view.state.field(lines),
    initialSpacer: () => markers.advice,
  }),
];

/** Marks the diagnostics in the text. The icon of a line shows its highest severity. */
export function marking(
  state: EditorState,
  diagnostics: readonly Diagnostic[],
  onFix: (fix: Fix) => void,
  onWhy: (code: string) => void,
): TransactionSpec {
  const marks: Mark[] = [];
  const worst = new Map<number, Severity>();
  for (const diagnostic of diagnostics) {
    const { span, severity } = diagnostic;
    if (!span) continue;
    const from = Math.min(span.start.utf16Offset, state.doc.length);
    const to = Math.min(span.end.utf16Offset, state.doc.length);
    marks.push({
      from,
      to,
      severity: KINDS[severity],
      message: diagnostic.message,
      renderMessage: () => diagnosticCard(diagnostic, { onFix, onWhy }),
    });
    const line = state.doc.lineAt(from).from;
    const known = worst.get(line);
    if (known === undefined || ORDER.indexOf(severity) > ORDER.indexOf(known)) worst.set(line, severity);
  }
  const set = RangeSet.of(
    [...worst].map(([line, severity]) => markers[severity].range(line)),
    true,
  );
  const spec = setDiagnostics(state, marks);
  return { ...spec, effects: [...[spec.effects ?? []].flat(), setLines.of(set)] };
}

/** Underlines without images, because the content security policy does not allow them. */
export const markTheme = EditorView.theme({
  '.cm-lintRange': { backgroundImage: 'none !important', paddingBottom: '0' },
  '.cm-lintRange-error': { textDecoration: 'underline wavy var(--error) 1.5px', textUnderlineOffset: '3px' },
  '.cm-lintRange-warning': { textDecoration: 'underline dashed var(--warning) 2px', textUnderlineOffset: '3px' },
  '.cm-lintRange-info': { textDecoration: 'underline dotted var(--advice) 2px', textUnderlineOffset: '3px' },
  '.cm-lintRange-active': { backgroundColor: 'var(--hover)' },
  '.cm-lintPoint': { backgroundImage: 'none !important' },
  '.cm-lintPoint:after': { borderBottomColor: 'var(--error)' },
  '.cm-severities': { width: '18px', padding: '0 0 0 4px' },
  '.cm-severities svg': { width: '13px', height: '13px', verticalAlign: '-2px' },
  '.cm-tooltip.cm-tooltip-lint .cm-diagnostic': { borderLeft: 'none', padding: '0' },
});
