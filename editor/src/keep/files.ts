import type { DocumentFormat } from 'k8s-backup-target';
import { html } from '../dom';
import { expect } from '../expect';

/** Lets the browser save a text as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  html('a', { href: url, download: name }).click();
  // The browser reads it after the click returns.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Returns the file name for a text. */
export const fileName = (format: DocumentFormat): string =>
  format === 'json' ? 'backup-spec.json' : 'backup-spec.yaml';

/** Returns the format of a file, by its name or else by its text. */
export function formatOf(name: string, text: string): DocumentFormat {
  if (/\.ya?ml$/i.test(name)) return 'yaml';
  return /\.json$/i.test(name) || /^\s*[[{]\s*("|\{|\}|\]|$)/.test(text) ? 'json' : 'yaml';
}

/** Opens a file dialog. Calls back only if the user chooses files. */
export function choose(accept: string, onFiles: (files: File[]) => void): void {
  const input = html('input', { type: 'file', accept, multiple: true });
  input.addEventListener('change', () => {
    const files = [...expect(input.files, 'a file input has no list of files')];
    if (files.length > 0) onFiles(files);
  });
  input.click();
}
