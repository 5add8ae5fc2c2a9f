import type { EditorState } from '@codemirror/state';
import { type Tooltip, hoverTooltip } from '@codemirror/view';
import type { ApiResource, DocumentFormat } from 'k8s-backup-target';
import { html } from '../dom';
import type { EvaluatorClient } from '../worker/client';
import { type Vocabulary, groupResource } from './schema';

/** Describes the field or the resource under the pointer. */
export function hover(
  evaluator: EvaluatorClient,
  vocabulary: () => Vocabulary | undefined,
  format: () => DocumentFormat,
) {
  const tooltipAt = async (state: EditorState, at: number): Promise<Tooltip | null> => {
    const words = vocabulary();
    const line = state.doc.lineAt(at);
    const word = wordAt(line.text, at - line.from);
    if (!words || !word) return null;
    const [from, to] = [line.from + word.from, line.from + word.to];
    const text = state.doc.toString();
    const pointer = await evaluator.ask('pointerAt', { text, format: format(), offset: from });
    const field = words.fieldAt(pointer ?? '');
    if (!field) return null;
    const [name, { description }] = field;
    if (name === word.text) return tooltip(from, to, name, description);
    if (!name.endsWith('_resources')) return null;
    const kind = await evaluator.ask('resolve', word.text);
    return kind ? tooltip(from, to, groupResource(kind), describeKind(kind)) : null;
  };
  // If the worker is replaced meanwhile, the page says so.
  return hoverTooltip(({ state }, at) => tooltipAt(state, at).catch(() => null));
}

function wordAt(line: string, column: number): { text: string; from: number; to: number } | undefined {
  for (const { 0: text, index } of line.matchAll(/[^\s,[\]{}"':]+/g)) {
    if (index <= column && column <= index + text.length) return { text, from: index, to: index + text.length };
  }
  return undefined;
}

function tooltip(pos: number, end: number, title: string, text: string): Tooltip {
  return {
    pos,
    end,
    above: true,
    create: () => ({ dom: html('div', { class: 'hover' }, html('strong', {}, title), html('p', {}, text)) }),
  };
}

function describeKind({ kind, namespaced, shortNames }: ApiResource): string {
  const short = shortNames.length === 0 ? '' : `; short names: ${shortNames.join(', ')}`;
  return `${kind}, ${namespaced ? 'namespaced' : 'cluster-scoped'}${short}`;
}
