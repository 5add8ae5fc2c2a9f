import type { Diagnostic } from 'k8s-backup-target';
import type { State } from '../checking';
import { diagnosticCard } from '../diagnostic';
import { html, put } from '../dom';
import { local, localZone, utc } from '../time';
import type { EvaluatorClient } from '../worker/client';
import { TimelineDrawing } from './timeline';

/** So many backups are drawn. */
const DRAWN = 10;

/** When backups are made and how long they live. */
export class SchedulePanel {
  readonly element = html('div', { class: 'schedule' });
  readonly #evaluator: EvaluatorClient;
  readonly #onWhy: (code: string) => void;
  readonly #timeline = new TimelineDrawing();
  #asked = 0;

  constructor(evaluator: EvaluatorClient, onWhy: (code: string) => void) {
    this.#evaluator = evaluator;
    this.#onWhy = onWhy;
  }

  async show({ work, chosen }: State): Promise<void> {
    const asked = ++this.#asked;
    const schedule = work.schedule.schedule ?? '';
    if (schedule === '') {
      put(
        this.element,
        html(
          'p',
          { class: 'empty' },
          'There is no schedule: a backup is made when somebody asks for one. Write a cron expression under the text to see its runs.',
        ),
      );
      return;
    }
    const after = Math.floor(Date.now() / 1000);
    const { runs, retention } = await this.#evaluator.ask('runs', {
      schedule,
      ttl: chosen?.spec.ttl,
      after,
      count: DRAWN,
    });
    if (asked !== this.#asked) return;
    if (!runs.ok) return put(this.element, ...this.#refused(runs.diagnostics));
    if (runs.value.length === 0) {
      return put(this.element, html('p', { class: 'empty' }, 'No run follows within five years.'));
    }
    const life: (HTMLElement | string)[] = retention.ok
      ? [this.#timeline.element]
      : this.#refused(retention.diagnostics);
    if (retention.ok) this.#timeline.show(retention.value);
    put(
      this.element,
      html('h2', {}, 'Next runs'),
      runTable(runs.value),
      html('h2', {}, 'How long each backup lives'),
      ...life,
    );
  }

  #refused(diagnostics: readonly Diagnostic[]): HTMLElement[] {
    return diagnostics.map((diagnostic) => diagnosticCard(diagnostic, { onWhy: this.#onWhy }));
  }
}

function runTable(runs: readonly number[]): HTMLElement {
  return html(
    'table',
    { class: 'runs' },
    html(
      'thead',
      {},
      html('tr', {}, html('th', { scope: 'col' }, 'UTC'), html('th', { scope: 'col' }, `Here (${localZone()})`)),
    ),
    html('tbody', {}, ...runs.map((run) => html('tr', {}, html('td', {}, utc(run)), html('td', {}, local(run))))),
  );
}
