import { expect } from '../expect';
import type { Change } from '../worker/questions';

/** Appends an entry to a list. */
export const addEntry = (list: string, value: string): Change => ({ pointer: `${list}/-`, value });

/** Replaces an entry of a list. */
export const setEntry = (list: string, at: number, value: string): Change => ({ pointer: `${list}/${at}`, value });

/** Sets a label. */
export const setLabel = (labels: string, key: string, value: string): Change => ({
  pointer: `${labels}/${escaped(key)}`,
  value,
});

/** Removes an entry or a label from a field with these keys or indices. If it is the only one, removes the field. */
export function removeEntry(field: string, keys: readonly string[], at: number): Change {
  const key = expect(keys[at], `${field} has no entry ${at}`);
  return { pointer: keys.length === 1 ? field : `${field}/${escaped(key)}`, value: undefined };
}

/** Removes one of several labels. */
export const removeLabel = (labels: string, key: string): Change => ({
  pointer: `${labels}/${escaped(key)}`,
  value: undefined,
});

const escaped = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');
