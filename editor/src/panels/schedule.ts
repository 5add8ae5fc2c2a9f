import type { Diagnostic } from 'k8s-backup-target';
import { type State, now, scheduleOf } from '../checking';
import { diagnosticCard } from '../diagnostic';
import { html, put, words } from '../dom';
import { local, localZone, utc } from '../time';
import type { EvaluatorClient } from '../worker/client';
import { TimelineDrawing } from './timeline';

/** Maximum number of backups in the drawing. */
const MAX_BACKUPS = 10;
/** Maximum number of Schedules whose runs are compared. */
const MAX_PLANNED = 100;

/** When backups are made and when they expire. */
export class SchedulePanel {
  /** Focusable, because it scrolls and may contain no button. */
  readonly element = html('div', { class: 'schedule', tabindex: 0 });
  readonly #evaluator: EvaluatorClient;
  readonly #onWhy: (code: string) => void;
  readonly #timeline = new TimelineDrawing();
  #asked = 0;

  constructor(evaluator: EvaluatorClient, onWhy: (code: string) => void) {
    this.#evaluator = evaluator;
    this.#onWhy = onWhy;
  }

  async show(state: State): Promise<void> {
    const { work, chosen, backup, reading } = state;
    const asked = ++this.#asked;
    const { schedule: expression, paused } = (backup ? backup.backup.schedule : scheduleOf(chosen, work)) ?? {
      paused: false,
    };
    const schedule = expression ?? '';
    if (schedule === '') return put(this.element, html('p', { class: 'empty' }, backup ? ONCE : NO_SCHEDULE));
    const after = now();
    const { runs, retention } = await this.#evaluator.ask('runs', {
      schedule,
      ttl: backup ? backup.backup.ttl : chosen?.spec.ttl,
      after,
      count: MAX_BACKUPS,
    });
    const planned = reading.backups.length > MAX_PLANNED && backup ? [backup] : reading.backups;
    const plan = backup
      ? await this.#evaluator.ask('planBackups', {
          backups: planned.map(({ backup }) => backup),
          chosen: planned.indexOf(backup),
          after,
        })
      : [];
    if (asked !== this.#asked) return;
    if (!runs.ok) return put(this.element, ...this.#cards(runs.diagnostics));
    if (runs.value.length === 0) {
      return put(this.element, html('p', { class: 'empty' }, 'The schedule has no run in the next five years.'));
    }
    const why = paused ? PAUSED : whyNoBackup(state);
    const expiry: (HTMLElement | string)[] = retention.ok
      ? [this.#timeline.element]
      : this.#cards(retention.diagnostics);
    if (retention.ok) this.#timeline.show(retention.value);
    put(
      this.element,
      why !== undefined && html('p', { class: 'paused' }, words(why)),
      html('h2', {}, paused ? 'Runs if it is resumed' : why === undefined ? 'Next runs' : 'Times of the schedule'),
      runTable(runs.value),
      html('h2', {}, why === undefined ? 'When each backup expires' : 'When each backup would expire'),
      ...expiry,
      ...this.#cards(plan),
      planned.length < reading.backups.length && html('p', { class: 'note' }, NOT_COMPARED),
    );
  }

  #cards(diagnostics: readonly Diagnostic[]): HTMLElement[] {
    return diagnostics.map((diagnostic) => diagnosticCard(diagnostic, { onWhy: this.#onWhy }));
  }
}

const PAUSED = 'The schedule is paused: none of these runs happens until it is resumed.';
const NO_SCHEDULE =
  'There is no schedule: backups are made on request only. Enter a cron expression under the text to see its runs.';
const NOT_COMPARED = `The runs are not compared with those of other Schedules: the text has more than ${MAX_PLANNED}.`;
const ONCE = 'A Backup runs once, when it is created. A Schedule makes Backups again and again.';

/** Returns a sentence that says why no run makes a backup, or nothing. */
function whyNoBackup({ backup, backupVerdict, verdicts }: State): string | undefined {
  if (!backup) return verdicts?.refused ? verdicts.ofSpec : undefined;
  const why = backupVerdict?.whyNothing;
  return why && `No run makes a backup: ${why}.`;
}

function runTable(runs: readonly number[]): HTMLElement {
  return html(
    'table',
    { class: 'runs' },
    html(
      'thead',
      {},
      html('tr', {}, html('th', { scope: 'col' }, 'UTC'), html('th', { scope: 'col' }, `Local time (${localZone()})`)),
    ),
    html('tbody', {}, ...runs.map((run) => html('tr', {}, html('td', {}, utc(run)), html('td', {}, local(run))))),
  );
}
