/** Maximum time of one step of the worker, in milliseconds. */
const MAX_STEP = 5000;

/** Time between two looks at the worker, in milliseconds. */
export const TICK = 250;

/**
 * Measures how long the worker is silent. The worker answers a ping between two steps of a job, so that a long job in
 * short steps is not silent.
 */
export class Watchdog {
  /** Absent until the worker has started: loading it can take any time. */
  #silence: number | undefined;
  #latest = 0;

  /** The worker sent a message. */
  heard(): void {
    this.#silence = 0;
  }

  /** Starts to watch after a time in which nothing was asked. */
  resume(now: number): void {
    this.#latest = now;
    if (this.#silence !== undefined) this.#silence = 0;
  }

  /**
   * Returns whether the worker is silent for too long.
   *
   * While the page is hidden, time does not count. A tick counts as two at most: after a long time without ticks, the
   * computer or the page was suspended, and the worker was suspended too.
   */
  tick(now: number, isHidden: boolean): boolean {
    const elapsed = Math.min(now - this.#latest, 2 * TICK);
    this.#latest = now;
    if (this.#silence === undefined || isHidden) return false;
    this.#silence += elapsed;
    return this.#silence > MAX_STEP;
  }
}
