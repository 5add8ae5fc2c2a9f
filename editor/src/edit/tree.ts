import type { SyntaxNode } from '@lezer/common';
import { parser as jsonParser } from '@lezer/json';
import { parser as yamlParser } from '@lezer/yaml';
import type { DocumentFormat } from 'k8s-backup-target';

/** A key with its value, which is absent where nothing follows the colon. */
export interface Pair {
  key: string;
  from: number;
  to: number;
  /** The place after the colon. */
  colon: number;
  value: SyntaxNode | undefined;
}

export interface Item {
  /** The dash, in a block; else the value. */
  from: number;
  to: number;
}

const MAPPINGS = new Set(['BlockMapping', 'FlowMapping', 'Object']);
const LISTS = new Set(['BlockSequence', 'FlowSequence', 'Array']);
const WRAPPERS = new Set(['Anchored', 'Tagged', 'Item']);
const NO_VALUES = new Set(['Comment', 'Anchor', 'Tag', ':', '?', '-', ',', '{', '}', '[', ']', 'DirectiveEnd', 'Key']);

export const isMapping = (node: SyntaxNode): boolean => MAPPINGS.has(node.name);
export const isList = (node: SyntaxNode): boolean => LISTS.has(node.name);
/** In brackets, as all of JSON is. */
export const isFlow = (node: SyntaxNode): boolean => !node.name.startsWith('Block');

/** The value of each document of a text. */
export function roots(text: string, format: DocumentFormat): SyntaxNode[] {
  const top = (format === 'json' ? jsonParser : yamlParser).parse(text).topNode;
  if (format === 'json') return childrenOf(top).filter(isValue);
  return childrenOf(top)
    .filter(({ name }) => name === 'Document')
    .flatMap((document) => childrenOf(document).filter(isValue).slice(0, 1).map(unwrap));
}

/** Goes from a value along keys and places; nothing where there is no such value. */
export function descend(from: SyntaxNode | undefined, path: readonly string[], text: string): SyntaxNode | undefined {
  return path.reduce<SyntaxNode | undefined>((node, step) => {
    if (!node) return undefined;
    if (isList(node)) return valuesOf(node)[Number(step)];
    return isMapping(node) ? pairOf(node, step, text)?.value : undefined;
  }, from);
}

/** The pair with a key: of several the last, which counts. */
export function pairOf(mapping: SyntaxNode, key: string, text: string): Pair | undefined {
  return pairsOf(mapping, text).findLast((pair) => pair.key === key);
}

/** The pairs of a mapping, in their order. */
export function pairsOf(mapping: SyntaxNode, text: string): Pair[] {
  return childrenOf(mapping)
    .filter(({ name }) => name === 'Pair' || name === 'Property')
    .map((pair) => {
      const parts = childrenOf(pair);
      const key = parts.find(({ name }) => name === 'Key' || name === 'PropertyName');
      const colon = parts.find(({ name, from, to }) => name === ':' || text.slice(from, to) === ':');
      const value = parts.find((part) => isValue(part) && part.name !== 'PropertyName');
      return {
        key: key ? unquoted(text.slice(key.from, key.to)) : '',
        from: pair.from,
        to: pair.to,
        colon: colon?.to ?? key?.to ?? pair.to,
        value: value && unwrap(value),
      };
    });
}

/** The entries of a list, in their order. */
export function itemsOf(list: SyntaxNode): Item[] {
  const parts = childrenOf(list);
  if (list.name !== 'BlockSequence') return parts.filter(isValue).map(({ from, to }) => ({ from, to }));
  return parts.flatMap((part, at) => {
    if (part.name !== '-') return [];
    const item = parts[at + 1]?.name === 'Item' ? parts[at + 1] : undefined;
    return [{ from: part.from, to: item?.to ?? part.to }];
  });
}

function valuesOf(list: SyntaxNode): (SyntaxNode | undefined)[] {
  return childrenOf(list).filter(isValue).map(unwrap);
}

function isValue({ name, type }: SyntaxNode): boolean {
  return !NO_VALUES.has(name) && !type.isError;
}

/** Without what stands around a value: an anchor, a tag, a list's entry. */
function unwrap(node: SyntaxNode): SyntaxNode {
  if (!WRAPPERS.has(node.name)) return node;
  const inner = childrenOf(node).find(isValue);
  return inner ? unwrap(inner) : node;
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

function unquoted(key: string): string {
  if (!/^["']/.test(key)) return key.trim();
  if (key.startsWith("'")) return key.slice(1, -1).replaceAll("''", "'");
  try {
    return String(JSON.parse(key));
  } catch {
    return key.slice(1, -1);
  }
}
