import type { DocumentFormat } from 'k8s-backup-target';
import { html } from '../dom';
import { expect } from '../expect';
import { formatOfText } from '../format';

/** Lets the browser save a text as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  html('a', { href: url, download: name }).click();
  // The browser reads it after the click returns.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Returns the file name for a document. */
export function fileName(name: string, format: DocumentFormat): string {
  const words = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|-+$/g, '');
  return `${words === '' ? 'backup-spec' : words}.${format}`;
}

/** Returns the name of a document from a file. */
export const nameOfFile = (name: string): string => name.replace(/\.(ya?ml|json)$/i, '');

/** Returns the format of a file, by its name or else by its text. */
export function formatOf(name: string, text: string): DocumentFormat {
  if (/\.ya?ml$/i.test(name)) return 'yaml';
  return /\.json$/i.test(name) ? 'json' : formatOfText(text);
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

/** The starts of files that are meant as the objects of a cluster, also if they have another format. */
const CLUSTER_STARTS = [
  // JSON, and YAML with a list of objects.
  /"apiVersion"/,
  /^apiVersion: v1\s+(items|kind: List)\b/,
  /^---\s+apiVersion: v1\s/,
  // The table of `kubectl get`, and its errors.
  /^(NAMESPACE|NAME)\s+[A-Z]/,
  /^(error: |Error from server|No resources found|Unable to connect to the server)/,
];
/** gzip, and UTF-16 as PowerShell writes it. */
const CLUSTER_BYTES = [
  [0x1f, 0x8b],
  [0xff, 0xfe],
  [0xfe, 0xff],
];

/** Returns whether a file is meant as the objects of a cluster. The evaluator says what is wrong with it. */
export async function looksLikeCluster(file: File): Promise<boolean> {
  if (file.size === 0) return !/\.ya?ml$/i.test(file.name);
  const start = file.slice(0, 65_536);
  const [first, second] = new Uint8Array(await start.slice(0, 2).arrayBuffer());
  if (CLUSTER_BYTES.some(([one, other]) => one === first && other === second)) return true;
  const text = await start.text();
  return CLUSTER_STARTS.some((pattern) => pattern.test(text));
}
