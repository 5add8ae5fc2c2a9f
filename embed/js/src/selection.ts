import { ALL, count, text, wrong } from './convert.js';
import type * as selection from './generated/component/interfaces/k8s-backup-target-selection.js';
import type { Diagnostic, ObjectRef, Overlap, TargetCoverage, Verdict, reasonNames } from './generated/contract.js';
import { Held, Resource, held } from './resource.js';
import type { Result } from './result.js';
import { type JobOptions, type Progress, steps } from './steps.js';

/**
 * Reads a cluster's objects in pieces of any size, which may end anywhere: what `kubectl get -A -o json` prints (a
 * List), several of them one behind the other or in a List, or an object a line.
 *
 * Memory is what the inventory needs, about 100 bytes an object, and the longest object, of at most 8 MiB.
 *
 * `Evaluator.readInventory` reads a whole file or stream.
 */
export class InventoryReader extends Resource {
  /** @internal */
  constructor(held: Held<selection.InventoryReader>) {
    super(held);
  }

  /**
   * Goes through the next piece.
   *
   * @returns Where it fails, why the rest need not be given: it is not JSON, or has more than a million
   * objects.
   */
  push(chunk: Uint8Array): Result<undefined> {
    if (!(chunk instanceof Uint8Array)) throw wrong('chunk', 'a Uint8Array', chunk);
    return held(this, InventoryReader).attempt((reader) => reader.push(chunk) as undefined);
  }

  /**
   * The objects that were read; the reader is closed with that. An object that stands there twice, or is shown under
   * two groups of its kind as events are, counts once.
   *
   * @returns Where it fails, why there are none.
   */
  finish(): Result<Inventory> {
    const reader = held(this, InventoryReader);
    const taken = reader.take();
    const inventory = reader.instance.attempt(({ selection }) => selection.InventoryReader.finish(taken));
    return inventory.ok ? { ok: true, value: new Inventory(new Held(reader.instance, inventory.value)) } : inventory;
  }
}

/**
 * The objects of a cluster, each with a place, from 0, in the order in which they were read. The namespaces that exist
 * are its Namespace objects; without any, those that objects are in.
 */
export class Inventory extends Resource {
  /** @internal */
  constructor(held: Held<selection.Inventory>) {
    super(held);
  }

  /**
   * What could not be read, or not be placed. The subject is the document in the text, from 0; the pointer leads into
   * it: `/items/17/metadata/name`.
   */
  diagnostics(): Diagnostic[] {
    return held(this, Inventory).call((inventory) => inventory.diagnostics());
  }

  /** How many objects there are. */
  len(): number {
    return held(this, Inventory).call((inventory) => inventory.len());
  }

  /** At most `limit` objects, from a place on; all of them where that is not said. Lists of 100,000 take a second. */
  objects(offset = 0, limit = ALL): ObjectRef[] {
    const page = [count(offset, 'offset'), count(limit, 'limit')] as const;
    return held(this, Inventory).call((inventory) => inventory.objects(...page));
  }

  /**
   * The namespaces that an entry of a namespace list stands for here, by name: itself, or what the pattern matches, as
   * Velero expands it.
   *
   * @returns Where it fails, what Velero refuses it for, or why it cannot match with it.
   */
  matchingNamespaces(pattern: string): Result<string[]> {
    const given = text(pattern, 'pattern');
    return held(this, Inventory).attempt((inventory) => inventory.matchingNamespaces(given));
  }
}

/** A long job on an inventory, which goes in steps so that a page, or whoever else waits, stays alive. */
abstract class Job extends Resource {
  /** So much there is to be done, in what steps are measured in. */
  readonly #total: number;

  /** @internal */
  constructor(held: Held<object>, total: number) {
    super(held);
    this.#total = total;
  }

  /**
   * Goes on by a step of about so much.
   *
   * @returns Whether it is done.
   */
  abstract step(maxObjects: number): boolean;

