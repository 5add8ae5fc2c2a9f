import { expect } from '../expect';
import { newWorker } from './first';
import type { Given, PageMessage, Question, Reply, WorkerMessage } from './questions';
import { TICK, Watchdog } from './watchdog';

export type Watch = { signal?: AbortSignal; onProgress?: (done: number, total: number | undefined) => void };

interface Pending extends Watch {
  question: Question;
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

/** The error of a cancelled job. */
export class Cancelled extends Error {}

export interface ClientOptions {
  /** The worker cannot run. */
  onCrash: (message: string) => void;
  /** The worker was replaced, and forgot everything. These questions were not answered. The reason is a sentence. */
  onReplaced: (unanswered: readonly Question[], reason: string) => void;
}

/**
 * Asks the evaluator, which runs in a worker. The worker is replaced if a step takes too long, and if the component traps.
 * Then all questions are rejected.
 */
export class EvaluatorClient {
  readonly #options: ClientOptions;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker;
  #watchdog = new Watchdog();
  #timer: number | undefined;
  #next = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#worker = this.#started();
  }

  ask<Q extends Question>(question: Q, given: Given<Q>, watch: Watch = {}): Promise<Reply<Q>> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { ...watch, question, resolve: resolve as Pending['resolve'], reject });
      this.#post({ id, question, given });
      this.#watch();
      watch.signal?.addEventListener('abort', () => this.#post({ cancel: id }), { once: true });
    });
  }

  #started(): Worker {
    const worker = newWorker();
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => this.#receive(data);
    worker.onerror = (event) => this.#options.onCrash(event.message || 'the evaluator could not be loaded');
    // Its answer says that the worker has started. What a worker sends before this, nobody hears.
    worker.postMessage({ ping: true } satisfies PageMessage);
    return worker;
  }

  #post(message: PageMessage): void {
    this.#worker.postMessage(message);
  }

  #receive(message: WorkerMessage): void {
    this.#watchdog.heard();
    if ('pong' in message) return;
    const pending = expect(this.#pending.get(message.id), `question ${message.id} is answered twice`);
    if ('done' in message) return pending.onProgress?.(message.done, message.total);
    if ('failure' in message && message.trapped) return this.#replace(message.failure);
    this.#pending.delete(message.id);
    if ('answer' in message) pending.resolve(message.answer);
    else pending.reject(message.cancelled ? new Cancelled(message.failure) : new Error(message.failure));
  }

  /** Watches the worker until all questions are answered. */
  #watch(): void {
    if (this.#timer !== undefined) return;
    this.#watchdog.resume(performance.now());
    this.#timer = setInterval(() => {
      if (this.#pending.size === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      } else if (this.#watchdog.tick(performance.now(), document.hidden)) {
        this.#replace('the check took over 5 seconds and was stopped: change the text to check it again');
      } else this.#post({ ping: true });
    }, TICK);
  }

  #replace(reason: string): void {
    this.#worker.onmessage = null;
    this.#worker.terminate();
    this.#watchdog = new Watchdog();
    this.#worker = this.#started();
    const unanswered = [...this.#pending.values()];
    this.#pending.clear();
    this.#options.onReplaced(
      unanswered.map(({ question }) => question),
      reason,
    );
    for (const { reject } of unanswered) reject(new Error(reason));
  }
}
