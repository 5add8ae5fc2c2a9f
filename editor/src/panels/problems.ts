import type { Diagnostic, Fix } from 'k8s-backup-target';
import { type State, targetOf } from '../checking';
import { diagnosticCard } from '../diagnostic';
import { counted, html, put } from '../dom';

/** More are shown when asked for. */
const AT_ONCE = 100;

export interface ProblemsOptions {
  onFix: (fix: Fix) => void;
  onWhy: (code: string) => void;
  onGo: (from: number, to: number) => void;
  onGoToSchedule: () => void;
}

/** What is wrong, in the order of the text; then what is said of the schedule and of the plan. */
export class ProblemsPanel {
  readonly element = html('div', { class: 'problems' });
  readonly #options: ProblemsOptions;
  #shown = AT_ONCE;
  #latest: State | undefined;
  #key = '';

  constructor(options: ProblemsOptions) {
    this.#options = options;
  }

  show(state: State): void {
    this.#latest = state;
    const groups = grouped(state);
    const key = JSON.stringify([groups, this.#shown]);
    if (key === this.#key) return;
    this.#key = key;
    const sections = groups
      .filter(({ diagnostics }) => diagnostics.length > 0)
      .map(({ title, diagnostics, of }) => this.#section(title, diagnostics, of, state));
    put(this.element, ...(sections.length > 0 ? sections : [nothingWrong()]));
  }

  #section(title: string, diagnostics: readonly Diagnostic[], of: Group['of'], state: State): HTMLElement {
    const shown = diagnostics.slice(0, this.#shown);
    const rest = diagnostics.length - shown.length;
    return html(
      'section',
      {},
      html('h2', {}, title),
      html('ul', {}, ...shown.map((diagnostic) => html('li', {}, this.#card(diagnostic, of, state)))),
      rest > 0 &&
        html(
          'button',
          {
            type: 'button',
            onclick: () => {
              this.#shown += 400;
              if (this.#latest) this.show(this.#latest);
            },
          },
          `Show more of ${counted(rest, 'other')}`,
        ),
    );
  }

  #card(diagnostic: Diagnostic, of: Group['of'], state: State): HTMLElement {
    const { onFix, onWhy, onGo, onGoToSchedule } = this.#options;
    const span =
      diagnostic.span ??
      (of === 'plan' && diagnostic.subject !== undefined ? state.reading.entries[diagnostic.subject]?.span : undefined);
    const go = span
      ? () => onGo(span.start.utf16Offset, diagnostic.span ? span.end.utf16Offset : span.start.utf16Offset)
      : of === 'schedule'
        ? onGoToSchedule
        : undefined;
    const entry =
      of === 'plan' && diagnostic.subject !== undefined ? state.reading.entries[diagnostic.subject] : undefined;
    const target = entry?.target && targetOf(entry, state.work);
    const about = target && `${target.app}, ${target.model}`;
    return diagnosticCard(diagnostic, { onFix, onWhy, ...(go && { onGo: go }), ...(about && { about }) });
  }
}

interface Group {
  title: string;
  of: 'text' | 'schedule' | 'plan';
  diagnostics: readonly Diagnostic[];
}

function grouped({ diagnostics, verdicts }: State): Group[] {
  const said = new Set(
    [...diagnostics, ...(verdicts?.schedule ?? [])].map(({ code, message }) => `${code} ${message}`),
  );
  const plan = (verdicts?.plan ?? []).filter(({ code, message }) => !said.has(`${code} ${message}`));
  return [
    { title: 'In the text', of: 'text', diagnostics },
    { title: 'In the schedule', of: 'schedule', diagnostics: verdicts?.schedule ?? [] },
    { title: 'On the way to the operator', of: 'plan', diagnostics: plan },
  ];
}

/** Everything that is said of a state. */
export const allDiagnostics = (state: State): Diagnostic[] => grouped(state).flatMap(({ diagnostics }) => diagnostics);

function nothingWrong(): HTMLElement {
  return html('p', { class: 'empty' }, 'Nothing is wrong with it.');
}
