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
 * Every function of the interface. Each answers at once, and asks nothing of the outside: no network, no clock, no
 * files.
 *
 * What goes in may leave out what is optional, or say `null`. A value of the wrong shape is a `TypeError` that says
 * where; what the evaluator refuses is a {@link Failure} with its diagnostics. Where it breaks down, for lack of memory
 * or stack, it throws a {@link TrapError}, and the next call starts afresh.
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
   * Reads a cluster's objects from a file, a stream or a text: what {@link InventoryReader} reads. Between pieces
   * everything else has its turn.
   *
   * @example
   * ```ts
   * const inventory = await evaluator.readInventory(file, { onProgress: ({ done, total }) => show(done / total) });
   * ```
   *
   * @returns Where it fails, why there are no objects. The promise is rejected where the source fails, and with the
   * signal's reason.
   */
  async readInventory(source: Source, options: ReadOptions = {}): Promise<Result<Inventory>> {
    const { signal, onProgress } = options;
    signal?.throwIfAborted();
    const reader = this.#reader(options.cluster);
    const total = sizeOf(source);
    try {
      let done = 0;
      let rested = performance.now();
      for await (const piece of pieces(source, signal)) {
        const pushed = reader.push(piece);
        if (!pushed.ok) return pushed;
        done += piece.length;
        if (performance.now() - rested < STEP) continue;
        onProgress?.({ done, total });
        await pause();
        rested = performance.now();
      }
      onProgress?.({ done, total: done });
      return reader.finish();
    } finally {
      reader.close();
    }
  }

  /** Opens a session, which calls functions by name with JSON, in an instance of its own. */
  session(): Session {
    return new Session(this.#core);
  }

  #reader(cluster: Cluster | null | undefined): InventoryReader {
    if (cluster != null) return this.inventoryReader(cluster);
    const opened = this.openCluster();
    if (!opened.ok) throw new Error('the built-in kinds are those of a cluster');
    try {
      return this.inventoryReader(opened.value);
    } finally {
      opened.value.close();
    }
  }
}
