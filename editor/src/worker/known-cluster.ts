import type { ApiResource, Cluster, Evaluator } from 'k8s-backup-target';
import type { Answer } from './questions';

/** The known kinds: those that every Kubernetes serves, or those of the open cluster. */
export class ServedKinds {
  readonly #evaluator: Evaluator;
  #cluster: Cluster | undefined;
  /** Whether they are the kinds of the open cluster. */
  #isOpen = false;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  get cluster(): Cluster {
    this.#cluster ??= this.#create([]);
    return this.#cluster;
  }

  /** The open cluster, for checks. Without it, an unknown name may be a custom resource. */
  get open(): Cluster | undefined {
    return this.#isOpen ? this.cluster : undefined;
  }

  /** Replaces the kinds by the output of `kubectl api-resources`. */
  replace(text: string): Answer<Cluster> {
    const kinds = this.#evaluator.parseApiResources(text);
    if (!kinds.ok) return kinds;
    const opened = this.#evaluator.openCluster(kinds.value);
    if (!opened.ok) return opened;
    this.#set(opened.value, true);
    return opened;
  }

  forget(): void {
    this.#set(undefined, false);
  }

  list(): ApiResource[] {
    return this.cluster.apiResources();
  }

  #set(cluster: Cluster | undefined, isOpen: boolean): void {
    this.#cluster?.close();
    this.#cluster = cluster;
    this.#isOpen = isOpen;
  }

  #create(kinds: ApiResource[]): Cluster {
    const opened = this.#evaluator.openCluster(kinds);
    if (!opened.ok) throw new Error('the built-in kinds are not valid');
    return opened.value;
  }
}
