/**
 * The evaluator broke down in a call, for lack of memory or stack, say. Everything that was open is lost; the evaluator
 * itself goes on with a fresh instance in the next call.
 */
export class TrapError extends Error {
  /** Tells it from other errors. */
  override readonly name = 'TrapError';

  /** @internal */
  constructor(cause: unknown) {
    const words = cause instanceof Error ? cause.message : String(cause);
    super(`the evaluator broke down: ${words}`, { cause });
  }
}

/** What is used was closed before, or was lost when the evaluator broke down. */
export class ClosedError extends Error {
  /** Tells it from other errors. */
  override readonly name = 'ClosedError';
}
