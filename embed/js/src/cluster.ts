import { text } from './convert.js';
import type { ApiResource } from './generated/contract.js';
import type * as cluster from './generated/component/interfaces/k8s-backup-target-cluster.js';
import { type Held, Resource, held } from './resource.js';

/** The kinds that a cluster serves, and how Velero finds one by a name. */
export class Cluster extends Resource {
  /** @internal */
  constructor(held: Held<cluster.Cluster>) {
    super(held);
  }

  /** Built-in kinds and those given, group by group, in the order in which Velero prefers them. */
  apiResources(): ApiResource[] {
    return held(this, Cluster).call((cluster) => cluster.apiResources());
  }

  /**
   * The kind that Velero takes a name in a resource list for: a plural, singular, kind or short name, with or without
   * its group or the start of it.
   *
   * @returns `undefined` where it finds nothing, or a kind that it does not see.
   */
  resolve(name: string): ApiResource | undefined {
    const given = text(name, 'name');
    return held(this, Cluster).call((cluster) => cluster.resolve(given));
  }
}
