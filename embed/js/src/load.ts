import { quoted, record, unchecked, wrong } from './convert.js';
import { Evaluator } from './evaluator.js';

/**
 * The core module `core.wasm` of this version: its URL, a response, its bytes, or the compiled module. A page can post a
 * compiled module to its workers.
 */
export type WasmSource = string | URL | Response | ArrayBuffer | ArrayBufferView | CompiledModule;

/** A `WebAssembly.Module`, or any object if the types of the host do not have this class, as those of Node. */
export type CompiledModule = typeof globalThis extends {
  WebAssembly: { Module: abstract new (...given: never) => infer Module };
}
  ? Module
  : object;

/** Options for loading an evaluator. */
export interface LoadOptions {
  /** The core module. The default is the one of the package. */
  readonly wasm?: WasmSource | PromiseLike<WasmSource> | undefined;
}

const toLoadOptions = record({ wasm: unchecked });

/** Returns a `load` function. It compiles its own module once. @internal */
export function loader(own: () => Promise<WebAssembly.Module>): (options?: LoadOptions) => Promise<Evaluator> {
  let compiled: Promise<WebAssembly.Module> | undefined;
  return async (options = {}) => {
    const { wasm } = toLoadOptions(options, 'options');
    const given = (await wasm) as WasmSource | undefined;
    if (given !== undefined) return new Evaluator(await compile(given));
    compiled ??= own();
    try {
      return new Evaluator(await compiled);
    } catch (error) {
      // The next call must be able to try again.
      compiled = undefined;
      throw error;
    }
  };
}

/** @internal */
export async function compile(wasm: WasmSource): Promise<WebAssembly.Module> {
  if (wasm instanceof WebAssembly.Module) return wasm;
  if (wasm instanceof ArrayBuffer || ArrayBuffer.isView(wasm)) return WebAssembly.compile(wasm as BufferSource);
  if (typeof wasm === 'string' || wasm instanceof URL) {
    const url = urlOf(wasm);
    const file = asFile(url);
    return file ? WebAssembly.compile(file) : compileResponse(await fetch(url));
  }
  // Last, since Node loads its implementation of fetch for this name.
  if (wasm instanceof Response) return compileResponse(wasm);
  throw wrong('wasm', 'a URL, a response, bytes or a module', wasm);
}

async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw new Error(`cannot load ${quoted(response.url)}: status ${response.status}`);
  // Browsers compile during the download only with exactly this type.
  const streams = response.headers.get('content-type')?.toLowerCase() === 'application/wasm';
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** The part of Node that is used. Bundlers do not see it as an import. */
interface Node {
  getBuiltinModule?(name: 'node:fs'): { readFileSync(url: URL): Uint8Array<ArrayBuffer> };
}

/** Reads a `file:` URL, which Node's fetch cannot. Synchronous, since that is faster than to wait for a thread. */
function asFile(url: URL): Uint8Array<ArrayBuffer> | undefined {
  const { process } = globalThis as { process?: Node };
  if (url.protocol !== 'file:') return undefined;
  return process?.getBuiltinModule?.('node:fs').readFileSync(url);
}

/** Resolves a URL as `fetch` does. The error of `fetch` would repeat the whole text. */
function urlOf(url: string | URL): URL {
  const { document, location } = globalThis as { document?: { baseURI: string }; location?: { href: string } };
  try {
    return new URL(url, document?.baseURI ?? location?.href);
  } catch {
    throw wrong('wasm', 'a URL', url);
  }
}
