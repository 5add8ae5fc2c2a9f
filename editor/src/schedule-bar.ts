import type { ScheduleConfig } from 'k8s-backup-target';
import { html, put, setText, words } from './dom';
import { severityIcon } from './icons';
import { local, utc } from './time';
import type { Work } from './work';
import type { Verdicts } from './worker/questions';

const OPTIONS = [
  ['paused', 'Paused'],
  ['skipImmediately', 'Skip the immediate first backup'],
  ['useOwnerReferencesInBackup', 'Delete the backups when the Schedule is deleted'],
] as const;

/** The cron expression under the text, and the options of the schedule. */
export class ScheduleBar {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #options: { name: (typeof OPTIONS)[number][0]; input: HTMLInputElement }[];
  readonly #says = html('p', { class: 'schedule-says', id: 'schedule-says' });
  #schedule: ScheduleConfig = {
    schedule: '',
    paused: false,
    skipImmediately: false,
    useOwnerReferencesInBackup: false,
  };

  /** `beside` is a control beside the expression. */
  constructor(onChange: (schedule: ScheduleConfig) => void, beside: HTMLElement) {
    const examples = html(
      'datalist',
      { id: 'schedules' },
      ...['0 2 * * *', '0 */6 * * *', '30 1 * * 0', '0 3 1 * *'].map((value) => html('option', { value })),
    );
    this.#input = html('input', {
      id: 'schedule',
      type: 'text',
      list: 'schedules',
      placeholder: 'none',
      spellcheck: 'false',
      autocapitalize: 'off',
      autocomplete: 'off',
      'aria-describedby': 'schedule-says',
      oninput: () => onChange({ ...this.#schedule, schedule: this.#input.value.trim() }),
    });
    this.#options = OPTIONS.map(([name]) => {
      const input = html('input', { type: 'checkbox' });
      input.addEventListener('change', () => onChange({ ...this.#schedule, [name]: input.checked }));
      return { name, input };
    });
    this.element = html(
      'div',
      { class: 'schedule-bar' },
      html('label', { for: 'schedule' }, 'Schedule'),
      this.#input,
      beside,
      this.#says,
      html(
        'details',
        {},
        html('summary', {}, 'Options'),
        ...OPTIONS.map(([, label], at) => html('label', {}, this.#options[at]!.input, ' ', label)),
      ),
      examples,
    );
  }

  focus(): void {
    this.#input.focus();
  }

  show({ schedule }: Work): void {
    this.#schedule = schedule;
    if (this.#input.value.trim() !== (schedule.schedule ?? '')) this.#input.value = schedule.schedule ?? '';
    for (const { name, input } of this.#options) input.checked = schedule[name];
  }

  /** Shows the most severe diagnostic of the schedule, or else the next run. */
  mark({ schedule: diagnostics, nextRun }: Pick<Verdicts, 'schedule' | 'nextRun'>): void {
    const [worst] = [...diagnostics].sort((one, other) => RANK[one.severity] - RANK[other.severity]);
    this.#input.setAttribute('aria-invalid', String(worst?.severity === 'error'));
    if (!worst) {
      const next = nextRun === undefined ? '' : `Next run: ${utc(nextRun)} UTC, ${local(nextRun)} local time.`;
      return setText(this.#says, next);
    }
    const help = worst.help === undefined ? '' : `; ${worst.help}`;
    put(this.#says, severityIcon(worst.severity), words(` ${worst.message}${help}`));
  }
}

const RANK = { error: 0, warning: 1, advice: 2 } as const;
