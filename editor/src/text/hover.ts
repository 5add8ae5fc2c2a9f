import { type Tooltip, hoverTooltip } from '@codemirror/view';
import type { ApiResource, DocumentFormat } from 'k8s-backup-target';
import { html } from '../dom';
import { writingPlace } from './context';
import { type Vocabulary, groupResource } from './schema';

/** Says what a field or a resource is. */
export function hover(
  vocabulary: () => Vocabulary | undefined,
  format: () => DocumentFormat,
  resolve: (name: string) => Promise<ApiResource | undefined>,
) {
  return hoverTooltip(async (view, at): Promise<Tooltip | null> => {
    const words = vocabulary();
    if (!words) return null;
    const line = view.state.doc.lineAt(at);
    const word = wordAt(line.text, at - line.from);
    if (!word) return null;
    const [from, to] = [line.from + word.from, line.from + word.to];
    const property = words.fields.get(word.text);
    if (property && /^["']?\s*:/.test(line.text.slice(word.to))) {
      return tooltip(from, to, word.text, property.description);
    }
    const { path } = writingPlace(view.state.doc.toString(), from, format());
    if (!words.fieldAt(path)?.[0].endsWith('_resources')) return null;
    const kind = await resolve(word.text);
    return kind ? tooltip(from, to, groupResource(kind), describeKind(kind)) : null;
  });
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
  const short = shortNames.length === 0 ? '' : `, for short ${shortNames.join(', ')}`;
  return `${kind}, ${namespaced ? 'in namespaces' : 'of the cluster'}${short}`;
}
