import type { Source } from './questions';
import type { Document, Texts } from './texts';

/** Opens a document for one question. */
export function askDocument<T>(texts: Texts, { text, format }: Source, question: (document: Document) => T): T {
  const document = texts.document(text, format);
  try {
    return question(document);
  } finally {
    document.close();
  }
}
