import type { Evaluator } from 'k8s-backup-target';
import { expect } from '../expect';
import { askDocument } from './document';
import type { Source, CursorContext } from './questions';

/** A word that does not occur in texts: a private-use character. */
const WORD = '\u{e000}';

/**
 * Returns what a word at the end of a text would be. The text can end anywhere. It is parsed with a word appended, and
 * with the characters that make the word a key if a key is possible.
 */
export function cursorContext(evaluator: Evaluator, before: Source): CursorContext {
  const pointers = withWord(before).map((text) => {
    const found = askDocument(evaluator, { ...before, text }, (read) => read.pointerAt(text.lastIndexOf(WORD)));
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
