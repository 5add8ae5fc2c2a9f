import type { Work } from '../work';
import { idOfKey, newId, newStamp, readDocument, rememberOpen, sameWork, writeDocument } from './documents';

const DELAY = 300;

/** An open document. */
export interface OpenDocument {
  document: string;
  work: Work;
}

export interface AutosaveOptions {
  /** Another tab changed the open document, which has no unsaved changes here. */
  onChangedElsewhere: () => void;
  /** Another tab changed the document. The work of this tab is stored as a copy. */
  onCopied: (document: string, copy: OpenDocument) => void;
  /** The browser stores nothing or has no space. */
  onFull: () => void;
}

/**
 * Stores the open document in the browser, shortly after each change and when the page is closed. A change of another tab
 * is never overwritten.
 */
export class Autosave {
  readonly #open: () => OpenDocument;
  readonly #options: AutosaveOptions;
  /** The versions that this tab read or wrote last. */
  readonly #stamps = new Map<string, string>();
  readonly #previous = new Map<string, string>();
  #timer: number | undefined;
  #isFull = false;

  constructor(open: () => OpenDocument, options: AutosaveOptions) {
    this.#open = open;
    this.#options = options;
    addEventListener('pagehide', () => this.flush());
    document.addEventListener('visibilitychange', () => this.flush());
    addEventListener('storage', ({ key }) => this.#notice(key ?? ''));
  }

  /** Remembers the version of a document that this tab shows. */
  know(id: string, stamp: string): void {
    this.#stamps.set(id, stamp);
  }

  touch(): void {
    this.#timer ??= setTimeout(() => this.flush(), DELAY);
  }

  flush(): void {
    if (this.#timer === undefined) return;
    this.#stop();
    this.#store(this.#open());
  }

  /** Stores the document that the user leaves. `previous` is absent if the user returns. */
  leave(left: OpenDocument, entered: string, previous?: string): void {
    if (this.#timer !== undefined) {
      this.#stop();
      this.#store(left);
    }
    if (previous !== undefined && previous !== entered) this.#previous.set(entered, previous);
    rememberOpen(entered);
  }

  /** Returns the document that was open before a document was opened. */
  previousOf(id: string): string | undefined {
    return this.#previous.get(id) ?? readDocument(id)?.previous;
  }

  /** Stores work as a new document. */
  copy({ document, work }: OpenDocument): void {
    if (document === this.#open().document) this.#stop();
    const copy = { document: newId(), work: { ...work, name: `${work.name} (copy)` } };
    this.#write(copy, document);
    this.#options.onCopied(document, copy);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #store(open: OpenDocument): void {
    const { document, work } = open;
    const stored = readDocument(document);
    if (stored && sameWork(stored.work, work)) this.know(document, stored.stamp);
    else if (stored && stored.stamp !== this.#stamps.get(document)) this.copy(open);
    else this.#write(open, this.#previous.get(document) ?? stored?.previous);
  }

  #write({ document, work }: OpenDocument, previous: string | undefined): void {
    const stamp = newStamp();
    const isStored = writeDocument(document, { work, stamp, changed: Date.now(), previous });
    if (isStored) this.know(document, stamp);
    else if (!this.#isFull) this.#options.onFull();
    this.#isFull = !isStored;
  }

  /** Another tab changed a document. */
  #notice(key: string): void {
    const { document, work } = this.#open();
    const stored = idOfKey(key) === document ? readDocument(document) : undefined;
    if (!stored) return;
    if (sameWork(stored.work, work)) this.know(document, stored.stamp);
    else if (this.#timer !== undefined) this.flush();
    else this.#options.onChangedElsewhere();
  }
}
