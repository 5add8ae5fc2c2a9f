import { text } from './convert.js';
import { ClosedError, type TrapError } from './errors.js';
import { Instance } from './instance.js';
import type { Success } from './result.js';

/** Why a function was not called. */
export interface CallError {
  /** Stable kebab-case name of what is wrong, such as `unknown-function`. */
  readonly code: string;
  /** What is wrong: one line, lower case, no final period. */
  readonly message: string;
  /** What to write instead. */
  readonly help: string;
  /** RFC 6901 JSON pointer into the arguments; "" is the whole of them. */
  readonly pointer: string;
}

/** The function was not called. */
export interface CallFailure {
  /** There is no answer. */
  readonly ok: false;
  /** Why. */
  readonly error: CallError;
}

/** The answer of a function as JSON, or why it was not called. */
export type CallResult = Success<string> | CallFailure;

/**
 * Calls functions of the contract by name, with JSON: for programs that get names and arguments as text.
 *
 * A session has an instance of its own. Resources are numbers in it, which other sessions and the evaluator do not know.
 * `close` frees one; the rest is freed with the session, when the garbage is collected.
 */
export class Session {
  readonly #instance: Instance;

  /** @internal */
  constructor(core: WebAssembly.Module) {
    this.#instance = new Instance(core);
  }

  /**
   * Calls a function. An error of the function is an answer, `{"error": ...}`: the result is not `ok` only if the
   * function was not called.
   *
   * Throws a {@link TrapError} if the evaluator traps, and a {@link ClosedError} in all later calls.
   *
   * @param functionName The names of the interface and the function, such as `validation.check-spec`.
   * @param args A JSON object with the parameters by name.
   *
   * @example
   * ```ts
   * const result = session.call('validation.check-spec', '{"spec": {"ttl": "30d"}}');
   * if (result.ok) console.log(JSON.parse(result.value));
   * else console.log(result.error.message);
   * ```
   */
  call(functionName: string, args: string): CallResult {
    const given = [text(functionName, 'functionName'), text(args, 'args')] as const;
    // A fresh instance would give the numbers of lost resources to new ones.
    if (this.#instance.trapped)
      throw new ClosedError('the Session was lost when the evaluator broke down: make it again');
    return this.#instance.refusable(
      ({ json }) => json.call(...given),
      (error: string) => ({ ok: false, error: JSON.parse(error) as CallError }),
    );
  }
}
