import type { DocumentFormat } from 'k8s-backup-target';

/** Letters, a duration, a pattern: what every reader of YAML takes for text as it stands. */
const PLAIN = /^([A-Za-z][\w./-]*(\*[\w./*-]*)?|(\d+h)?(\d+m)?(\d+s)?)$/;
/** Words that some reader of YAML takes for something else. */
const WORDS = /^(true|false|null|yes|no|on|off|y|n|nan|inf)$/i;

/** A text as it stands in a file: in quotes where it could be read as something else. */
export function scalar(value: string, format: DocumentFormat): string {
  if (format === 'yaml' && value !== '' && PLAIN.test(value) && !WORDS.test(value)) return value;
  return JSON.stringify(value);
}
