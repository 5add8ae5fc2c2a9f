/**
 * The Juju interface `k8s_backup_target`: publishes and looks up what of a Kubernetes cluster to back up, checks it as
 * Velero does, merges it with a schedule, and says what of a cluster it would save.
 *
 * @packageDocumentation
 */

import type { Evaluator } from './evaluator.js';
import { type LoadOptions, compile, loader } from './load.js';

/**
 * An evaluator. The module is compiled once, while it comes in where that is possible; each evaluator has a memory of
 * its own.
 *
 * @example
 * ```ts
 * const evaluator = await load();
 * const [diagnostic] = evaluator.checkSpec({ includeNamespaces: ['prod'], ttl: '30d' });
 * ```
 */
export function load(options: LoadOptions = {}): Promise<Evaluator> {
  return loadOnce(options);
}

const loadOnce = loader(() => compile(new URL('./core.wasm', import.meta.url)));

export * from './public.js';
