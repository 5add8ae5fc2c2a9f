import { expect } from '../expect';
import { askDocument } from './document';
import type { Source, CursorContext } from './questions';
import type { Texts } from './texts';

/** A word that does not occur in texts: a private-use character. */
const WORD = '\u{e000}';

/**
 * Returns what a word at the end of a text would be. The text can end anywhere. It is parsed with a word appended, and
 * with the characters that make the word a key if a key is possible.
 */
export function cursorContext(texts: Texts, before: Source): CursorContext {
  const pointers = withWord(before).map((text) => {
    const found = askDocument(texts, { ...before, text }, (read) => read.pointerAt(text.lastIndexOf(WORD)));
    return expect(found, 'the word is past the end of its text')[1];
  });
  const key = pointers.find((pointer) => pointer.endsWith(`/${WORD}`));
  if (key !== undefined) return { part: 'key', pointer: key.slice(0, -1 - WORD.length) };
  // If the word is not valid there, less of the text was parsed.
  return { part: 'value', pointer: pointers.reduce((one, other) => (other.length > one.length ? other : one)) };
}

/** Returns the text with the word as a key: in JSON, or in a YAML block and in YAML braces. A quote may be open. */
function withWord({ text, format }: Source): string[] {
  if (format === 'json') return [text.replace(/"?$/, `"${WORD}": null}`)];
  // Block scalars only exist in blocks. In brackets, `word:` would make each entry an object.
  const inBlock = `$&${WORD}$&: |`;
  // A YAML key has at most 1024 characters. With fewer, the brackets before it could be a key and would not be parsed.
  const inBraces = `${' '.repeat(1025)}$&${WORD}$&}`;
  return [inBlock, inBraces].map((end) => text.replace(/["']?$/, end));
}

/** Returns which of the keys the object at the cursor has, before and after the cursor. */
export function presentKeys(texts: Texts, before: Source, after: string, keys: readonly string[]): string[] {
  const present = new Set<string>();
  for (const text of withKey(before, after)) {
    askDocument(texts, { ...before, text }, (read) => {
      const [subject, pointer] = read.pointerAt(text.indexOf(WORD)) ?? [0, ''];
      if (!pointer.endsWith(`/${WORD}`)) return;
      const parent = pointer.slice(0, -WORD.length);
      for (const key of keys) if (read.locate(subject, parent + key)) present.add(key);
    });
  }
  return [...present];
}

/** Returns the text with the word as a whole entry at the cursor, in a YAML block and between commas. */
function withKey({ text, format }: Source, after: string): string[] {
  const start = text.replace(/["']$/, '');
  const rest = after.replace(/^[^\s,[\]{}"':]*["']?/, '');
  const next = /^\s*["'\w]/.test(rest) ? ',' : '';
  const between = `${start}"${WORD}": null${next}${rest}`;
  return format === 'json' ? [between] : [`${start}${WORD}:${rest.replace(/^.*/, '')}`, between];
}
