import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';

/** A Web Worker: a script with a `self`, and without the modules of Node. */
export class WebWorker {
  static started = [];
  #self;
  #isClosed = false;

  constructor(url) {
    WebWorker.started.push(this);
    const self = {
      postMessage: (message) => this.#deliver(message),
      close: () => (this.#isClosed = true),
    };
    const { TextDecoder, TextEncoder, atob, setTimeout, WebAssembly } = globalThis;
    const context = createContext({ self, TextDecoder, TextEncoder, atob, setTimeout, WebAssembly });
    // Bytes are those of the same realm in a real worker.
    Object.assign(context, { Uint8Array, ArrayBuffer, DataView });
    runInContext(readFileSync(fileURLToPath(url), 'utf8'), context);
    this.#self = self;
  }

  get isClosed() {
    return this.#isClosed;
  }

  postMessage(message) {
    const data = structuredClone(message);
    setImmediate(() => !this.#isClosed && this.#self.onmessage({ data }));
  }

  terminate() {
    this.#isClosed = true;
  }

  #deliver(message) {
    if (this.#isClosed) return;
    const data = structuredClone(message);
    setImmediate(() => this.onmessage?.({ data }));
  }
}
