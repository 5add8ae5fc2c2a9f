import type { Backup, Diagnostic, ScheduleConfig } from 'k8s-backup-target';
import type { State } from './checking';
import { html, put, words } from './dom';
import { severityIcon } from './icons';
import { local, utc } from './time';
import type { Work } from './work';
import type { BackupVerdict } from './worker/questions';

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
  readonly #presets: HTMLElement;
  readonly #says = html('p', { class: 'schedule-says', id: 'schedule-says' });
  #schedule = NONE;
  /** The selected Backup or Schedule. Its own schedule is shown, and is changed in the text. */
  #backup: Backup | undefined;

  /** `beside` is a control beside the expression. `presets` writes it. */
  constructor(onChange: (schedule: ScheduleConfig) => void, beside: HTMLElement, presets: HTMLElement) {
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
    this.#presets = presets;
    this.element = html(
      'div',
      { class: 'schedule-bar' },
      html('label', { for: 'schedule' }, 'Schedule'),
      this.#input,
      beside,
      this.#says,
      presets,
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
    this.#draw();
  }

  #draw(): void {
    const isOwn = this.#backup !== undefined;
    const shown = isOwn ? (this.#backup?.schedule ?? NONE) : this.#schedule;
    if (this.#input.value.trim() !== (shown.schedule ?? '')) this.#input.value = shown.schedule ?? '';
    this.#input.readOnly = isOwn;
    this.#presets.hidden = isOwn;
    for (const { name, input } of this.#options) {
      input.checked = shown[name];
      input.disabled = isOwn;
    }
  }

  /** Shows the most severe diagnostic of the schedule, or else the next run. A paused schedule has none. */
  mark({ work, verdicts, reading, backup, backupVerdict }: State): void {
    this.#backup = backup?.backup;
    this.#draw();
    if (backup) return this.#markOwn(backup.backup, backupVerdict);
    if (reading.entries.length > 0 && reading.entries.every(({ merged }) => merged)) {
      this.#input.setAttribute('aria-invalid', 'false');
      return this.#say('This schedule is not used: the text has its own.');
    }
    const diagnostics = [...(verdicts?.schedule ?? []), ...(verdicts?.plan ?? []).filter(isAboutSchedule)];
    const [worst] = diagnostics.sort((one, other) => RANK[one.severity] - RANK[other.severity]);
    this.#input.setAttribute('aria-invalid', String(worst?.severity === 'error'));
    const paused = work.schedule.paused && work.schedule.schedule ? 'Paused: no run happens until it is resumed. ' : '';
    const nextRun = verdicts?.nextRun;
    if (!worst) {
      return this.#say(paused + nextInWords(nextRun));
    }
    const help = worst.help === undefined ? '' : `; ${worst.help}`;
    this.#say(`${paused}${worst.message}${help}`, worst);
  }

  /** Its problems are marked in the text. */
  #markOwn({ schedule }: Backup, verdict: BackupVerdict | undefined): void {
    this.#input.setAttribute('aria-invalid', 'false');
    if (!schedule) return this.#say('A Backup runs once.');
    const next = verdict?.whyNothing === undefined ? nextInWords(verdict?.nextRun) : 'No run makes a backup.';
    const paused = 'Paused: no run happens until it is resumed.';
    this.#say(`Of the Schedule in the text. ${schedule.paused ? paused : next}`);
  }

  #say(text: string, diagnostic?: Diagnostic): void {
    const key = `${diagnostic?.severity} ${text}`;
    if (this.#says.dataset['key'] === key) return;
    this.#says.dataset['key'] = key;
    put(this.#says, diagnostic && severityIcon(diagnostic.severity), diagnostic && ' ', text !== '' && words(text));
  }
}

const NONE: ScheduleConfig = { schedule: '', paused: false, skipImmediately: false, useOwnerReferencesInBackup: false };

const nextInWords = (run: number | undefined): string =>
  run === undefined ? '' : `Next run: ${utc(run)} UTC, ${local(run)} local time.`;

/** The fields of the schedule. The plan also has diagnostics about targets and settings. */
const ABOUT_SCHEDULE = new Set(['/schedule', '/paused', '/skip_immediately', '/use_owner_references_in_backup']);

const isAboutSchedule = ({ subject, pointer }: Diagnostic): boolean =>
  subject === undefined && ABOUT_SCHEDULE.has(pointer);

const RANK = { error: 0, warning: 1, advice: 2 } as const;
