import { type Plain, plain } from './convert.js';
import { TrapError } from './errors.js';
import type { Diagnostic } from './contract/types.js';
import type { Root } from './generated/component/component.js';
import { start } from './generated/component/start.js';
import type { Failure, Result, Success } from './result.js';

/** What the glue throws if the component returns an error. */
interface Refusal extends Error {
  readonly payload: unknown;
}

const isRefusal = (error: unknown): error is Refusal => error instanceof Error && 'payload' in error;

/** An instance of the component. It cannot be called again after a trap. @internal */
export class Instance {
  readonly #exports: Root;
  #trapped = false;

  constructor(core: WebAssembly.Module) {
    this.#exports = start(core, {});
  }

  get trapped(): boolean {
    return this.#trapped;
  }

  /** Arguments are checked before: every error here is a refusal or a trap. */
  call<T>(work: (exports: Root) => T): Plain<T> {
    try {
      return plain(work(this.#exports));
    } catch (error) {
      if (isRefusal(error)) throw error;
      this.#trapped = true;
      throw new TrapError(error);
    }
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
