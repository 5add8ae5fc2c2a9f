/** The exports of a module with the string call, as wit/json.md describes them. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  allocate(size: number): number;
  call(name: number, nameSize: number, given: number, givenSize: number): number;
  free(address: number): void;
}

/** The component trapped. It cannot be called again. The package has an error of the same name. */
class TrapError extends Error {
  override readonly name = 'TrapError';
}

/** Calls functions of the contract by their names, with JSON. */
export class StringCall {
  readonly #exports: Exports;

  constructor(module: WebAssembly.Module) {
    this.#exports = new WebAssembly.Instance(module).exports as unknown as Exports;
  }

  /** Returns the answer of a function. Arguments and answer are JSON. */
  call(name: string, given: string): string {
    const [isError, answer] = this.#called(name, given);
    if (isError) throw new Error(`a bug in this page: ${name}: ${answer}`);
    return answer;
  }

  #called(name: string, given: string): [isError: boolean, answer: string] {
    const { memory, call, free } = this.#exports;
    try {
      const result = call(...this.#allocated(name), ...this.#allocated(given)) >>> 0;
      const view = new DataView(memory.buffer, result, 12);
      const bytes = new Uint8Array(memory.buffer, view.getUint32(4, true), view.getUint32(8, true));
      const called: [boolean, string] = [view.getUint8(0) === 1, new TextDecoder().decode(bytes)];
      free(result);
      return called;
    } catch (cause) {
      throw new TrapError(`the component trapped (a bug): ${(cause as Error).message}`, { cause });
    }
  }

  /** Copies a text into the memory of the module. */
  #allocated(text: string): [address: number, size: number] {
    const bytes = new TextEncoder().encode(text);
    const address = this.#exports.allocate(bytes.length) >>> 0;
    new Uint8Array(this.#exports.memory.buffer).set(bytes, address);
    return [address, bytes.length];
  }
}
