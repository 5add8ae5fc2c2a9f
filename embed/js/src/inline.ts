/**
 * The same package with the core module inside the JavaScript: for bundles of one file, and for hosts without `fetch`.
 *
 * @packageDocumentation
 */

import { core } from './generated/core.js';
import type { Evaluator } from './evaluator.js';
import { type LoadOptions, compile, loader } from './load.js';

/** Loads an evaluator, as `load` of the package does, without another file. */
export function load(options: LoadOptions = {}): Promise<Evaluator> {
  return loadOnce(options);
}

const loadOnce = loader(() => {
  const bytes = Uint8Array.from(atob(core), (byte) => byte.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return compile(new Response(unpacked, { headers: { 'content-type': 'application/wasm' } }));
});

export * from './public.js';
