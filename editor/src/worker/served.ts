import type { ApiResource, Cluster, Evaluator } from 'k8s-backup-target';
import type { Answer } from './questions';

/** The kinds that are known: those of every Kubernetes, or those of a cluster that somebody looks at. */
export class ServedKinds {
  readonly #evaluator: Evaluator;
  #cluster: Cluster | undefined;
  /** Whether they are those of a certain cluster. */
  #certain = false;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  get cluster(): Cluster {
    this.#cluster ??= this.#open([]);
    return this.#cluster;
  }

  /** For checks: without a certain cluster, a name that nobody knows may be that of a custom resource. */
  get certain(): Cluster | undefined {
    return this.#certain ? this.cluster : undefined;
  }

  /** Takes what `kubectl api-resources` prints. */
  take(text: string): Answer<Cluster> {
    const kinds = this.#evaluator.parseApiResources(text);
    if (!kinds.ok) return kinds;
    const opened = this.#evaluator.openCluster(kinds.value);
    if (!opened.ok) return opened;
    this.#replace(opened.value, true);
    return opened;
  }

  forget(): void {
    this.#replace(undefined, false);
  }

  list(): ApiResource[] {
    return this.cluster.apiResources();
  }

  #replace(cluster: Cluster | undefined, certain: boolean): void {
    this.#cluster?.close();
    this.#cluster = cluster;
    this.#certain = certain;
  }

  #open(kinds: ApiResource[]): Cluster {
    const opened = this.#evaluator.openCluster(kinds);
    if (!opened.ok) throw new Error('the built-in kinds are those of a cluster');
    return opened.value;
  }
}