  /**
   * Goes on to the end in steps of a few milliseconds. Between them everything else has its turn, and what is asked of
   * the job answers for the part that is done. To leave the loop is to rest: another goes on from there.
   *
   * @example
   * ```ts
   * for await (const { done, total } of evaluation.steps()) bar.value = done / total;
   * ```
   */
  steps(options: Pick<JobOptions, 'signal'> = {}): AsyncGenerator<Progress, void, undefined> {
    return steps((size) => this.step(size), this.#total, options.signal);
  }

  /** Goes on to the end, as {@link steps} does. */
  async run(options: JobOptions = {}): Promise<this> {
    for await (const progress of this.steps(options)) options.onProgress?.(progress);
    return this;
  }
}

/** One spec over one inventory. It keeps the inventory. */
export class Evaluation extends Job {
  /** @internal */
  constructor(held: Held<selection.Evaluation>, total: number) {
    super(held, total);
  }

  /**
   * Goes on for about so many objects. What follows answers for the part that is done: an object that is not included
   * yet may still come along.
   *
   * @returns Whether it is done.
   */
  step(maxObjects: number): boolean {
    const size = count(maxObjects, 'maxObjects');
    return held(this, Evaluation).call((evaluation) => evaluation.step(size));
  }

  /**
   * Why Velero refuses the spec; claims without their volumes, related objects that are missing, and the like, once it
   * is done. The subject is the object's place in the inventory, where it is about one; else the pointer leads into the
   * spec.
   */
  diagnostics(): Diagnostic[] {
    return held(this, Evaluation).call((evaluation) => evaluation.diagnostics());
  }

  /** How many objects are included. */
  included(): number {
    return held(this, Evaluation).call((evaluation) => evaluation.included());
  }

  /**
   * A byte for each object that is looked at: the place of its reason in {@link reasonNames}. 100,000 bytes take no
   * time, and as many verdicts seconds. The array is the caller's own, and may be transferred.
   */
  reasons(): Uint8Array<ArrayBuffer> {
    return held(this, Evaluation).call((evaluation) => evaluation.reasons() as Uint8Array<ArrayBuffer>);
  }

  /** What becomes of at most `limit` objects, from a place on; of all where that is not said. */
  verdicts(offset = 0, limit = ALL): Verdict[] {
    const page = [count(offset, 'offset'), count(limit, 'limit')] as const;
    return held(this, Evaluation).call((evaluation) => evaluation.verdicts(...page));
  }
}

/**
 * Many targets over one inventory. It keeps the inventory. Each target's spec is evaluated for itself; what comes along
 * counts.
 */
export class Coverage extends Job {
  /** @internal */
  constructor(held: Held<selection.Coverage>, total: number) {
    super(held, total);
  }

  /**
   * Goes on for about so many verdicts, one for each object and target. What follows answers for the targets that are
   * done.
   *
   * @returns Whether it is done.
   */
  step(maxObjects: number): boolean {
    const size = count(maxObjects, 'maxObjects');
    return held(this, Coverage).call((coverage) => coverage.step(size));
  }

  /** What each target takes, in the order of the targets. */
  targets(): TargetCoverage[] {
    return held(this, Coverage).call((coverage) => coverage.targets());
  }

  /** The volume claims that no target takes, by their places: at most `limit`, from the `offset`th on. */
  uncoveredClaims(offset = 0, limit = ALL): Uint32Array<ArrayBuffer> {
    return this.#places((coverage, ...page) => coverage.uncoveredClaims(...page), offset, limit);
  }

  /**
   * The objects that no target takes, by their places, volume claims first: at most `limit`, from the `offset`th on.
   */
  uncovered(offset = 0, limit = ALL): Uint32Array<ArrayBuffer> {
    return this.#places((coverage, ...page) => coverage.uncovered(...page), offset, limit);
  }

  /** The objects that several targets take: at most `limit`, from the `offset`th on. */
  overlapping(offset = 0, limit = ALL): Overlap[] {
    return this.#places((coverage, ...page) => coverage.overlapping(...page), offset, limit);
  }

  #places<T>(
    ask: (coverage: selection.Coverage, offset: number, limit: number) => unknown,
    offset: number,
    limit: number,
  ): T {
    const page = [count(offset, 'offset'), count(limit, 'limit')] as const;
    return held(this, Coverage).call((coverage) => ask(coverage, ...page) as T);
  }
}
