import type { Cluster, Inventory, InventoryReader } from './contract/resources.js';
import { Functions } from './contract/functions.js';
import { Instance } from './instance.js';
import type { ReadOptions } from './options.js';
import { type Resource, instanceOf } from './resource.js';
import type { Result } from './result.js';
import { Session } from './session.js';
import { type Source, pieces, sizeOf } from './source.js';
import { STEP, pause } from './steps.js';

/**
 * Every function of the interface. The functions are synchronous, and use no network, clock or files.
 *
 * Optional properties may be absent, `undefined` or `null`.
 *
 * - A value of the wrong type throws a `TypeError` that names the value.
 * - Input that the evaluator refuses is a {@link Failure} with diagnostics.
 * - If the component traps, the call throws a {@link TrapError}. The next call uses a new instance.
 */
export class Evaluator extends Functions {
  readonly #core: WebAssembly.Module;
  #latest: Instance;

  /** @internal */
  constructor(core: WebAssembly.Module) {
    super();
    this.#core = core;
    this.#latest = new Instance(core);
  }

  /** @internal */
  protected override instance(resource?: Resource | null): Instance {
    if (resource != null) return instanceOf(resource);
    if (this.#latest.trapped) this.#latest = new Instance(this.#core);
    return this.#latest;
  }

  /**
   * Reads a cluster's objects from a file, a stream or a text, in the formats of {@link InventoryReader}. Other work of
   * the page or process runs between the pieces.
   *
   * @example
   * ```ts
   * const inventory = await evaluator.readInventory(file, { onProgress: ({ done, total }) => show(done / total) });
   * ```
   *
   * @returns The inventory, or why it cannot be read. The promise is rejected if the source fails, and if the signal
   * aborts it.
   */
  async readInventory(source: Source, options: ReadOptions = {}): Promise<Result<Inventory>> {
    const { signal, onProgress } = options;
    signal?.throwIfAborted();
    const reader = this.#reader(options.cluster);
    const total = sizeOf(source);
    try {
      let done = 0;
      let paused = performance.now();
      for await (const piece of pieces(source, signal)) {
        const pushed = reader.push(piece);
        if (!pushed.ok) return pushed;
        done += piece.length;
        if (performance.now() - paused < STEP) continue;
        onProgress?.({ done, total });
        await pause();
        paused = performance.now();
      }
      onProgress?.({ done, total: done });
      return reader.finish();
    } finally {
      reader.close();
    }
  }

  /** Opens a session, which calls functions by name with JSON. It has its own instance. */
  session(): Session {
    return new Session(this.#core);
  }

  #reader(cluster: Cluster | null | undefined): InventoryReader {
    if (cluster != null) return this.inventoryReader(cluster);
    const opened = this.openCluster();
    if (!opened.ok) throw new Error('the built-in kinds were refused');
    try {
      return this.inventoryReader(opened.value);
    } finally {
      opened.value.close();
    }
  }
}
