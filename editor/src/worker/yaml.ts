import { askDocument } from './document';
import type { Texts } from './texts';

/** Converts JSON to YAML: the texts writes it into an empty document. */
export function yamlOf(texts: Texts, json: string): string {
  const written = askDocument(texts, { text: '', format: 'yaml' }, (empty) => empty.edit(0, '', json));
  if (!written.ok) throw new Error(`cannot write YAML: ${written.diagnostics.map(({ message }) => message).join()}`);
  return written.value.map(({ text }) => text).join('');
}
