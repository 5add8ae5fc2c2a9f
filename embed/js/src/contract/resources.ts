// Generated from wit/ by `cargo xtask bindings`.

import * as convert from '../convert.js';
import type * as cluster from '../generated/component/interfaces/k8s-backup-target-cluster.js';
import type * as validation from '../generated/component/interfaces/k8s-backup-target-validation.js';
import type * as requirer from '../generated/component/interfaces/k8s-backup-target-requirer.js';
import type * as selection from '../generated/component/interfaces/k8s-backup-target-selection.js';
import { Job } from '../job.js';
import { Held, Resource, held, instanceOf, taken } from '../resource.js';
import { type Result, mapped } from '../result.js';
import type {
  ApiResource,
  Diagnostic,
  Edit,
  LocatedTarget,
  ObjectRef,
  Overlap,
  Span,
  Spec,
  Target,
  TargetCoverage,
  Verdict,
} from './types.js';

/** The kinds that a cluster serves, and how Velero finds one by a name. */
export class Cluster extends Resource {
  /** @internal */
  constructor(held: Held<cluster.Cluster>) {
    super(held);
  }

  /** Built-in kinds and those given, group by group, in the order in which Velero prefers them. */
  apiResources(): ApiResource[] {
    return held(this, Cluster).call((own) => own.apiResources());
  }

  /**
   * The kind that Velero takes a name in a resource list for: a plural, singular, kind or short name, with or without
   * its group or the start of it. None where it finds nothing, or a kind that it does not see.
   */
  resolve(name: string): ApiResource | undefined {
    const given = [convert.text(name, 'name')] as const;
    return held(this, Cluster).call((own) => own.resolve(...given));
  }
}

/** A text, read once: what is wrong with it, what it says, and where. Several YAML documents are several subjects. */
export class Document extends Resource {
  /** @internal */
  constructor(held: Held<validation.Document>) {
    super(held);
  }

  /** What is wrong, in the order of the text: the same on every host and each time. */
  diagnostics(): Diagnostic[] {
    return held(this, Document).call((own) => own.diagnostics());
  }

  /** The specs that could be read, those of targets too, in the order of the text. */
  specs(): Spec[] {
    return held(this, Document).call((own) => own.specs());
  }

  /** The targets that could be read, in the order of the text. */
  targets(): Target[] {
    return held(this, Document).call((own) => own.targets());
  }

  /** Where the value stands that an RFC 6901 JSON pointer into a subject leads to; none where there is no such value. */
  locate(subject: number, pointer: string): Span | undefined {
    const given = [convert.count(subject, 'subject'), convert.text(pointer, 'pointer')] as const;
    return held(this, Document).call((own) => own.locate(...given));
  }

  /**
   * The edits that write a value, as JSON text, at an RFC 6901 JSON pointer into a subject; none removes the value,
   * with its key or its list entry. A key or a list entry that is missing is added, with the objects around it that
   * are missing too; `-`, or the length of a list, is the entry after its last one. Comments, order and layout around
   * the value stay.
   *
   * The document is as it was read; the edited text is a new document. The error says why there is no edit: the value
   * is not JSON, the pointer leads nowhere, the document cannot be read, or the edit would change another value too.
   *
   * @param value JSON text; `undefined` removes the value.
   */
  edit(subject: number, pointer: string, value: string | undefined): Result<Edit[]> {
    const given = [
      convert.count(subject, 'subject'),
      convert.text(pointer, 'pointer'),
      convert.orUndefined(convert.text)(value, 'value'),
    ] as const;
    return held(this, Document).attempt((own) => own.edit(...given));
  }

  /**
   * The subject and the JSON pointer of the value that an offset is in, or whose key it is in. Between values, that is
   * the list or the object around the offset. Of a document that cannot be read, it is what was read before the
   * error. None past the end of the text.
   */
  pointerAt(utf16Offset: number): [number, string] | undefined {
    const given = [convert.count(utf16Offset, 'utf16Offset')] as const;
    return held(this, Document).call((own) => own.pointerAt(...given));
  }
}

/** Every target of a set of relations, read once. */
export class Targets extends Resource {
  /** @internal */
  constructor(held: Held<requirer.Targets>) {
    super(held);
  }

  /** Whether some relation has a target. A lookup may find nothing all the same. */
  isReady(): boolean {
    return held(this, Targets).call((own) => own.isReady());
  }

  /**
   * The first match in the order of the relations, then of the entries. Names are compared exactly; an empty name is a
   * name.
   */
  getBackupSpec(appName: string, endpoint: string, model: string): Spec | undefined {
    const given = [
      convert.text(appName, 'appName'),
      convert.text(endpoint, 'endpoint'),
      convert.text(model, 'model'),
    ] as const;
    return held(this, Targets).call((own) => own.getBackupSpec(...given));
  }

  /** Every target, in the order of the relations, then of the entries. */
  entries(): LocatedTarget[] {
    return held(this, Targets).call((own) => own.entries());
  }

