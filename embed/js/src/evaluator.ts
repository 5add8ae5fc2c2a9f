import type { Cluster, Inventory, InventoryReader } from './contract/resources.js';
import { Functions } from './contract/functions.js';
import { record, unchecked } from './convert.js';
import { Instance } from './instance.js';
import type { ReadOptions } from './options.js';
import { Held, type Resource, instanceOf } from './resource.js';
import type { Result } from './result.js';
import { Session } from './session.js';
import { type Source, pieces, sizeOf } from './source.js';
import { STEP, jobOptions, pause } from './steps.js';

const toReadOptions = record({ ...jobOptions, cluster: unchecked });

/**
 * Every function of the interface. The functions are synchronous, and use no network, clock or files.
 *
 * Optional properties may be absent, `undefined` or `null`.
 *
 * - A value of the wrong type throws a `TypeError` that names the value. So does a value whose getter, proxy or iterator
 *   throws; its error is the `cause`.
 * - A list or arguments that are too long throw a `RangeError`.
 * - Input that the evaluator refuses is a {@link Failure} with diagnostics.
 * - If the component traps, the call throws a {@link TrapError}. The next call uses a new instance.
 */
export class Evaluator extends Functions {
  readonly #core: WebAssembly.Module;
  /** The instance for calls without a resource. */
  #latest: Instance | undefined;

  /** @internal */
  constructor(core: WebAssembly.Module) {
    super();
    this.#core = core;
    this.#latest = this.#started();
  }

  /** @internal */
  protected override instance(resource?: Resource | Held<object> | null): Instance {
    if (resource != null) return resource instanceof Held ? resource.instance : instanceOf(resource);
    if (this.#latest?.trapped) this.#latest = undefined;
    return (this.#latest ??= this.#started());
  }

  #started(): Instance {
    return new Instance(this.#core, (retired) => {
      if (this.#latest === retired) this.#latest = undefined;
    });
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
    const { signal, onProgress, cluster } = toReadOptions(options, 'options');
    signal?.throwIfAborted();
    const reader = this.#reader(cluster as Cluster | undefined);
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
