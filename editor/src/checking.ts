import type { Diagnostic, Spec, Target } from 'k8s-backup-target';
import type { TextEditor } from './text/editor';
import type { Work } from './work';
import type { EvaluatorClient } from './worker/client';
import type { Entry, Reading, Setting, Verdicts } from './worker/questions';

/** What is known of the work as it stands. */
export interface State {
  work: Work;
  /** About the text, by place. */
  diagnostics: readonly Diagnostic[];
  reading: Reading;
  /** Which entry of the text is looked at; absent where none can be read. */
  chosen: Entry | undefined;
  verdicts: Verdicts | undefined;
}

/** An entry as a target: a spec alone is asked for by whom the work names. */
export function targetOf({ target, spec }: Entry, { identity }: Work): Target {
  return target ?? { ...identity, spec };
}

export const settingOf = ({ schedule, velero, relations }: Work): Setting => ({ schedule, velero, relations });

/** Has the work checked when it changes, the latest state of it only. */
export class Checking {
  readonly #evaluator: EvaluatorClient;
  readonly #editor: TextEditor;
  readonly #work: () => Work;
  readonly #onState: (state: State) => void;
  readonly #onFailure: (error: Error) => void;
  #stale = false;
  #running = false;
  /** Which entry was chosen by hand or by the cursor. */
  #choice = 0;

  constructor(
    evaluator: EvaluatorClient,
    editor: TextEditor,
    work: () => Work,
    onState: (state: State) => void,
    onFailure: (error: Error) => void,
  ) {
    this.#evaluator = evaluator;
    this.#editor = editor;
    this.#work = work;
    this.#onState = onState;
    this.#onFailure = onFailure;
  }

  /** Something changed. */
  touch(): void {
    this.#stale = true;
    if (!this.#running) void this.#run();
  }

  /** Looks at another entry of the text. */
  choose(entry: number): void {
    if (entry === this.#choice) return;
    this.#choice = entry;
    this.touch();
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#stale) {
        this.#stale = false;
        await this.#check();
      }
    } catch (error) {
      this.#onFailure(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#running = false;
    }
  }

  async #check(): Promise<void> {
    const work = this.#work();
    const diagnostics = await this.#evaluator.ask('check', { text: work.text, format: work.format });
    if (this.#stale) return;
    this.#editor.mark(diagnostics);
    const reading = await this.#evaluator.ask('read', null);
    if (this.#stale) return;
    const chosen = reading.entries[Math.min(this.#choice, reading.entries.length - 1)];
    const verdicts = chosen && (await this.#judge(reading, chosen.spec, work));
    if (this.#stale) return;
    this.#onState({ work, diagnostics, reading, chosen, verdicts });
  }

  #judge({ entries }: Reading, chosen: Spec, work: Work): Promise<Verdicts> {
    const targets = entries.map((entry) => targetOf(entry, work));
    const after = Math.floor(Date.now() / 1000);
    return this.#evaluator.ask('judge', { targets, chosen, setting: settingOf(work), after });
  }
}
