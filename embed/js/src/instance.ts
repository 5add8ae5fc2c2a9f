import { type Plain, plain } from './convert.js';
import { TrapError } from './errors.js';
import type { Diagnostic } from './contract/types.js';
import type { Root } from './generated/component/component.js';
import { start } from './generated/component/start.js';
import type { Failure, Result, Success } from './result.js';

/** Maximum memory of an instance that gets new work. Memory never shrinks. */
const MAX_IDLE_MEMORY_BYTES = 16 << 20;

/** What the glue throws if the component returns an error. */
interface Refusal extends Error {
  readonly payload: unknown;
}

const isRefusal = (error: unknown): error is Refusal => error instanceof Error && 'payload' in error;

/** A resource of an instance. @internal */
export interface Opened {
  /** Called when the component traps. */
  lose(): void;
}

/** An instance of the component. It cannot be called again after a trap. @internal */
export class Instance {
  /** Absent after a trap, so that nothing keeps the memory. */
  #started: ReturnType<typeof start> | undefined;
  /** The stack can overflow where a call is not caught. Then it stays true. */
  #isBusy = false;
  readonly #open = new Set<Opened>();
  readonly #onRetired: ((instance: Instance) => void) | undefined;

  /**
   * Calls `onRetired` when the instance must not get new work, because it trapped or uses too much memory. In the latter
   * case, its open resources still work.
   */
  constructor(core: WebAssembly.Module, onRetired?: (instance: Instance) => void) {
    this.#started = start(core, {});
    this.#onRetired = onRetired;
  }

  get trapped(): boolean {
    return this.#started === undefined || this.#isBusy;
  }

  opened(resource: Opened): void {
    this.#open.add(resource);
  }

  closed(resource: Opened): void {
    this.#open.delete(resource);
  }

  /** Arguments are checked before: every error here is a refusal or a trap. */
  call<T>(work: (exports: Root) => T): Plain<T> {
    const { root, memory } = this.#started!;
    this.#isBusy = true;
    try {
      const answer = plain(work(root));
      this.#isBusy = false;
      return answer;
    } catch (error) {
      if (!isRefusal(error)) this.#lose(error);
      this.#isBusy = false;
      throw error;
    } finally {
      if (this.trapped || memory.buffer.byteLength > MAX_IDLE_MEMORY_BYTES) this.#onRetired?.(this);
    }
  }

  #lose(cause: unknown): never {
    this.#started = undefined;
    for (const resource of this.#open) resource.lose();
    this.#open.clear();
    throw new TrapError(cause);
  }

  attempt<T>(work: (exports: Root) => T): Result<Plain<T>> {
    return this.refusable(work, (diagnostics: Diagnostic[]) => ({ ok: false, diagnostics }));
  }

  /** Calls a function whose errors have names. */
  attemptNamed<T, N extends string>(
    work: (exports: Root) => T,
  ): Success<Plain<T>> | (Failure & { readonly reason: N }) {
    return this.refusable(work, ({ tag, val }: { tag: N; val?: Diagnostic[] }) => ({
      ok: false,
      reason: tag,
      diagnostics: val ?? [],
    }));
  }

  refusable<T, P, F>(work: (exports: Root) => T, failure: (payload: P) => F): Success<Plain<T>> | F {
    try {
      return { ok: true, value: this.call(work) };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return failure(plain(error.payload) as P);
    }
  }
}
