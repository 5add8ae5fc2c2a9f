import type { DatabagWrite, Diagnostic, PublishError } from './contract/types.js';

/** An answer, or why there is none. */
export type Result<T> = Success<T> | Failure;

/** An answer. */
export interface Success<T> {
  /** There is an answer. */
  readonly ok: true;
  /** The answer. */
  readonly value: T;
}

/** Why there is no answer. */
export interface Failure {
  /** There is no answer. */
  readonly ok: false;
  /** Why; warnings and advice may be among them. */
  readonly diagnostics: Diagnostic[];
}

/** The result with its answer converted. @internal */
export function mapped<T, U>(result: Result<T>, convert: (value: T) => U): Result<U> {
  return result.ok ? { ok: true, value: convert(result.value) } : result;
}

/** Why nothing is to be written. */
export interface PublishFailure extends Failure {
  /** Which of the three. */
  readonly reason: PublishError;
}

/** What to write, or why nothing. */
export type PublishResult = Success<DatabagWrite[]> | PublishFailure;
