import type { Evaluator } from 'k8s-backup-target';
import { expect } from '../expect';
import type { Answers } from './answers';
import type { OpenCluster } from './inventory';
import type { KnownCluster } from './known-cluster';
import type { Texts } from './texts';

/**
 * Answers questions about the open cluster. Each cluster has an evaluator of its own: its memory is given back when the
 * cluster is closed or another one is opened.
 */
export function clusterQuestions(
  texts: Texts,
  known: KnownCluster,
  loadPart: () => Promise<Evaluator>,
): Answers<'openInventory' | 'closeInventory' | keyof OpenCluster['questions']> {
  let open: OpenCluster['questions'] | undefined;
  const opened = (): OpenCluster['questions'] => expect(open, 'no cluster is open');
  return {
    async openInventory({ file, kinds }, watch) {
      if (kinds === undefined) known.forget();
      else {
        const replaced = known.replace(kinds);
        if (!replaced.ok) return replaced;
      }
      const [objects, { openCluster }] = await Promise.all([loadPart(), import('./inventory')]);
      const read = await openCluster({ objects, texts }, known, file, watch);
      if (!read.ok) return read;
      open = read.value.questions;
      return { ok: true, value: read.value.summary };
    },
    closeInventory() {
      open = undefined;
      known.forget();
      return null;
    },
    select: (given, watch) => opened().select(given, watch),
    compare: (given, watch) => opened().compare(given, watch),
    cover: (given, watch) => opened().cover(given, watch),
    page: (given, watch) => open?.page(given, watch) ?? { total: 0, offset: given.offset, rows: [] },
    matches: (given, watch) => open?.matches(given, watch) ?? given.map(() => undefined),
  };
}
