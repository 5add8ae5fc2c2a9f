import type { Document, Evaluator } from 'k8s-backup-target';
import type { Source } from './questions';

/** Opens a document for one question. */
export function askDocument<T>(evaluator: Evaluator, { text, format }: Source, question: (document: Document) => T): T {
  const document = evaluator.document(text, format);
  try {
    return question(document);
  } finally {
    document.close();
  }
}
