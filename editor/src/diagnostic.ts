import type { Diagnostic, Fix, Span } from 'k8s-backup-target';
import { html, words } from './dom';
import { severityIcon } from './icons';

/** The actions of a diagnostic. */
export interface DiagnosticActions {
  onFix?: (fix: Fix) => void;
  onWhy: (code: string) => void;
  /** Goes to its position in the text. */
  onGo?: () => void;
  /** Goes to a related position. */
  onGoTo?: (span: Span) => void;
  /** Its subject, if it has no position in the text. */
  about?: string;
}

/**
 * Returns a card with the message, the help, a button for each fix, and a button that explains the rule. The button of a
 * fix has its title and its effect on the backup.
 */
export function diagnosticCard(
  diagnostic: Diagnostic,
  { onFix, onWhy, onGo, onGoTo, about }: DiagnosticActions,
): HTMLElement {
  const { severity, code, message, help, span, fixes, related } = diagnostic;
  const where = span ? lineAndColumn(span) : about;
  return html(
    'div',
    { class: `diagnostic ${severity}` },
    severityIcon(severity),
    html(
      'div',
      { class: 'says' },
      onGo
        ? html('button', { type: 'button', class: 'message', onclick: onGo }, words(message))
        : html('p', { class: 'message' }, words(message)),
      help !== undefined && html('p', { class: 'help' }, words(help)),
      ...related.map(({ message, span }) => {
        if (!span) return html('p', { class: 'related' }, words(message));
        const content = [words(`${message}, `), html('span', { class: 'where' }, lineAndColumn(span))];
        if (!onGoTo) return html('p', { class: 'related' }, ...content);
        return html('button', { type: 'button', class: 'related', onclick: () => onGoTo(span) }, ...content);
      }),
      html(
        'div',
        { class: 'actions' },
        ...(onFix ? fixes : []).map((fix) =>
          html('button', { type: 'button', class: fixClass(fix), onclick: () => onFix?.(fix) }, words(fixInWords(fix))),
        ),
        html(
          'button',
          { type: 'button', class: 'why', onclick: () => onWhy(code), 'aria-label': `Explain ${code}` },
          code,
        ),
        where !== undefined && html('span', { class: 'where', dir: 'auto' }, where),
      ),
    ),
  );
}

const fixClass = ({ certain }: Fix): string => (certain ? 'fix' : 'fix uncertain');

/** Returns the title of a fix, and its effect if it has one. */
const fixInWords = ({ title, effect }: Fix): string => (effect === undefined ? title : `${title}: ${effect}`);

const lineAndColumn = ({ start }: Span): string => `${start.line}:${start.column}`;
