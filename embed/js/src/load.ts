import { wrong } from './convert.js';
import { Evaluator } from './evaluator.js';

/**
 * The core module `core.wasm` of this version: where it lies, a response with it, its bytes, or the module as it was
 * compiled once, in a page say, and posted to a worker.
 */
export type WasmSource = string | URL | Response | ArrayBuffer | ArrayBufferView | CompiledModule;

/** A `WebAssembly.Module`; any object where the types of the host, as those of Node, do not have it. */
export type CompiledModule = typeof globalThis extends {
  WebAssembly: { Module: abstract new (...given: never) => infer Module };
}
  ? Module
  : object;

/** What an evaluator is loaded from. */
export interface LoadOptions {
  /** The core module; the package's own where it is not given. */
  readonly wasm?: WasmSource | PromiseLike<WasmSource> | undefined;
}

/** Compiles what is given, or else what is at hand, once. @internal */
export function loader(own: () => Promise<WebAssembly.Module>): (options?: LoadOptions) => Promise<Evaluator> {
  let compiled: Promise<WebAssembly.Module> | undefined;
  return async ({ wasm } = {}) => {
    const given = await wasm;
    if (given !== undefined) return new Evaluator(await compile(given));
    compiled ??= own();
    try {
      return new Evaluator(await compiled);
    } catch (error) {
      // The next call tries again.
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
    const file = asFile(wasm);
    return file ? WebAssembly.compile(file) : compileResponse(await fetch(wasm));
  }
  // Last, since Node loads its fetch when it hears of it.
  if (wasm instanceof Response) return compileResponse(wasm);
  throw wrong('wasm', 'a URL, a response, bytes or a module', wasm);
}

async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw new Error(`${response.url} answers with ${response.status} ${response.statusText}`);
  // Browsers compile it while it comes in only if it has just this type.
  const streams = response.headers.get('content-type')?.toLowerCase() === 'application/wasm';
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** What of Node is used; asked for like this it is nothing that a bundler would look for. */
interface Node {
  getBuiltinModule?(name: 'node:fs'): { readFileSync(url: URL): Uint8Array<ArrayBuffer> };
}

/** The bytes of a `file:` URL, which Node's fetch does not read. At once: it takes less than to wait for a thread. */
function asFile(url: string | URL): Uint8Array<ArrayBuffer> | undefined {
  const { process } = globalThis as { process?: Node };
  if (!String(url).startsWith('file:')) return undefined;
  return process?.getBuiltinModule?.('node:fs').readFileSync(new URL(url));
}
