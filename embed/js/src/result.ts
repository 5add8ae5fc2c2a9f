import type { DatabagWrite, Diagnostic, PublishError } from './contract/types.js';

/** A value, or the reasons why it is missing. */
export type Result<T> = Success<T> | Failure;

/** A value. */
export interface Success<T> {
  /** It succeeded. */
  readonly ok: true;
  /** The value. */
  readonly value: T;
}

/** The reasons why a value is missing. */
export interface Failure {
  /** It failed. */
  readonly ok: false;
  /** The errors. Warnings and advice may be among them. */
  readonly diagnostics: Diagnostic[];
}

/** Returns the result with its value converted. @internal */
export function mapped<T, U>(result: Result<T>, convert: (value: T) => U): Result<U> {
  return result.ok ? { ok: true, value: convert(result.value) } : result;
}

/** The reasons why nothing must be written. */
export interface PublishFailure extends Failure {
  /** What prevents the publication. */
  readonly reason: PublishError;
}

/** The databags to write, or the reasons why nothing must be written. */
export type PublishResult = Success<DatabagWrite[]> | PublishFailure;
