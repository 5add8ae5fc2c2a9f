import urlOfPart from 'virtual:cluster-part';
import type { Answers } from './answers';
import { inventoryQuestions } from './inventory';
import type { KnownCluster } from './known-cluster';
import { loadPart } from './part';

/**
 * Answers questions about the open cluster. Each cluster has an evaluator of its own: its memory is given back when the
 * cluster is closed or another one is opened.
 */
export function clusterQuestions(
  known: KnownCluster,
): Answers<'openInventory' | 'closeInventory' | 'select' | 'cover' | 'page' | 'matches'> {
  let open: ReturnType<typeof inventoryQuestions> | undefined;
  const opened = () => {
    if (!open) throw new Error('no cluster is open');
    return open;
  };
  return {
    async openInventory(given, watch) {
      const evaluator = await loadPart(urlOfPart);
      const next = inventoryQuestions(evaluator, known.within(evaluator));
      const answer = await next.openInventory(given, watch);
      if (answer.ok) open = next;
      return answer;
    },
    closeInventory() {
      open = undefined;
      known.forget();
      return null;
    },
    select: (given, watch) => opened().select(given, watch),
    cover: (given, watch) => opened().cover(given, watch),
    page: (given, watch) => (open ? open.page(given, watch) : { total: 0, offset: given.offset, rows: [] }),
    matches: (given, watch) => (open ? open.matches(given, watch) : given.map(() => undefined)),
  };
}
