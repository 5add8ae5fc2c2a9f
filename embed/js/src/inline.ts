/**
 * As the package itself, with the core module in the JavaScript: for a bundle of one file, and where nothing can be
 * fetched.
 *
 * @packageDocumentation
 */

import { core } from './generated/core.js';
import type { Evaluator } from './evaluator.js';
import { type LoadOptions, compile, loader } from './load.js';

/** An evaluator; as `load` of the package, without a file to load. */
export function load(options: LoadOptions = {}): Promise<Evaluator> {
  return loadOnce(options);
}

const loadOnce = loader(() => {
  const bytes = Uint8Array.from(atob(core), (byte) => byte.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return compile(new Response(unpacked, { headers: { 'content-type': 'application/wasm' } }));
});

export * from './public.js';
