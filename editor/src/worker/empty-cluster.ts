import type { Backup, Cluster, Evaluator } from 'k8s-backup-target';
import { expect } from '../expect';
import type { KnownCluster } from './known-cluster';

/** A cluster without objects. */
export class EmptyCluster {
  readonly #known: KnownCluster;
  readonly #loadPart: () => Promise<Evaluator>;
  #part: Promise<{ evaluator: Evaluator; known: KnownCluster<Cluster> }> | undefined;

  /** `loadPart` loads the part of the component for clusters. It is asked for when it is needed. */
  constructor(known: KnownCluster, loadPart: () => Promise<Evaluator>) {
    this.#known = known;
    this.#loadPart = loadPart;
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

  async #load(): Promise<{ evaluator: Evaluator; known: KnownCluster<Cluster> }> {
    this.#part ??= this.#loadPart().then((evaluator) => ({ evaluator, known: this.#known.within(evaluator) }));
    try {
      return await this.#part;
    } catch (error) {
      // The next question must be able to try again.
      this.#part = undefined;
      throw error;
    }
  }
}
