import type { Diagnostic } from 'k8s-backup-target';
import { type State, scheduleOf, settingOf, targetOf } from '../checking';
import { diagnosticCard } from '../diagnostic';
import { html, put, setText, words } from '../dom';
import { expect } from '../expect';
import { download } from '../keep/files';
import type { EvaluatorClient } from '../worker/client';
import type { Answer } from '../worker/questions';
import { fateInWords, fatesOf } from '../verdict';
import { SettingsForm, type SettingsChange } from './settings';

/** A text to copy or download, or the reason why there is none. */
class Piece {
  readonly element: HTMLElement;
  readonly #body = html('div', { class: 'piece-body' });
  readonly #text = html('pre', { tabindex: 0 });
  readonly #buttons: HTMLElement;
  readonly #onWhy: (code: string) => void;
  /** The whole text: what is shown can differ, see `visible`. */
  #value = '';

  constructor(
    title: string,
    note: string,
    file: string,
    announce: (words: string) => void,
    onWhy: (code: string) => void,
  ) {
    this.#onWhy = onWhy;
    this.#text.setAttribute('aria-label', title);
    const copy = async () => {
      await navigator.clipboard.writeText(this.#value);
      announce(`${title} copied`);
    };
    this.#buttons = html(
      'div',
      { class: 'buttons' },
      html('button', { type: 'button', onclick: () => void copy(), 'aria-label': `Copy: ${title}` }, 'Copy'),
      html(
        'button',
        {
          type: 'button',
          onclick: () => download(file, this.#value),
          'aria-label': `Download: ${title}`,
        },
        'Download',
      ),
    );
    this.element = html(
      'section',
      { class: 'piece' },
      html('header', {}, html('div', {}, html('h2', {}, title), html('p', { class: 'note' }, note)), this.#buttons),
      this.#body,
    );
  }

  show(answer: Answer<string>): void {
    this.#buttons.hidden = !answer.ok;
    if (!answer.ok) return put(this.#body, ...this.#refused(answer.diagnostics));
    this.#value = answer.value;
    setText(this.#text, answer.value);
    put(this.#body, this.#text);
  }

  #refused(diagnostics: readonly Diagnostic[]): HTMLElement[] {
    return diagnostics
      .filter(({ severity }, _, all) => severity === 'error' || all.every((other) => other.severity !== 'error'))
      .map((diagnostic) => diagnosticCard(diagnostic, { onWhy: this.#onWhy }));
  }
}

export interface OutputOptions {
  announce: (words: string) => void;
  onWhy: (code: string) => void;
  onChange: (change: SettingsChange) => void;
}

/** What the operator gets: databags, manifests and the plan of all targets. */
export class OutputPanel {
  readonly element: HTMLElement;
  readonly #evaluator: EvaluatorClient;
  readonly #settings: SettingsForm;
  readonly #plan = html('section', { class: 'plan' });
  readonly #nothing = html('p', { class: 'empty' }, 'No spec can be read from the text. Open Problems to see why.');
  readonly #pieces: { publish: Piece; databag: Piece; schedule: Piece; backup: Piece; all: Piece };
  #asked = 0;

  constructor(evaluator: EvaluatorClient, { announce, onWhy, onChange }: OutputOptions) {
    this.#evaluator = evaluator;
    this.#settings = new SettingsForm(onChange);
    const piece = (title: string, note: string, file: string) => new Piece(title, note, file, announce, onWhy);
    this.#pieces = {
      publish: piece('backup_targets', 'The charm publishes this in its databag.', 'backup_targets.json'),
      databag: piece(
        'velero_backup_config',
        'The integrator writes this for the operator.',
        'velero_backup_config.json',
      ),
      schedule: piece('Schedule', 'Without Juju: apply this yourself with kubectl create -f.', 'schedule.json'),
      backup: piece('Backup', 'Makes one backup now. Apply this yourself with kubectl create -f.', 'backup.json'),
      all: piece('All manifests', 'A Schedule for each target, or a Backup if there is no schedule.', 'manifests.json'),
    };
    this.element = html('div', { class: 'output' });
  }

  async show(state: State): Promise<void> {
    const { work, chosen, reading, verdicts } = state;
    const asked = ++this.#asked;
    this.#settings.show(work, chosen?.target === undefined);
    if (!chosen || !verdicts) return put(this.element, this.#nothing, this.#settings.element);
    const setting = settingOf(work);
    const schedule = scheduleOf(chosen, work);
    const planned = reading.entries.filter(({ merged }) => !merged);
    const many = planned.length > 1;
    const [output, manifests] = await Promise.all([
      this.#evaluator.ask('output', { target: targetOf(chosen, work), setting: { ...setting, schedule } }),
      many
        ? this.#evaluator.ask('manifests', { targets: planned.map((entry) => targetOf(entry, work)), setting })
        : undefined,
    ]);
    if (asked !== this.#asked) return;
    const { publish, databag, backup, all } = this.#pieces;
    publish.show(output.publish);
    databag.show(
      output.databag.ok ? { ok: true, value: JSON.stringify(output.databag.value, null, 2) } : output.databag,
    );
    this.#pieces.schedule.show(output.schedule);
    backup.show(output.backup);
    const hasSchedule = (schedule.schedule ?? '') !== '';
    if (manifests !== undefined) {
      all.show({ ok: true, value: manifests });
      this.#showPlan(state);
    }
    put(
      this.element,
      this.#settings.element,
      many && this.#plan,
      publish.element,
      databag.element,
      hasSchedule && this.#pieces.schedule.element,
      backup.element,
      many && all.element,
    );
  }

  #showPlan(state: State): void {
    const { reading, verdicts, work } = state;
    const writes = verdicts?.writes ?? [];
    const fates = fatesOf(state);
    const rows = reading.entries.slice(0, 200).map((entry, at) => {
      const { app, relationName, model } = targetOf(entry, work);
      const relations = writes
        .filter(({ targetIndex }) => targetIndex === at)
        .map(({ relationId }) => `relation ${relationId}`);
      const whyNot = fateInWords(expect(fates[at], `entry ${at} has no fate`));
      return html(
        'tr',
        {},
        html('td', {}, app),
        html('td', {}, relationName),
        html('td', {}, model),
        html(
          'td',
          { class: whyNot === undefined ? 'kept' : 'lost' },
          words(
            whyNot ??
              (entry.merged ? 'the integrator already wrote it' : relations.join(', ') || 'equal to the last target'),
          ),
        ),
      );
    });
    put(
      this.#plan,
      html('h2', {}, 'Plan'),
      html('p', { class: 'note' }, 'Each velero-backup relation of the integrator carries one target.'),
      html(
        'table',
        {},
        html(
          'thead',
          {},
          html(
            'tr',
            {},
            ...['App', 'Relation', 'Model', 'Reaches the operator through'].map((name) =>
              html('th', { scope: 'col' }, name),
            ),
          ),
        ),
        html('tbody', {}, ...rows),
      ),
    );
  }
}
