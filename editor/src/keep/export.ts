import { visible } from '../dom';
import { CLAIM_WORDS } from '../panels/claims';
import type { Row } from '../worker/questions';

/** Maximum number of objects in Markdown. */
export const MAX_LISTED = 1000;

/** A cell that starts like this could be a formula in a spreadsheet. */
const FORMULA = /^\s*[=+\-@|%\uff0b\uff0d\uff1d\uff20]/;

/** A table of a report. The first cell of a row is a name, and the others are numbers. */
export interface ReportTable {
  heads: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

export interface Report {
  title: string;
  /** Each is a line of a list. */
  facts: readonly string[];
  tables: readonly ReportTable[];
  /** The first objects of the list, and the number of all. */
  objects: readonly Row[];
  total: number;
}

const HEADS = [
  'Resource',
  'Namespace',
  'Name',
  'Saved',
  'Reason',
  'Entry of the spec',
  'Comes with',
  'Volume contents',
];

/** Returns the objects of a list as CSV (RFC 4180). No cell starts a formula in a spreadsheet. */
export const csv = (rows: readonly Row[]): string =>
  [HEADS, ...rows.map(cellsOf)].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');

/** Returns a report as Markdown, with a table of at most `MAX_LISTED` objects. */
export function markdown({ title, facts, tables, objects, total }: Report): string {
  const listed = objects.slice(0, MAX_LISTED).map(cellsOf);
  const rest = total - listed.length;
  return [
    `# ${escaped(title)}`,
    facts.map((fact) => `- ${escaped(fact)}`).join('\n'),
    ...tables.map(({ heads, rows }) =>
      table(
        heads,
        rows.map((row) => row.map(String)),
      ),
    ),
    listed.length > 0 && table(HEADS, listed),
    rest > 0 && `${rest.toLocaleString('en')} more objects are in the CSV file.`,
  ]
    .filter(Boolean)
    .map((part) => `${part}\n`)
    .join('\n');
}

function cellsOf({ groupResource, namespace, name, verdict, broughtBy, claim, isIncluded }: Row): string[] {
  return [
    groupResource,
    namespace ?? '',
    name,
    isIncluded ? 'yes' : 'no',
    verdict?.reason ?? '',
    verdict?.pointer?.slice(1) ?? '',
    broughtBy ?? '',
    claim ? [CLAIM_WORDS[claim.state], claim.why].filter(Boolean).join(': ') : '',
  ];
}

function csvCell(text: string): string {
  const safe = visible(text);
  return `"${(FORMULA.test(safe) ? `'${safe}` : safe).replaceAll('"', '""')}"`;
}

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows.map((row) => row.map(escaped))]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

/** Escapes Markdown and HTML in a text of one line. */
const escaped = (text: string): string =>
  visible(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>|#~!]/g, '\\$&');
