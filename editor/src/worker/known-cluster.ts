import type { ApiResource, Cluster, Diagnostic, Evaluator } from 'k8s-backup-target';
import type { Answer } from './questions';

/** What is known of the cluster: its kinds and its version of Velero. Without an open cluster, the built-in kinds. */
export class KnownCluster {
  readonly #evaluator: Evaluator;
  #kinds: readonly ApiResource[] = [];
  #veleroVersion = '';
  #cluster: Cluster | undefined;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  get cluster(): Cluster {
    if (this.#cluster) return this.#cluster;
    const opened = this.#open(this.#kinds, this.#veleroVersion);
    if (!opened.ok) throw new Error('the built-in kinds are not valid');
    return opened.value;
  }

  /** The version of Velero. It is empty if none is chosen. */
  get veleroVersion(): string {
    return this.#veleroVersion;
  }

  /** Chooses a version of Velero, or none. Returns the warnings about it. */
  chooseVelero(version: string): Answer<Diagnostic[]> {
    const chosen = version === this.#veleroVersion ? undefined : this.#open(this.#kinds, version);
    if (chosen && !chosen.ok) return chosen;
    return { ok: true, value: this.cluster.diagnostics() };
  }

  /** Replaces the kinds by the output of `kubectl api-resources`. */
  replace(text: string): Answer<Cluster> {
    const kinds = this.#evaluator.parseApiResources(text);
    return kinds.ok ? this.#open(kinds.value, this.#veleroVersion) : kinds;
  }

  /** Forgets the kinds of the open cluster. */
  forget(): void {
    this.#kinds = [];
    this.#cluster?.close();
    this.#cluster = undefined;
  }

  list(): ApiResource[] {
    return this.cluster.apiResources();
  }

  #open(kinds: readonly ApiResource[], veleroVersion: string): Answer<Cluster> {
    const opened = this.#evaluator.openCluster(kinds, versionOf(veleroVersion));
    if (!opened.ok) return opened;
    this.#cluster?.close();
    [this.#kinds, this.#veleroVersion, this.#cluster] = [kinds, veleroVersion, opened.value];
    return opened;
  }
}

/** Returns a version as the evaluator expects it: without one, absent. */
export const versionOf = (veleroVersion: string): string | undefined =>
  veleroVersion === '' ? undefined : veleroVersion;
