/** How far a long job is. */
export interface Progress {
  /** So much is done. */
  readonly done: number;
  /** Of so much, where that is known. */
  readonly total: number | undefined;
}

/** How a long job is watched and ended. */
export interface JobOptions {
  /** Ends the job: its promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told after each step how far the job is. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A step is to last so many milliseconds: half of a frame. @internal */
export const STEP = 8;

/** Node's. */
const { setImmediate } = globalThis as { setImmediate?: (work: () => void) => void };

/** Gives everything else that waits its turn: events, drawing, timers. A timer itself would wait longer. @internal */
export const pause: () => Promise<void> =
  setImmediate !== undefined
    ? () => new Promise((resolve) => setImmediate(resolve))
    : () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            port1.close();
            resolve();
          };
          port2.postMessage(undefined);
        });

/** Takes steps of about {@link STEP}, with a pause after each, until one says that it was the last. @internal */
export async function* steps(
  step: (size: number) => boolean,
  total: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Progress, void, undefined> {
  let size = 1000;
  let done = 0;
  for (;;) {
    signal?.throwIfAborted();
    const start = performance.now();
    const last = step(size);
    const took = performance.now() - start;
    done = last ? total : Math.min(done + size, total);
    yield { done, total };
    if (last) return;
    size = Math.ceil(size * Math.min(Math.max(STEP / took, 0.25), 2));
    await pause();
  }
}
