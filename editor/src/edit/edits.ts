import type { SyntaxNode } from '@lezer/common';
import type { DocumentFormat } from 'k8s-backup-target';
import { scalar } from './scalar';
import { type Pair, descend, isFlow, isList, isMapping, itemsOf, pairOf, pairsOf, roots } from './tree';

/** Text to put in the place of a part of a document; places count in UTF-16 units. */
export interface Change {
  from: number;
  to: number;
  insert: string;
}

/** A field of a spec, or of a target. */
export interface Field {
  /** Which YAML document. */
  subject: number;
  /** The keys and places that lead to the mapping with the field. */
  path: readonly string[];
  name: string;
}

/** What a field is set to. */
export type FieldValue = string | boolean | readonly string[] | Readonly<Record<string, string>>;

/**
 * Changes fields of a document and nothing else of it: comments, order and style stay.
 *
 * Each change is `undefined` where the text is written in a way that it cannot be made in, as with aliases.
 */
export class DocumentEdits {
  readonly #text: string;
  readonly #format: DocumentFormat;
  readonly #roots: SyntaxNode[];

  constructor(text: string, format: DocumentFormat) {
    this.#text = text;
    this.#format = format;
    this.#roots = roots(text, format);
  }

  /** Sets a field, or removes it. */
  set(field: Field, value: FieldValue | undefined): Change | undefined {
    if (this.#roots.length === 0 && field.path.length === 0)
      return value === undefined ? undefined : this.#begin(field, value);
    const mapping = this.#mapping(field);
    if (!mapping) return undefined;
    const pair = pairOf(mapping, field.name, this.#text);
    if (value === undefined) return pair && this.#removePair(mapping, pair);
    return pair ? this.#setValue(mapping, pair, value) : this.#addPair(mapping, field.name, value);
  }

  /** Puts an entry at the end of a list. */
  addItem(field: Field, value: string): Change | undefined {
    const list = this.#value(field);
    if (!list || !isList(list)) return this.set(field, [value]);
    const last = itemsOf(list).at(-1);
    const written = scalar(value, this.#format);
    if (!last) return change(list.from, list.to, `[${written}]`);
    if (isFlow(list)) return insert(last.to, `,${this.#separator(last.from)}${written}`);
    return insert(this.#lineEnd(last.to), `\n${' '.repeat(this.#column(last.from))}- ${written}`);
  }

  /** Removes an entry of a list; with the last, the field goes. */
  removeItem(field: Field, at: number): Change | undefined {
    const list = this.#value(field);
    if (!list || !isList(list)) return undefined;
    const items = itemsOf(list);
    if (items.length === 1 && at === 0) return this.set(field, undefined);
    return this.#removePart(items, at, isFlow(list));
  }

  /** Sets an entry of a mapping, such as a label. */
  setEntry(field: Field, key: string, value: string): Change | undefined {
    const mapping = this.#value(field);
    if (!mapping || !isMapping(mapping) || pairsOf(mapping, this.#text).length === 0)
      return this.set(field, { [key]: value });
    return this.set({ ...field, path: [...field.path, field.name], name: key }, value);
  }

  /** Removes an entry of a mapping; with the last, the field goes. */
  removeEntry(field: Field, key: string): Change | undefined {
    const mapping = this.#value(field);
    if (!mapping || !isMapping(mapping)) return undefined;
    if (pairsOf(mapping, this.#text).every((pair) => pair.key === key)) return this.set(field, undefined);
    return this.set({ ...field, path: [...field.path, field.name], name: key }, undefined);
  }

  #mapping({ subject, path }: Field): SyntaxNode | undefined {
    const node = descend(this.#roots[subject], path, this.#text);
    return node && isMapping(node) ? node : undefined;
  }

  #value(field: Field): SyntaxNode | undefined {
    return descend(this.#mapping(field), [field.name], this.#text);
  }

  /** The first field of a text that holds nothing but comments. */
  #begin({ name }: Field, value: FieldValue): Change {
    const break_ = this.#text === '' || this.#text.endsWith('\n') ? '' : '\n';
    const written = this.#format === 'json' ? `{${this.#flowPair(name, value)}}` : this.#blockPair(name, value, 0);
    return insert(this.#text.length, `${break_}${written}\n`);
  }

  #setValue(mapping: SyntaxNode, { value, colon, from }: Pair, to: FieldValue): Change | undefined {
    if (value?.name === 'Alias') return undefined;
    if (value && !isList(value) && !isMapping(value)) return change(value.from, value.to, this.#flow(to));
    if (value) return isFlow(value) ? change(value.from, value.to, this.#flow(to)) : undefined;
    if (isFlow(mapping) || typeof to === 'string' || typeof to === 'boolean')
      return insert(colon, ` ${this.#flow(to)}`);
    return insert(this.#lineEnd(colon), this.#nested(to, this.#column(from)));
  }

  #addPair(mapping: SyntaxNode, name: string, value: FieldValue): Change {
    const pairs = pairsOf(mapping, this.#text);
    const last = pairs.at(-1);
    if (!last) return this.#fill(mapping, name, value);
    if (isFlow(mapping)) return insert(last.to, `,${this.#separator(last.from)}${this.#flowPair(name, value)}`);
    const column = this.#column(pairs[0]!.from);
    return insert(this.#lineEnd(last.to), `\n${' '.repeat(column)}${this.#blockPair(name, value, column)}`);
  }

  /** Braces with nothing in them become a block where they stand in one. */
  #fill(mapping: SyntaxNode, name: string, value: FieldValue): Change {
    if (this.#format === 'json') return change(mapping.from, mapping.to, `{${this.#flowPair(name, value)}}`);
    const parent = mapping.parent;
    if (parent?.name === 'Document') return change(mapping.from, mapping.to, this.#blockPair(name, value, 0));
    if (parent?.name !== 'Pair' || parent.parent?.name !== 'BlockMapping') {
      return change(mapping.from, mapping.to, `{${this.#flowPair(name, value)}}`);
    }
    const column = this.#column(parent.from) + 2;
    const before = this.#text.slice(0, mapping.from).trimEnd().length;
    return change(before, mapping.to, `\n${' '.repeat(column)}${this.#blockPair(name, value, column)}`);
  }

  #removePair(mapping: SyntaxNode, pair: Pair): Change | undefined {
    const pairs = pairsOf(mapping, this.#text);
    if (pairs.length === 1 && !isFlow(mapping)) return change(pair.from, this.#lineEnd(pair.to), '{}');
    return this.#removePart(
      pairs,
      pairs.findIndex(({ from }) => from === pair.from),
      isFlow(mapping),
    );
  }

  #removePart(parts: readonly { from: number; to: number }[], at: number, flow: boolean): Change | undefined {
    const [part, next, previous] = [parts[at], parts[at + 1], parts[at - 1]];
    if (!part) return undefined;
    const start = this.#lineStart(part.from);
    const startsLine = this.#text.slice(start, part.from).trim() === '';
    if (flow || !startsLine) {
      if (next) return change(part.from, next.from, '');
      return change(previous ? previous.to : part.from, part.to, '');
    }
    const end = this.#lineEnd(part.to);
    return end < this.#text.length ? change(start, end + 1, '') : change(Math.max(start - 1, 0), end, '');
  }

  #blockPair(name: string, value: FieldValue, column: number): string {
    const key = scalar(name, this.#format);
    if (typeof value === 'string' || typeof value === 'boolean') return `${key}: ${this.#flow(value)}`;
    return `${key}:${this.#nested(value, column)}`;
  }

  #nested(value: readonly string[] | Readonly<Record<string, string>>, column: number): string {
    const entries = isStrings(value)
      ? value.map((item) => `- ${scalar(item, this.#format)}`)
      : Object.entries(value).map(([key, item]) => `${scalar(key, this.#format)}: ${scalar(item, this.#format)}`);
    return entries.map((entry) => `\n${' '.repeat(column + 2)}${entry}`).join('');
  }

  #flowPair(name: string, value: FieldValue): string {
    return `${scalar(name, this.#format)}: ${this.#flow(value)}`;
  }

  #flow(value: FieldValue): string {
    if (typeof value === 'boolean') return String(value);
    if (typeof value === 'string') return scalar(value, this.#format);
    if (isStrings(value)) return `[${value.map((item) => scalar(item, this.#format)).join(', ')}]`;
    const pairs = Object.entries(value).map(([key, item]) => this.#flowPair(key, item));
    return `{${pairs.join(', ')}}`;
  }

  /** What follows the comma after a part: a new line, if the part begins one. */
  #separator(from: number): string {
    const indent = this.#text.slice(this.#lineStart(from), from);
    return indent.trim() === '' && from > 0 ? `\n${indent}` : ' ';
  }

  #column(place: number): number {
    return place - this.#lineStart(place);
  }

  #lineStart(place: number): number {
    return place === 0 ? 0 : this.#text.lastIndexOf('\n', place - 1) + 1;
  }

  #lineEnd(place: number): number {
    const end = this.#text.indexOf('\n', place);
    return end === -1 ? this.#text.length : end;
  }
}

const isStrings = (value: FieldValue): value is readonly string[] => Array.isArray(value);
const change = (from: number, to: number, insert: string): Change => ({ from, to, insert });
const insert = (at: number, text: string): Change => change(at, at, text);
