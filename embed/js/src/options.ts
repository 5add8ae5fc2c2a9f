import type { Cluster } from './contract/resources.js';
import type { DocumentKind, RuleLevel } from './contract/types.js';
import type { JobOptions } from './steps.js';

/** How a text is read. */
export interface DocumentOptions {
  /** What the text contains. The default is a guess from its keys. */
  readonly kind?: DocumentKind | null | undefined;
  /** The cluster of the specs. Without one, only the built-in kinds of Kubernetes are known. */
  readonly cluster?: Cluster | null | undefined;
  /** How some rules are reported. Other rules have the severity of `Evaluator.rules`. */
  readonly levels?: readonly RuleLevel[] | null | undefined;
}

/** How an inventory is read. Progress is in bytes. */
export interface ReadOptions extends JobOptions {
  /** The cluster of the objects. Without one, only the built-in kinds of Kubernetes are known. */
  readonly cluster?: Cluster | null | undefined;
}
