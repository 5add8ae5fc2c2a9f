/**
 * The component trapped: a bug, or too little memory or stack. All resources that were open are lost. The next call of
 * the evaluator uses a new instance.
 */
export class TrapError extends Error {
  /** The name of this class of errors. */
  override readonly name = 'TrapError';

  /** @internal */
  constructor(cause: unknown) {
    const message = cause instanceof Error ? cause.message : String(cause);
    super(`the component trapped (a bug): ${message}`, { cause });
  }
}

/** The resource or session is closed, or was lost when the component trapped. */
export class ClosedError extends Error {
  /** The name of this class of errors. */
  override readonly name = 'ClosedError';
}
