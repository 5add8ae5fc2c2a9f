import type { ApiResource, Diagnostic } from 'k8s-backup-target';
import type { Answer } from './questions';
import type { Cluster } from './texts';

/** An evaluator that opens clusters. */
interface Opener<C extends Cluster> {
  openCluster(kinds: readonly ApiResource[], veleroVersion: string | undefined): Answer<C>;
  parseApiResources(text: string): Answer<ApiResource[]>;
}

/** What is known of the cluster: its kinds and its version of Velero. Without an open cluster, the built-in kinds. */
export class KnownCluster<C extends Cluster = Cluster> {
  readonly #evaluator: Opener<C>;
  readonly #known: { kinds: readonly ApiResource[]; veleroVersion: string };
  /** What is known when it is opened. */
  #cluster: { opened: C; kinds: readonly ApiResource[]; veleroVersion: string } | undefined;

  constructor(evaluator: Opener<C>, known = { kinds: [] as readonly ApiResource[], veleroVersion: '' }) {
    this.#evaluator = evaluator;
    this.#known = known;
  }

  /** Returns the same cluster for another evaluator. What one of them is told, both know. */
  within<D extends Cluster>(evaluator: Opener<D>): KnownCluster<D> {
    return new KnownCluster(evaluator, this.#known);
  }

  get cluster(): C {
    const { kinds, veleroVersion } = this.#known;
    if (this.#cluster?.kinds === kinds && this.#cluster.veleroVersion === veleroVersion) return this.#cluster.opened;
    const opened = this.#open(kinds, veleroVersion);
    if (!opened.ok) throw new Error('the cluster is not valid in another evaluator');
    return opened.value;
  }

  /** The version of Velero. It is empty if none is chosen. */
  get veleroVersion(): string {
    return this.#known.veleroVersion;
  }

  /** Chooses a version of Velero, or none. Returns the warnings about it. */
  chooseVelero(version: string): Answer<Diagnostic[]> {
    const { kinds, veleroVersion } = this.#known;
    const chosen = version === veleroVersion ? undefined : this.#open(kinds, version);
    if (chosen && !chosen.ok) return chosen;
    return { ok: true, value: this.cluster.diagnostics() };
  }

  /** Replaces the kinds by the output of `kubectl api-resources`. */
  replace(text: string): Answer<C> {
    const kinds = this.#evaluator.parseApiResources(text);
    return kinds.ok ? this.#open(kinds.value, this.#known.veleroVersion) : kinds;
  }

  /** Forgets the kinds of the open cluster. */
  forget(): void {
    this.#known.kinds = [];
  }

  list(): ApiResource[] {
    return this.cluster.apiResources();
  }

  #open(kinds: readonly ApiResource[], veleroVersion: string): Answer<C> {
    const opened = this.#evaluator.openCluster(kinds, versionOf(veleroVersion));
    if (!opened.ok) return opened;
    this.#cluster?.opened.close();
    this.#cluster = { opened: opened.value, kinds, veleroVersion };
    Object.assign(this.#known, { kinds, veleroVersion });
    return opened;
  }
}

/** Returns a version as the evaluator expects it: without one, absent. */
export const versionOf = (veleroVersion: string): string | undefined =>
  veleroVersion === '' ? undefined : veleroVersion;
