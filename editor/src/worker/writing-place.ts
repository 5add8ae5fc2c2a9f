import type { Evaluator } from 'k8s-backup-target';
import { expect } from '../expect';
import { askDocument } from './document';
import type { Source, WritingPlace } from './questions';

/** A word that no text has: a character for private use. */
const WORD = '\u{e000}';

/**
 * Finds out what a word would be that is written at the end of a text. The text may end anywhere: it is read with such a
 * word, and with what makes the word a key where it can be one.
 */
export function writingPlace(evaluator: Evaluator, before: Source): WritingPlace {
  const pointers = withWord(before).map((text) => {
    const found = askDocument(evaluator, { ...before, text }, (read) => read.pointerAt(text.lastIndexOf(WORD)));
    return expect(found, 'the word is past the end of its text')[1];
  });
  const key = pointers.find((pointer) => pointer.endsWith(`/${WORD}`));
  if (key !== undefined) return { part: 'key', pointer: key.slice(0, -1 - WORD.length) };
  // Where the word does not fit, less was read.
  return { part: 'value', pointer: pointers.reduce((one, other) => (other.length > one.length ? other : one)) };
}

/** The text with the word as a key: of JSON, or of YAML in a block and in braces. A quote may be open. */
function withWord({ text, format }: Source): string[] {
  if (format === 'json') return [text.replace(/"?$/, `"${WORD}": null}`)];
  // Only a block has block scalars. In brackets, `word:` would make an object of each entry.
  const inBlock = `$&${WORD}$&: |`;
  // A key has at most 1024 characters. Until then, brackets may be one, and what is in them is not read.
  const inBraces = `${' '.repeat(1025)}$&${WORD}$&}`;
  return [inBlock, inBraces].map((end) => text.replace(/["']?$/, end));
}
