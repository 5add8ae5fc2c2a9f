import type { Diagnostic, ScheduleConfig, Target } from 'k8s-backup-target';
import type { TextEditor } from './text/editor';
import type { Work } from './work';
import type { EvaluatorClient } from './worker/client';
import type { BackupEntry, BackupVerdict, Entry, Reading, Setting, Verdicts } from './worker/questions';

/** The results for a version of the work. */
export interface State {
  work: Work;
  /** Of the text, in the order of positions. */
  diagnostics: readonly Diagnostic[];
  /** Of the version of Velero. */
  veleroDiagnostics: readonly Diagnostic[];
  reading: Reading;
  /** The selected spec of the text. Absent if none can be read, and if a Backup or a Schedule is selected. */
  chosen: Entry | undefined;
  /** The results for all specs of the text. */
  verdicts: Verdicts | undefined;
  /** The selected Backup or Schedule of the text. */
  backup: BackupEntry | undefined;
  backupVerdict: BackupVerdict | undefined;
}

/** Returns what can be selected: the specs, and the Backups and Schedules, in the order of the text. */
export const itemsOf = ({ entries, backups }: Reading): (Entry | BackupEntry)[] =>
  [...entries, ...backups].sort((one, other) => startOf(one) - startOf(other));

const startOf = ({ span }: Entry | BackupEntry): number => span?.start.utf16Offset ?? Infinity;

/** Returns an entry as a target. A spec alone gets the identity of the work. */
export function targetOf({ target, spec }: Entry, { identity }: Work): Target {
  return target ?? { ...identity, spec };
}

/** Returns the schedule of an entry: that of the work, unless the integrator merged it with another one. */
export const scheduleOf = (entry: Entry | undefined, work: Work): ScheduleConfig => entry?.merged ?? work.schedule;

export const settingOf = ({ schedule, velero, relations }: Work): Setting => ({ schedule, velero, relations });

/** Returns whether two diagnostics say the same. */
export const sameProblem = (one: Diagnostic, other: Diagnostic): boolean =>
  one.code === other.code && one.message === other.message;

/**
 * Checks the work after each change. Only the latest version is checked. While a word is being typed, results with a new
 * problem wait until it is complete.
 */
export class Checking {
  readonly #evaluator: EvaluatorClient;
  readonly #editor: TextEditor;
  readonly #work: () => Work;
  readonly #onState: (state: State) => void;
  /** The results wait for the end of a word. */
  readonly #onWait: () => void;
  readonly #onUnknownVersion: (diagnostics: readonly Diagnostic[]) => void;
  readonly #onFailure: (error: Error) => void;
  #stale = false;
  #running = false;
  /** The entry that the user or the cursor selected. */
  #choice = 0;
  /** The diagnostics that are marked in the text. */
  #marked: readonly Diagnostic[] = [];
  #waiting: State | undefined;

  constructor(
    evaluator: EvaluatorClient,
    editor: TextEditor,
    work: () => Work,
    onState: (state: State) => void,
    onWait: () => void,
    onUnknownVersion: (diagnostics: readonly Diagnostic[]) => void,
    onFailure: (error: Error) => void,
  ) {
    this.#evaluator = evaluator;
    this.#editor = editor;
    this.#work = work;
    this.#onState = onState;
    this.#onWait = onWait;
    this.#onUnknownVersion = onUnknownVersion;
    this.#onFailure = onFailure;
  }

  /** Schedules a check, because something changed. */
  touch(): void {
    this.#stale = true;
    this.#waiting = undefined;
    if (!this.#running) void this.#run();
  }

  /** Selects another entry of the text. */
  choose(entry: number): void {
    if (entry === this.#choice) return;
    this.#choice = entry;
    this.touch();
  }

  /** Shows the results that waited for the end of a word. */
  resume(): void {
    if (!this.#waiting) return;
    this.#mark(this.#waiting.diagnostics);
    this.#onState(this.#waiting);
    this.#waiting = undefined;
  }

  #mark(diagnostics: readonly Diagnostic[]): void {
    if (diagnostics === this.#marked) return;
    this.#marked = diagnostics;
    this.#editor.mark(diagnostics);
  }

  /** Returns whether a problem is new, and the user is typing a word. */
  #mustWait(diagnostics: readonly Diagnostic[]): boolean {
    const isKnown = (diagnostic: Diagnostic) => this.#marked.some((known) => sameProblem(known, diagnostic));
    return this.#editor.isTyping && !diagnostics.every(isKnown);
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#stale) {
      this.#stale = false;
      try {
        await this.#check();
      } catch (error) {
        // If the work changed meanwhile, the new version is checked.
        this.#onFailure(error instanceof Error ? error : new Error(String(error)));
      }
    }
    this.#running = false;
  }

  async #check(): Promise<void> {
    const work = this.#work();
    const { text, format, veleroVersion } = work;
    const checked = await this.#evaluator.ask('check', { text, format, veleroVersion });
    if (this.#stale) return;
    if (!checked.ok) return this.#onUnknownVersion(checked.diagnostics);
    const { text: diagnostics, velero: veleroDiagnostics } = checked.value;
    if (!this.#mustWait(diagnostics)) this.#mark(diagnostics);
    const reading = await this.#evaluator.ask('read', null);
    if (this.#stale) return;
    const items = itemsOf(reading);
    const item = items[Math.min(this.#choice, items.length - 1)];
    const chosen = item && 'spec' in item ? item : undefined;
    const backup = item && 'backup' in item ? item : undefined;
    const [verdicts, backupVerdict] = await Promise.all([
      reading.entries.length > 0 ? this.#judge(reading, chosen ? reading.entries.indexOf(chosen) : 0, work) : undefined,
      backup && this.#evaluator.ask('judgeBackup', { backup: backup.backup, after: now() }),
    ]);
    if (this.#stale) return;
    this.#waiting = { work, diagnostics, veleroDiagnostics, reading, chosen, verdicts, backup, backupVerdict };
    if (this.#mustWait(diagnostics)) this.#onWait();
    else this.resume();
  }

  #judge({ entries }: Reading, chosen: number, work: Work): Promise<Verdicts> {
    const targets = entries.map((entry) => targetOf(entry, work));
    const merged = entries.map((entry) => entry.merged);
    return this.#evaluator.ask('judge', { targets, merged, chosen, setting: settingOf(work), after: now() });
  }
}

/** Returns Unix seconds. */
export const now = (): number => Math.floor(Date.now() / 1000);
