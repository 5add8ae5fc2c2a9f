import { expect } from '../expect';
import type { Given, PageMessage, Question, Reply, WorkerMessage } from './questions';

export type Watch = { signal?: AbortSignal; onProgress?: (done: number, total: number | undefined) => void };

interface Pending extends Watch {
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

/** The error of a cancelled job. */
export class Cancelled extends Error {}

/** Asks the evaluator, which runs in a worker. */
export class EvaluatorClient {
  readonly #worker = new Worker(new URL('./main.ts', import.meta.url), { type: 'module' });
  readonly #pending = new Map<number, Pending>();
  #next = 0;

  constructor(onCrash: (message: string) => void) {
    this.#worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => this.#receive(data);
    this.#worker.onerror = (event) => onCrash(event.message || 'the evaluator could not be loaded');
  }

  ask<Q extends Question>(question: Q, given: Given<Q>, watch: Watch = {}): Promise<Reply<Q>> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { ...watch, resolve: resolve as Pending['resolve'], reject });
      this.#post({ id, question, given });
      watch.signal?.addEventListener('abort', () => this.#post({ cancel: id }), { once: true });
    });
  }

  #post(message: PageMessage): void {
    this.#worker.postMessage(message);
  }

  #receive(message: WorkerMessage): void {
    const pending = expect(this.#pending.get(message.id), `question ${message.id} is answered twice`);
    if ('done' in message) return pending.onProgress?.(message.done, message.total);
    this.#pending.delete(message.id);
    if ('answer' in message) pending.resolve(message.answer);
    else pending.reject(message.cancelled ? new Cancelled(message.failure) : new Error(message.failure));
  }
}
