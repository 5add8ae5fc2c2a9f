import type { Backup, Evaluator } from 'k8s-backup-target';
import urlOfPart from 'virtual:cluster-part';
import { expect } from '../expect';
import type { Answers } from './answers';
import { type OpenCluster, openCluster } from './inventory';
import type { KnownCluster } from './known-cluster';
import { loadPart } from './part';

/**
 * Answers questions about the open cluster. Each cluster has an evaluator of its own: its memory is given back when the
 * cluster is closed or another one is opened.
 */
export function clusterQuestions(
  texts: Evaluator,
  known: KnownCluster,
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
      const read = await openCluster({ objects: await loadPart(urlOfPart), texts }, known, file, watch);
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

/** A cluster without objects. */
export class EmptyCluster {
  readonly #known: KnownCluster;
  #part: Promise<{ evaluator: Evaluator; known: KnownCluster }> | undefined;

  constructor(known: KnownCluster) {
    this.#known = known;
  }

  /** Returns why a Backup or a Schedule saves nothing of any cluster. `at` is in Unix seconds. */
  async whyNothing(backup: Backup, at: number): Promise<string | undefined> {
    const { evaluator, known } = await this.#load();
    const reader = evaluator.inventoryReader(known.cluster);
    reader.push(new TextEncoder().encode('{"apiVersion": "v1", "kind": "List", "items": []}'));
    const empty = reader.finish();
    if (!empty.ok) throw new Error('an inventory without objects is refused');
    const coverage = evaluator.coverage(empty.value, [backup], at);
    while (!coverage.step(1));
    const { whyNothing } = expect(coverage.targets()[0], 'a Backup has no coverage');
    coverage.close();
    empty.value.close();
    return whyNothing;
  }

  async #load(): Promise<{ evaluator: Evaluator; known: KnownCluster }> {
    this.#part ??= loadPart(urlOfPart).then((evaluator) => ({ evaluator, known: this.#known.within(evaluator) }));
    try {
      return await this.#part;
    } catch (error) {
      // The next question must be able to try again.
      this.#part = undefined;
      throw error;
    }
  }
}
