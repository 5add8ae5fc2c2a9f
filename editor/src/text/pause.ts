import type { Transaction } from '@codemirror/state';
import type { ViewUpdate } from '@codemirror/view';

/** Milliseconds without a key press after which a word is no longer being typed. */
const PAUSE = 1000;

/** Knows whether the user is typing a word. What is wrong with a word is shown when it is complete. */
export class Pause {
  readonly #onEnd: () => void;
  #timer: number | undefined;

  /** `onEnd` is called after a pause, and when the cursor leaves the word. */
  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  get isTyping(): boolean {
    return this.#timer !== undefined;
  }

  update({ docChanged, selectionSet, transactions, focusChanged, view }: ViewUpdate): void {
    if (docChanged && transactions.some(typesWord)) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.end(), PAUSE);
    } else if (docChanged || selectionSet || (focusChanged && !view.hasFocus)) this.end();
  }

  end(): void {
    if (!this.isTyping) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#onEnd();
  }
}

/** Returns whether a transaction writes or deletes a part of a word, or completes one. Longer texts are inserted whole. */
function typesWord(transaction: Transaction): boolean {
  if (transaction.isUserEvent('delete.backward') || transaction.isUserEvent('delete.forward')) return true;
  if (transaction.isUserEvent('input.complete')) return true;
  if (!transaction.isUserEvent('input.type')) return false;
  let isWord = true;
  transaction.changes.iterChanges((_, __, ___, ____, inserted) => {
    isWord &&= /^\s?\S*\s?$/.test(inserted.toString()) && inserted.lines === 1;
  });
  return isWord;
}
