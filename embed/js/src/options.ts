import type { Cluster } from './contract/resources.js';
import type { DocumentKind } from './contract/types.js';
import type { JobOptions } from './steps.js';

/** How a text is read. */
export interface DocumentOptions {
  /** What the text holds; guessed from its keys when it is not said. */
  readonly kind?: DocumentKind | null | undefined;
  /** The cluster that the specs are for. Without one, only the kinds of every Kubernetes are known. */
  readonly cluster?: Cluster | null | undefined;
}

/** How an inventory is read. Progress is in bytes. */
export interface ReadOptions extends JobOptions {
  /** The cluster that the objects are from. Without one, only the kinds of every Kubernetes are known. */
  readonly cluster?: Cluster | null | undefined;
}
