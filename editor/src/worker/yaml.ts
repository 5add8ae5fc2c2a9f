import type { Evaluator } from 'k8s-backup-target';
import { askDocument } from './document';

/** Converts JSON to YAML: the evaluator writes it into an empty document. */
export function yamlOf(evaluator: Evaluator, json: string): string {
  const written = askDocument(evaluator, { text: '', format: 'yaml' }, (empty) => empty.edit(0, '', json));
  if (!written.ok) throw new Error(`cannot write YAML: ${written.diagnostics.map(({ message }) => message).join()}`);
  return written.value.map(({ text }) => text).join('');
}
