import { type Work, toWork } from '../work';

const PREFIX = 'k8s-backup-target/document/';
/** The id of the document that was open last: in this tab, or in any. */
const OPEN = 'k8s-backup-target/open';
/** Where the only document was stored before there were several. */
const ONLY = 'k8s-backup-target/work';

/** A document of the list. */
export interface StoredDocument {
  work: Work;
  /** Differs after each change, so that tabs notice the changes of others. */
  stamp: string;
  /** Unix milliseconds. */
  changed: number;
  /** The document that was open before this one was opened. */
  previous: string | undefined;
}

const unique = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
export const newId = unique;
export const newStamp = unique;

/** Compares all parts of two works, whatever their order. */
export const sameWork = (one: Work, other: Work): boolean =>
  JSON.stringify(toWork(one)) === JSON.stringify(toWork(other));

/** Returns the id of the document in a storage event. */
export const idOfKey = (key: string): string | undefined =>
  key.startsWith(PREFIX) ? key.slice(PREFIX.length) : undefined;

export function readDocument(id: string): StoredDocument | undefined {
  try {
    const stored = JSON.parse(localStorage.getItem(PREFIX + id) ?? 'null') as Partial<StoredDocument> | null;
    const work = toWork(stored?.work);
    if (!work) return undefined;
    return { work, stamp: stored?.stamp ?? '', changed: Number(stored?.changed) || 0, previous: stored?.previous };
  } catch {
    return undefined;
  }
}

/** Stores a document. Returns false if the browser stores nothing or has no space. */
export function writeDocument(id: string, stored: StoredDocument): boolean {
  try {
    localStorage.setItem(PREFIX + id, JSON.stringify(stored));
    return true;
  } catch {
    return false;
  }
}

export function removeDocument(id: string): void {
  localStorage.removeItem(PREFIX + id);
}

/** Returns all documents, the latest change first. */
export function listDocuments(): [id: string, stored: StoredDocument][] {
  try {
    return Object.keys(localStorage)
      .flatMap((key): [string, StoredDocument][] => {
        const id = idOfKey(key);
        const stored = id === undefined ? undefined : readDocument(id);
        return stored ? [[id!, stored]] : [];
      })
      .sort(([, one], [, other]) => other.changed - one.changed);
  } catch {
    return [];
  }
}

/** Remembers which document is open in this tab. */
export function rememberOpen(id: string): void {
  try {
    sessionStorage.setItem(OPEN, id);
    localStorage.setItem(OPEN, id);
  } catch {
    // The browser stores nothing.
  }
}

/** Returns the document that was open in this tab, or else in any. */
export function lastOpen(): [id: string, stored: StoredDocument] | undefined {
  try {
    const only = toWork(JSON.parse(localStorage.getItem(ONLY) ?? 'null'));
    if (only) {
      const stored = { work: only, stamp: newStamp(), changed: Date.now(), previous: undefined };
      const id = newId();
      if (writeDocument(id, stored)) localStorage.removeItem(ONLY);
      return [id, stored];
    }
    const ids = [sessionStorage.getItem(OPEN), localStorage.getItem(OPEN), listDocuments()[0]?.[0]];
    for (const id of ids) {
      const stored = id ? readDocument(id) : undefined;
      if (stored) return [id!, stored];
    }
  } catch {
    // The browser stores nothing.
  }
  return undefined;
}
