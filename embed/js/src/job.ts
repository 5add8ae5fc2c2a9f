import { type Held, Resource } from './resource.js';
import { type JobOptions, type Progress, steps } from './steps.js';

/** A long job on an inventory, which goes in steps so that a page, or whoever else waits, stays alive. */
export abstract class Job extends Resource {
  /** So much there is to be done, in what steps are measured in. */
  readonly #total: number;

  /** @internal */
  constructor(held: Held<object>, total: number) {
    super(held);
    this.#total = total;
  }

  /**
   * Goes on by a step of about so much.
   *
   * @returns Whether it is done.
   */
  abstract step(maxObjects: number): boolean;

  /**
   * Goes on to the end in steps of a few milliseconds. Between them everything else has its turn, and what is asked of
   * the job answers for the part that is done. To leave the loop is to rest: another goes on from there.
   *
   * @example
   * ```ts
   * for await (const { done, total } of evaluation.steps()) bar.value = done / total;
   * ```
   */
  steps(options: Pick<JobOptions, 'signal'> = {}): AsyncGenerator<Progress, void, undefined> {
    return steps((size) => this.step(size), this.#total, options.signal);
  }

  /** Goes on to the end, as {@link steps} does. */
  async run(options: JobOptions = {}): Promise<this> {
    for await (const progress of this.steps(options)) options.onProgress?.(progress);
    return this;
  }
}