  /**
   * What the reference drops in silence: unreadable databags, shadowed duplicates, coerced values, ignored fields. The
   * subject is the relation's place in the list; pointers lead into its databag, and on inside the text of
   * `backup_targets`: `/backup_targets/0/spec/ttl`.
   */
  diagnostics(): Diagnostic[] {
    return held(this, Targets).call((own) => own.diagnostics());
  }
}

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
   * Goes through the next piece. The errors say why the rest need not be given: it is in another format than JSON, or
   * has more than a million objects.
   */
  push(chunk: Uint8Array): Result<undefined> {
    const given = [convert.bytes(chunk, 'chunk')] as const;
    return held(this, InventoryReader).attempt((own) => own.push(...given));
  }

  /**
   * The objects that were read. The errors say why there are none. An object that stands there twice, or is shown under
   * two groups of its kind as events are, counts once.
   *
   * The reader is closed with that.
   */
  finish(): Result<Inventory> {
    const given = [taken(InventoryReader)(this, 'this')] as const;
    const instance = instanceOf(this);
    const result = instance.attempt(({ selection }) => selection.InventoryReader.finish(...given));
    return mapped(result, (answer) => new Inventory(new Held(instance, answer)));
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
    return held(this, Inventory).call((own) => own.diagnostics());
  }

  /** How many objects there are. */
  len(): number {
    return held(this, Inventory).call((own) => own.len());
  }

  /**
   * At most `limit` objects, from a place on.
   *
   * Without a limit, all of them: 100,000 take a second.
   */
  objects(offset: number = 0, limit: number = convert.ALL): ObjectRef[] {
    const given = [convert.count(offset, 'offset'), convert.count(limit, 'limit')] as const;
    return held(this, Inventory).call((own) => own.objects(...given));
  }

  /**
   * The namespaces that an entry of a namespace list stands for here, by name: itself, or what the pattern matches, as
   * Velero expands it. The errors are what Velero refuses it for, or why it cannot match with it.
   */
  matchingNamespaces(pattern: string): Result<string[]> {
    const given = [convert.text(pattern, 'pattern')] as const;
    return held(this, Inventory).attempt((own) => own.matchingNamespaces(...given));
  }
}

/** One spec over one inventory, worked off in steps so that a host stays alive. It keeps the inventory. */
export class Evaluation extends Job {
  /** @internal */
  constructor(held: Held<selection.Evaluation>, total: number) {
    super(held, total);
  }

  /**
   * Goes on for about so many objects; true when done. What follows answers for the part that is done: an object that
   * is not included yet may still come along.
   */
  step(maxObjects: number): boolean {
    const given = [convert.count(maxObjects, 'maxObjects')] as const;
    return held(this, Evaluation).call((own) => own.step(...given));
  }

  /**
   * Why Velero refuses the spec; claims without their volumes, related objects that are missing, and the like, once it
   * is done. The subject is the object's place in the inventory, where it is about one; else the pointer leads into the
   * spec.
   */
  diagnostics(): Diagnostic[] {
    return held(this, Evaluation).call((own) => own.diagnostics());
  }

  /** How many objects are included. */
  included(): number {
    return held(this, Evaluation).call((own) => own.included());
  }

  /**
   * A byte for each object that is looked at: the reason, by its place in the enum. A host lifts 100,000 bytes in no
   * time, and as many records in seconds.
   *
   * `reasonNames` has their names. The array is the caller's own, and may be transferred.
   */
  reasons(): Uint8Array<ArrayBuffer> {
    return held(this, Evaluation).call((own) => own.reasons());
  }

  /**
   * What becomes of at most `limit` objects, from a place on.
   *
   * Without a limit, all of them: 100,000 take seconds.
   */
  verdicts(offset: number = 0, limit: number = convert.ALL): Verdict[] {
    const given = [convert.count(offset, 'offset'), convert.count(limit, 'limit')] as const;
    return held(this, Evaluation).call((own) => own.verdicts(...given));
  }
}

/**
 * Many targets over one inventory, worked off in steps. It keeps the inventory. Each target's spec is evaluated for
 * itself; what comes along counts.
 */
export class Coverage extends Job {
  /** @internal */
  constructor(held: Held<selection.Coverage>, total: number) {
    super(held, total);
  }

  /**
   * Goes on for about so many verdicts, one for each object and target; true when done. What follows answers for the
   * targets that are done.
   */
  step(maxObjects: number): boolean {
    const given = [convert.count(maxObjects, 'maxObjects')] as const;
    return held(this, Coverage).call((own) => own.step(...given));
  }

  /** In the order of the targets. */
  targets(): TargetCoverage[] {
    return held(this, Coverage).call((own) => own.targets());
  }

  /** The volume claims that no target takes, by their places: at most `limit`, from the `offset`th on. */
  uncoveredClaims(offset: number = 0, limit: number = convert.ALL): Uint32Array<ArrayBuffer> {
    const given = [convert.count(offset, 'offset'), convert.count(limit, 'limit')] as const;
    return held(this, Coverage).call((own) => own.uncoveredClaims(...given));
  }

  /** The objects that no target takes, by their places, volume claims first: at most `limit`, from the `offset`th on. */
  uncovered(offset: number = 0, limit: number = convert.ALL): Uint32Array<ArrayBuffer> {
    const given = [convert.count(offset, 'offset'), convert.count(limit, 'limit')] as const;
    return held(this, Coverage).call((own) => own.uncovered(...given));
  }

  /** The objects that several targets take: at most `limit`, from the `offset`th on. */
  overlapping(offset: number = 0, limit: number = convert.ALL): Overlap[] {
    const given = [convert.count(offset, 'offset'), convert.count(limit, 'limit')] as const;
    return held(this, Coverage).call((own) => own.overlapping(...given));
  }
}
