import type { Diagnostic, Fix } from 'k8s-backup-target';
import { html, words } from './dom';
import { severityIcon } from './icons';

/** What can be done with a diagnostic. */
export interface DiagnosticActions {
  onFix?: (fix: Fix) => void;
  onWhy: (code: string) => void;
  /** Goes to a place in the text. */
  onGo?: () => void;
  /** What it is about, where that is no place in the text. */
  about?: string;
}

/** What is wrong, what to write instead, a button for each fix, and the way to the rule. */
export function diagnosticCard(diagnostic: Diagnostic, { onFix, onWhy, onGo, about }: DiagnosticActions): HTMLElement {
  const { severity, code, message, help, span, fixes } = diagnostic;
  const where = span ? `${span.start.line}:${span.start.column}` : about;
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
      html(
        'div',
        { class: 'actions' },
        ...(onFix ? fixes : []).map((fix) =>
          html('button', { type: 'button', class: 'fix', onclick: () => onFix?.(fix) }, words(fix.title)),
        ),
        html(
          'button',
          { type: 'button', class: 'why', onclick: () => onWhy(code), 'aria-label': `why: ${code}` },
          code,
        ),
        where !== undefined && html('span', { class: 'where' }, where),
      ),
    ),
  );
}
