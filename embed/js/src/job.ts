import { type Held, Resource } from './resource.js';
import { record } from './convert.js';
import { type JobOptions, type Progress, jobOptions, steps } from './steps.js';

const toJobOptions = record(jobOptions);

/** A long job on an inventory. It runs in short steps, so that a page stays responsive. */
export abstract class Job extends Resource {
  /** The number of objects. */
  readonly #total: number;

  /** @internal */
  constructor(held: Held<object>, total: number) {
    super(held);
    this.#total = total;
  }

  /**
   * Processes about `maxObjects` more objects.
   *
   * @returns Whether the job is done.
   */
  abstract step(maxObjects: number): boolean;

  /**
   * Runs the job in steps of a few milliseconds. Other work of the page or process runs between the steps. Until the end,
   * the methods of the job answer for the objects that are done. A new loop continues where the last one stopped.
   *
   * @example
   * ```ts
   * for await (const { done, total } of evaluation.steps()) bar.value = done / total;
   * ```
   */
  steps(options: Pick<JobOptions, 'signal'> = {}): AsyncGenerator<Progress, void, undefined> {
    const { signal } = toJobOptions(options, 'options');
    return steps((size) => this.step(size), this.#total, signal);
  }

  /** Runs the job to its end, as {@link steps} does. */
  async run(options: JobOptions = {}): Promise<this> {
    const { signal, onProgress } = toJobOptions(options, 'options');
    for await (const progress of this.steps({ signal })) onProgress?.(progress);
    return this;
  }
}
