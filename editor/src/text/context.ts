import type { DocumentFormat } from 'k8s-backup-target';
import { expect } from '../expect';

/** Where in a document somebody writes. */
export interface WritingPlace {
  /** The keys around the place, the outermost first; lists have none. */
  path: string[];
  /** What is written here: a key of the innermost mapping, or a value of the innermost key. */
  part: 'key' | 'value';
  /** Where the word at the place starts. */
  from: number;
}

/**
 * Finds out where in a document a place is, from what stands before it. Works on texts that are not finished, as they
 * are while somebody writes.
 */
export function writingPlace(text: string, at: number, format: DocumentFormat): WritingPlace {
  const bracket = openBracket(text, at);
  const from = wordStart(text, at);
  if (bracket) {
    const path = keysAround(text, bracket.at, format);
    if (bracket.sign === '[') return { path, part: 'value', from };
    const key = /(?:"([^"\n]*)"|([\w./-]+))\s*:\s*["']?[^\s,{}[\]"']*$/.exec(text.slice(bracket.at + 1, at));
    return key ? { path: [...path, key[1] ?? key[2]!], part: 'value', from } : { path, part: 'key', from };
  }
  if (format === 'json') return { path: [], part: 'key', from };
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const line = text.slice(start, at);
  const inline = /^(\s*(?:- +)*)(?:"([^"]*)"|([\w./-]+)):\s+\S*$/.exec(line);
  if (inline)
    return { path: [...blockKeys(text, start, inline[1]!.length), inline[2] ?? inline[3]!], part: 'value', from };
  const lead = leadOf(line);
  const path = blockKeys(text, start, lead.length, lead.includes('-'));
  return { path, part: 'key', from };
}

/** The bracket or brace that is open at a place; quotes are passed over. */
function openBracket(text: string, at: number): { sign: '[' | '{'; at: number } | undefined {
  const open: { sign: '[' | '{'; at: number }[] = [];
  let quote = '';
  for (let place = Math.max(0, at - 20_000); place < at; place++) {
    const sign = text[place]!;
    if (quote !== '') {
      if (sign === '\\' && quote === '"') place++;
      else if (sign === quote || sign === '\n') quote = '';
    } else if (sign === '"' || (sign === "'" && /[\s,[{:]/.test(text[place - 1] ?? ' '))) quote = sign;
    else if (sign === '#' && /\s/.test(text[place - 1] ?? ' ')) place = endOfLine(text, place) - 1;
    else if (sign === '[' || sign === '{') open.push({ sign, at: place });
    else if (sign === ']' || sign === '}') open.pop();
  }
  return open.at(-1);
}

function keysAround(text: string, bracket: number, format: DocumentFormat): string[] {
  const outer = openBracket(text, bracket);
  const start = outer ? outer.at + 1 : text.lastIndexOf('\n', bracket - 1) + 1;
  const key = /(?:"([^"\n]*)"|([\w./-]+))\s*:\s*$/.exec(text.slice(start, bracket));
  const own = key ? [key[1] ?? key[2]!] : [];
  if (outer) return [...keysAround(text, outer.at, format), ...own];
  if (format === 'json') return own;
  const lead = leadOf(text.slice(start, bracket));
  return [...blockKeys(text, start, lead.length, key === null), ...own];
}

/** The keys of the blocks that a line at a column is in. A dash may stand in the column of its key. */
function blockKeys(text: string, lineStart: number, column: number, afterDash = false): string[] {
  const keys: string[] = [];
  let limit = afterDash ? text.slice(lineStart, lineStart + column).indexOf('-') : column;
  let inclusive = afterDash;
  for (let end = lineStart - 1; end > 0 && (limit > 0 || inclusive);) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    end = start - 1;
    if (/^---/.test(line)) break;
    const parent = /^(\s*(?:- +)*)(?:"([^"]*)"|([\w./-]+)):\s*(?:#.*)?$/.exec(line);
    const lead = leadOf(line).length;
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    if (parent && (lead < limit || (inclusive && lead === limit))) {
      keys.unshift(parent[2] ?? parent[3]!);
      limit = lead;
      inclusive = false;
      const dash = parent[1]!.indexOf('-');
      if (dash !== -1) {
        limit = dash;
        inclusive = true;
      }
    } else if (lead < limit) {
      // A list's entry that begins with another key of the same mapping.
      const dash = line.slice(0, lead).indexOf('-');
      limit = dash === -1 ? lead : dash;
      inclusive = dash !== -1;
    } else if (lead === limit && line.slice(0, lead).includes('-')) {
      limit = line.indexOf('-');
      inclusive = true;
    }
  }
  return keys;
}

/** The spaces and dashes that a line begins with. */
function leadOf(line: string): string {
  return expect(/^\s*(?:- *)*/.exec(line), 'a line has no lead, not even an empty one')[0];
}

function wordStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && /[^\s,[\]{}"':]/.test(text[start - 1]!)) start--;
  return start;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}
