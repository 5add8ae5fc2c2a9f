import { expect } from '../expect';
import type { Asked, Given, Question, Said, Told } from './questions';

export type Watch = { signal?: AbortSignal; onProgress?: (done: number, total: number | undefined) => void };

interface Pending extends Watch {
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

/** A job was cancelled. */
export class Cancelled extends Error {}

/** Asks the evaluator, which lives in a worker. */
export class EvaluatorClient {
  readonly #worker = new Worker(new URL('./main.ts', import.meta.url), { type: 'module' });
  readonly #pending = new Map<number, Pending>();
  #next = 0;

  constructor(onBreakdown: (message: string) => void) {
    this.#worker.onmessage = ({ data }: MessageEvent<Said>) => this.#hear(data);
    this.#worker.onerror = (event) => onBreakdown(event.message || 'the evaluator could not be loaded');
  }

  ask<Q extends Question>(question: Q, given: Given<Q>, watch: Watch = {}): Promise<Told<Q>> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { ...watch, resolve: resolve as Pending['resolve'], reject });
      this.#post({ id, question, given });
      watch.signal?.addEventListener('abort', () => this.#post({ cancel: id }), { once: true });
    });
  }

  #post(asked: Asked): void {
    this.#worker.postMessage(asked);
  }

  #hear(said: Said): void {
    const pending = expect(this.#pending.get(said.id), `question ${said.id} is answered twice`);
    if ('done' in said) return pending.onProgress?.(said.done, said.total);
    this.#pending.delete(said.id);
    if ('answer' in said) pending.resolve(said.answer);
    else pending.reject(said.cancelled ? new Cancelled(said.failure) : new Error(said.failure));
  }
}
