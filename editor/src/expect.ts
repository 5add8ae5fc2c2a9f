/** A value that is always there, with the reason why: where it is missing all the same, an error says so. */
export function expect<T>(value: T | null | undefined, reason: string): T {
  if (value === null || value === undefined) throw new Error(`a bug of this page: ${reason}`);
  return value;
}
