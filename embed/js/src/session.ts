import { checkSize, text } from './convert.js';
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
  /** It failed. */
  readonly ok: false;
  /** Why. */
  readonly error: CallError;
}

/** The answer of a function as JSON, or why it was not called. */
export type CallResult = Success<string> | CallFailure;

/**
 * Calls functions of the contract by name, with JSON: for programs that get names and arguments as text.
 *
 * A session has its own instance. Its resources are numbers, which are not valid in other sessions. `close` frees one
 * resource. The garbage collector frees the session with its other resources.
 */
export class Session {
  readonly #instance: Instance;

  /** @internal */
  constructor(core: WebAssembly.Module) {
    this.#instance = new Instance(core);
  }

  /**
   * Calls a function. If the function returns an error, the result is `ok` with `{"error": ...}`. The result is not `ok`
   * only if the function was not called.
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
    checkSize(given);
    // A new instance would reuse the numbers of lost resources.
    if (this.#instance.trapped)
      throw new ClosedError('the `Session` was lost when the component trapped: create it again');
    return this.#instance.refusable(
      ({ json }) => json.call(...given),
      (error: string) => ({ ok: false, error: JSON.parse(error) as CallError }),
    );
  }
}
