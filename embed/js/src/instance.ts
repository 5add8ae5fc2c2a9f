import { plain } from './convert.js';
import { TrapError } from './errors.js';
import type { Diagnostic } from './generated/contract.js';
import type { Root } from './generated/component/component.js';
import { start } from './generated/component/start.js';
import type { Result } from './result.js';

/** What the glue throws where the component answers with an error. */
interface Refusal extends Error {
  readonly payload: unknown;
}

const isRefusal = (error: unknown): error is Refusal => error instanceof Error && 'payload' in error;

/** A running component. Once it has trapped it cannot be entered again. @internal */
export class Instance {
  readonly #exports: Root;
  #trapped = false;

  constructor(core: WebAssembly.Module) {
    this.#exports = start(core);
  }

  get trapped(): boolean {
    return this.#trapped;
  }

  /** What goes in was converted before: whatever goes wrong in here, but for a refusal, is a trap. */
  call<T>(work: (exports: Root) => T): T {
    try {
      return plain(work(this.#exports)) as T;
    } catch (error) {
      if (isRefusal(error)) throw error;
      this.#trapped = true;
      throw new TrapError(error);
    }
  }

  attempt<T>(work: (exports: Root) => T): Result<T> {
    return this.refusable(work, (diagnostics: Diagnostic[]) => ({ ok: false, diagnostics }));
  }

  refusable<T, P, F>(work: (exports: Root) => T, failure: (payload: P) => F): { ok: true; value: T } | F {
    try {
      return { ok: true, value: this.call(work) };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return failure(plain(error.payload) as P);
    }
  }
}
