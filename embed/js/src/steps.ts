import { type Convert, callback, optional, reading, wrong } from './convert.js';

/** The progress of a long job. */
export interface Progress {
  /** The amount that is done. */
  readonly done: number;
  /** The whole amount, if it is known. */
  readonly total: number | undefined;
}

/** Options of a long job. */
export interface JobOptions {
  /** Aborts the job: its promise is rejected with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each step. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

const toSignal: Convert<AbortSignal> = (value, path) => {
  const isSignal = reading(path, () => typeof (value as AbortSignal).throwIfAborted === 'function');
  if (!isSignal) throw wrong(path, 'an AbortSignal', value);
  return value as AbortSignal;
};

/** Converts {@link JobOptions}. @internal */
export const jobOptions = {
  signal: optional(toSignal),
  onProgress: optional(callback as Convert<NonNullable<JobOptions['onProgress']>>),
};

/** Target duration of a step in milliseconds: half of a frame. @internal */
export const STEP = 8;

/** Only Node has it. */
const { setImmediate } = globalThis as { setImmediate?: (work: () => void) => void };

/** Lets other work run: events, rendering, timers. A timer would wait longer. @internal */
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

/** Runs steps of about {@link STEP} milliseconds with pauses, until a step returns that it was the last. @internal */
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
    const duration = performance.now() - start;
    done = last ? total : Math.min(done + size, total);
    yield { done, total };
    if (last) return;
    size = Math.ceil(size * Math.min(Math.max(STEP / duration, 0.25), 2));
    await pause();
  }
}
