import type { Diagnostic, Fix, Span } from 'k8s-backup-target';
import { type State, targetOf } from '../checking';
import { diagnosticCard } from '../diagnostic';
import { counted, html, patch, put, setText } from '../dom';
import { expect } from '../expect';
import { compatibleFixes } from '../fixes';

/** Maximum number of problems shown at first. A button shows more. */
const MAX_SHOWN = 100;

export interface ProblemsOptions {
  onFix: (...fixes: Fix[]) => void;
  onWhy: (code: string) => void;
  onGo: (from: number, to: number) => void;
  onGoToSchedule: () => void;
  onGoToVelero: () => void;
}

/** The diagnostics of the text in its order, then those of the schedule, of the plan and of the version of Velero. */
export class ProblemsPanel {
  readonly element = html('div', { class: 'problems', tabindex: -1 });
  readonly #options: ProblemsOptions;
  readonly #sections: Record<Group['of'], Section>;
  readonly #fixAll = html('button', {
    type: 'button',
    class: 'fix-all',
    onclick: () => this.#options.onFix(...this.#certain),
  });
  #certain: Fix[] = [];
  readonly #nothing = html('p', { class: 'empty' }, 'No problems found.');
  #shown = MAX_SHOWN;
  #latest: State | undefined;

  constructor(options: ProblemsOptions) {
    this.#options = options;
    const onMore = () => {
      this.#shown += 400;
      if (this.#latest) this.show(this.#latest);
    };
    this.#sections = {
      text: new Section('In the text', onMore, this.#fixAll),
      schedule: new Section('In the schedule', onMore),
      plan: new Section('When the operator gets it', onMore),
      velero: new Section('In the version of Velero', onMore),
    };
  }

  show(state: State): void {
    this.#latest = state;
    const focused = this.#focused;
    this.#certain = compatibleFixes(state.diagnostics);
    this.#fixAll.hidden = this.#certain.length < 2;
    setText(this.#fixAll, `Fix all (${this.#certain.length})`);
    this.#fixAll.title = 'Applies all certain fixes: the same objects are saved.';
    const groups = grouped(state).filter(({ diagnostics }) => diagnostics.length > 0);
    for (const { of, diagnostics } of groups) {
      const problems = diagnostics.slice(0, this.#shown).map((diagnostic) => this.#problem(diagnostic, of, state));
      this.#sections[of].show(problems, diagnostics.length - problems.length);
    }
    const sections = groups.map(({ of }) => this.#sections[of].element);
    put(this.element, ...(sections.length > 0 ? sections : [this.#nothing]));
    if (focused !== undefined && !this.element.contains(document.activeElement)) this.#focus(focused);
  }

  get #items(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('li')];
  }

  /** The index of the problem that has the focus. */
  get #focused(): number | undefined {
    const { activeElement } = document;
    if (!this.element.contains(activeElement) || activeElement === this.element) return undefined;
    return Math.max(
      this.#items.findIndex((item) => item.contains(activeElement)),
      0,
    );
  }

  /** Moves the focus to the problem that is where the solved one was. */
  #focus(at: number): void {
    const items = this.#items;
    const button = items[Math.min(at, items.length - 1)]?.querySelector('button');
    (button ?? this.element).focus();
  }

  #problem(diagnostic: Diagnostic, of: Group['of'], state: State): Problem {
    const { subject } = diagnostic;
    const entry =
      of === 'plan' && subject !== undefined
        ? expect(state.reading.entries[subject], `the plan names entry ${subject}, which does not exist`)
        : undefined;
    const target = entry?.target && targetOf(entry, state.work);
    return {
      diagnostic,
      of,
      span: diagnostic.span ?? entry?.span,
      about: target && `${target.app}, ${target.model}`,
      options: this.#options,
    };
  }
}

/** A diagnostic, and its position or subject. */
interface Problem {
  diagnostic: Diagnostic;
  of: Group['of'];
  span: Span | undefined;
  about: string | undefined;
  options: ProblemsOptions;
}

/** A group of problems. Unchanged problems keep their elements, because one may have the focus. */
class Section {
  readonly element: HTMLElement;
  readonly #list = html('ul', {});
  readonly #more: HTMLButtonElement;
  #items = new Map<string, HTMLElement>();

  constructor(title: string, onMore: () => void, action?: HTMLElement) {
    this.#more = html('button', { type: 'button', onclick: onMore });
    this.element = html('section', {}, html('header', {}, html('h2', {}, title), action), this.#list, this.#more);
  }

  show(problems: readonly Problem[], rest: number): void {
    const items = new Map<string, HTMLElement>();
    for (const problem of problems) {
      const { diagnostic, span, about } = problem;
      const content = JSON.stringify([diagnostic, span, about]);
      // The same diagnostic can occur twice.
      const key = items.has(content) ? `${content} ${items.size}` : content;
      items.set(key, this.#items.get(key) ?? html('li', {}, card(problem)));
    }
    this.#items = items;
    patch(this.#list, [...items.values()]);
    this.#more.hidden = rest === 0;
    setText(this.#more, `Show more (${counted(rest, 'problem')} hidden)`);
  }
}

function card({ diagnostic, of, span, about, options }: Problem): HTMLElement {
  const { onFix, onWhy, onGo, onGoToSchedule, onGoToVelero } = options;
  const go = span
    ? () => onGo(span.start.utf16Offset, diagnostic.span ? span.end.utf16Offset : span.start.utf16Offset)
    : { schedule: onGoToSchedule, velero: onGoToVelero, text: undefined, plan: undefined }[of];
  const onGoTo = ({ start, end }: Span) => onGo(start.utf16Offset, end.utf16Offset);
  return diagnosticCard(diagnostic, { onFix, onWhy, onGoTo, ...(go && { onGo: go }), ...(about && { about }) });
}

interface Group {
  of: 'text' | 'schedule' | 'plan' | 'velero';
  diagnostics: readonly Diagnostic[];
}

function grouped({ diagnostics, veleroDiagnostics, verdicts }: State): Group[] {
  const known = new Set(
    [...diagnostics, ...(verdicts?.schedule ?? [])].map(({ code, message }) => `${code} ${message}`),
  );
  const plan = (verdicts?.plan ?? []).filter(({ code, message }) => !known.has(`${code} ${message}`));
  return [
    { of: 'text', diagnostics },
    { of: 'schedule', diagnostics: verdicts?.schedule ?? [] },
    { of: 'plan', diagnostics: plan },
    { of: 'velero', diagnostics: veleroDiagnostics },
  ];
}

/** Returns all diagnostics of a state. */
export const allDiagnostics = (state: State): Diagnostic[] => grouped(state).flatMap(({ diagnostics }) => diagnostics);
