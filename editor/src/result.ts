import type { Diagnostic, Severity } from 'k8s-backup-target';
import { type State, itemsOf, targetOf } from './checking';
import { counted, html, put, setText, words } from './dom';
import { severityIcon } from './icons';
import { allDiagnostics } from './panels/problems';
import { countBySeverity } from './text/schema';
import { fatesOf, headlineOf, isAbout } from './verdict';
import { titleOf } from './backup';

/** The words at the top: what the spec does, or why it does nothing. */
export class Result {
  readonly element: HTMLElement;
  readonly #sentence = html('p', { class: 'sentence' }, 'Loading');
  readonly #contents = html('p', { class: 'contents' });
  readonly #entries: HTMLSelectElement;
  readonly #chooser: HTMLElement;
  #names = '';

  constructor(onChoose: (entry: number) => void) {
    this.#entries = html('select', { id: 'entry' });
    this.#entries.addEventListener('change', () => onChoose(Number(this.#entries.value)));
    this.#chooser = html(
      'div',
      { class: 'chooser', hidden: true },
      html('label', { for: 'entry' }, 'Show'),
      this.#entries,
    );
    this.element = html('div', { class: 'result' }, this.#chooser, this.#sentence, this.#contents);
    new ResizeObserver(() => this.#makeReachable()).observe(this.#sentence);
  }

  /** Text that must be scrolled must be reachable with the keyboard. */
  #makeReachable(): void {
    if (this.#sentence.scrollHeight > this.#sentence.clientHeight) this.#sentence.tabIndex = 0;
    else this.#sentence.removeAttribute('tabindex');
  }

  /** Says to screen readers that the results are about to change. */
  wait(): void {
    this.element.setAttribute('aria-busy', 'true');
  }

  show(state: State): void {
    this.element.removeAttribute('aria-busy');
    const { chosen, backup, reading, work } = state;
    const { severity, lead, rest, contents } = headlineOf(state, fatesOf(state));
    const worst = severity === 'error' ? severity : (worstOf(aboutChosen(state)) ?? severity);
    const key = [worst, lead, rest].join('\n');
    if (this.#sentence.dataset['key'] !== key) {
      this.#sentence.dataset['key'] = key;
      put(
        this.#sentence,
        worst === 'error' || worst === 'warning' ? severityIcon(worst) : undefined,
        lead !== '' && html('strong', {}, words(lead)),
        lead !== '' && rest !== '' && ' ',
        words(rest),
      );
      this.#makeReachable();
    }
    setText(this.#contents, contents);
    const items = itemsOf(reading);
    const names = items.slice(0, 500).map((entry) => {
      if ('backup' in entry) return titleOf(entry.backup);
      const { app, relationName, model } = targetOf(entry, work);
      const whose = entry.merged ? ', for the operator' : '';
      return entry.target ? `${app}, ${relationName}, ${model}${whose}` : `document ${entry.subject + 1}`;
    });
    this.#chooser.hidden = names.length < 2;
    if (names.join('\n') !== this.#names) {
      this.#names = names.join('\n');
      put(this.#entries, ...names.map((name, at) => html('option', { value: at }, name)));
    }
    this.#entries.value = String(items.findIndex((item) => item === (chosen ?? backup)));
  }

  /** Shows an unexpected error. */
  fail(message: string): void {
    this.element.removeAttribute('aria-busy');
    delete this.#sentence.dataset['key'];
    put(this.#sentence, severityIcon('error'), ` ${message}`);
    setText(this.#contents, '');
  }

  get sentence(): string {
    return `${this.#sentence.textContent} ${this.#contents.textContent}`.trim();
  }
}

/** Returns the state in words, for screen readers. */
export function spoken(state: State, sentence: string): string {
  const counts = countBySeverity(allDiagnostics(state));
  const parts = [
    counts.error > 0 && counted(counts.error, 'error'),
    counts.warning > 0 && counted(counts.warning, 'warning'),
  ].filter((part) => part !== false);
  return [parts.join(', '), sentence].filter(Boolean).join('. ');
}

/** Returns the highest severity, if there are diagnostics. */
export function worstOf(diagnostics: readonly Diagnostic[]): Severity | undefined {
  const counts = countBySeverity(diagnostics);
  return (['error', 'warning', 'advice'] as const).find((severity) => counts[severity] > 0);
}

/** Returns the diagnostics of the selected entry, of its schedule and of the version of Velero. */
function aboutChosen({ chosen, backup, reading, diagnostics, veleroDiagnostics, verdicts }: State): Diagnostic[] {
  const position = chosen ?? backup;
  const inText = diagnostics.filter((diagnostic) => !position || isAbout(diagnostic, position));
  if (backup) return [...inText, ...veleroDiagnostics];
  const chosenIndex = chosen ? reading.entries.indexOf(chosen) : -1;
  const inPlan = (verdicts?.plan ?? []).filter(({ subject }) => subject === undefined || subject === chosenIndex);
  return [...inText, ...(verdicts?.schedule ?? []), ...inPlan, ...veleroDiagnostics];
}

/** Creates an element that screen readers read out, and the function that sets its text. */
export const announcer = (): { element: HTMLElement; say: (words: string) => void } => {
  const element = html('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  let timer: number | undefined;
  return {
    element,
    say(words) {
      clearTimeout(timer);
      timer = setTimeout(() => setText(element, words), 800);
    },
  };
};
