import type { DocumentFormat } from 'k8s-backup-target';

/** Returns the format of a text. JSON with a mistake is JSON, too, if it begins like JSON. */
export const formatOfText = (text: string): DocumentFormat =>
  /^\s*[[{]\s*("|\{|\}|\]|$)/.test(text) || isJson(text) ? 'json' : 'yaml';

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
