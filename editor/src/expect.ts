/** Returns a value that cannot be missing. Throws an error with the reason if it is missing. */
export function expect<T>(value: T | null | undefined, reason: string): T {
  if (value === null || value === undefined) throw new Error(`a bug in this page: ${reason}`);
  return value;
}
