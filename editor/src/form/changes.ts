/** What a field is set to. */
export type FieldValue = string | boolean | readonly string[] | Readonly<Record<string, string>>;

/** A change of one value of a text. */
export interface Change {
  /** JSON pointer to the value. */
  pointer: string;
  /** The new value; absent where it is removed. */
  value?: FieldValue | undefined;
}

/** Puts an entry at the end of a list. */
export const addEntry = (list: string, value: string): Change => ({ pointer: `${list}/-`, value });

/** Sets a label. */
export const setLabel = (labels: string, key: string, value: string): Change => ({
  pointer: `${labels}/${escaped(key)}`,
  value,
});

/** Removes one of so many entries of a list or of labels. With the last, the field is removed. */
export const removeEntry = (field: string, entry: string | number, count: number): Change => ({
  pointer: count === 1 ? field : `${field}/${escaped(String(entry))}`,
});

const escaped = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');
