/**
 * The Juju interface `k8s_backup_target`: publishes, looks up and checks backup specs, merges them with schedules, and
 * shows which objects of a cluster they select.
 *
 * @packageDocumentation
 */

import type { Evaluator } from './evaluator.js';
import { type LoadOptions, compile, loader } from './load.js';

/**
 * Loads an evaluator. The module is compiled once, and if possible during its download. Each evaluator has its own
 * memory.
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
