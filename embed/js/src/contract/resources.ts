// Generated from wit/ by `cargo xtask bindings`.

import * as convert from '../convert.js';
import type * as cluster from '../generated/component/interfaces/k8s-backup-target-cluster.js';
import type * as validation from '../generated/component/interfaces/k8s-backup-target-validation.js';
import type * as requirer from '../generated/component/interfaces/k8s-backup-target-requirer.js';
import type * as selection from '../generated/component/interfaces/k8s-backup-target-selection.js';
import { Job } from '../job.js';
import { Held, Resource, forCall, held, taken } from '../resource.js';
import { type Result, mapped } from '../result.js';
import { fromBackup, fromPolicyMap, fromServerSettings } from './conversions.js';
import type {
  ApiResource,
  Backup,
  ContentsCount,
  ConvertedSpec,
  Diagnostic,
  Edit,
  LocatedTarget,
  ObjectRef,
  Outcome,
  Overlap,
  PolicyMap,
  SavedContents,
  ServerSettings,
  Span,
  Spec,
  Target,
  TargetCoverage,
  Verdict,
  VolumeVerdict,
} from './types.js';

/** The kinds that a cluster serves, and its release of Velero. It finds a kind by a name as Velero does. */
export class Cluster extends Resource {
  /** @internal */
  constructor(held: Held<cluster.Cluster>) {
    super(held);
  }

  /** Returns the warnings about the version: it is known to differ from the release that it is treated as. */
  diagnostics(): Diagnostic[] {
    return held(this, Cluster).call((own) => own.diagnostics());
  }

  /** Returns the built-in kinds and the given ones, by group, in the order in which Velero prefers them. */
  apiResources(): ApiResource[] {
    return held(this, Cluster).call((own) => own.apiResources());
  }

  /**
   * Returns the kind that Velero finds for a name in a list of resources. The name is a plural, a singular, a kind
   * or a short name. The group, or the start of the group, can follow. Returns `undefined` if Velero finds no kind, or
   * does not see the kind.
   */
  resolve(name: string): ApiResource | undefined {
    const given = forCall([convert.text(name, 'name')]);
    return held(this, Cluster).call((own) => own.resolve(...given));
  }
}

/** A text that was read and checked. Each YAML document is a subject. */
export class Document extends Resource {
  /** @internal */
  constructor(held: Held<validation.Document>) {
    super(held);
  }

  /** Returns all diagnostics, in the order of the text. They are the same on every host. */
  diagnostics(): Diagnostic[] {
    return held(this, Document).call((own) => own.diagnostics());
  }

  /** Returns the specs that could be read, in the order of the text. The specs of targets are included. */
  specs(): Spec[] {
    return held(this, Document).call((own) => own.specs());
  }

  /** Returns the targets that could be read, in the order of the text. */
  targets(): Target[] {
    return held(this, Document).call((own) => own.targets());
  }

  /**
   * Returns the Backups and Schedules that could be read, in the order of the text. Those of Helm values that are
   * disabled are left out.
   */
  backups(): Backup[] {
    const answer = held(this, Document).call((own) => own.backups());
    return convert.each(fromBackup)(answer);
  }

  /**
   * Returns the spec that saves the same as one of these, by its index. The errors name the fields that a spec does not
   * have, or say that there is no such index.
   */
  backupAsSpec(index: number): Result<ConvertedSpec> {
    const given = forCall([convert.integer(index, 'index')]);
    return held(this, Document).attempt((own) => own.backupAsSpec(...given));
  }

  /** Returns the ConfigMaps with a resource policy. A policy without its ConfigMap has no name. */
  policies(): PolicyMap[] {
    const answer = held(this, Document).call((own) => own.policies());
    return convert.each(fromPolicyMap)(answer);
  }

  /** Returns the number of Kubernetes objects of other kinds, which are skipped. */
  skipped(): number {
    return held(this, Document).call((own) => own.skipped());
  }

  /** Returns the span of the value at an RFC 6901 JSON pointer into a subject, or `undefined` if there is no such value. */
  locate(subject: number, pointer: string): Span | undefined {
    const given = forCall([convert.integer(subject, 'subject'), convert.text(pointer, 'pointer')]);
    return held(this, Document).call((own) => own.locate(...given));
  }

  /**
   * Returns the edits that write a value at an RFC 6901 JSON pointer into a subject. The value is JSON. If it is
   * `undefined`, the edits remove the value with its key or its list entry. If a key or a list entry is missing, the
   * edits add it, and the objects around it. `-`, or the length of a list, is a new entry at its end. Comments,
   * order and layout around the value stay.
   *
   * The document does not change: create another one from the edited text. The error says why there is no edit: the
   * value is not JSON, the pointer does not match, the document cannot be read, or the edit would change another
   * value too.
   *
   * @param value JSON text; `undefined` removes the value.
   */
  edit(subject: number, pointer: string, value: string | undefined): Result<Edit[]> {
    const given = forCall([
      convert.integer(subject, 'subject'),
      convert.text(pointer, 'pointer'),
      convert.orUndefined(convert.text)(value, 'value'),
    ]);
    return held(this, Document).attempt((own) => own.edit(...given));
  }

  /**
   * Returns the subject and the JSON pointer of the value at an offset. For an offset in a key, it is the value of
   * the key. Between values, it is the list or the object around the offset. If the document cannot be read, only
   * the part before the error counts. Returns `undefined` after the end of the text.
   */
  pointerAt(utf16Offset: number): [number, string] | undefined {
    const given = forCall([convert.integer(utf16Offset, 'utf16Offset')]);
    return held(this, Document).call((own) => own.pointerAt(...given));
  }
}

/** The targets of a list of relations. */
export class Targets extends Resource {
  /** @internal */
  constructor(held: Held<requirer.Targets>) {
    super(held);
  }

  /** Returns whether a relation has a target. A lookup can still find nothing. */
  isReady(): boolean {
    return held(this, Targets).call((own) => own.isReady());
  }

  /**
   * Returns the spec of the first target with these names, in the order of `entries`. The names must be equal. An
   * empty name is compared too.
   */
  getBackupSpec(appName: string, endpoint: string, model: string): Spec | undefined {
    const given = forCall([
      convert.text(appName, 'appName'),
      convert.text(endpoint, 'endpoint'),
      convert.text(model, 'model'),
    ]);
    return held(this, Targets).call((own) => own.getBackupSpec(...given));
  }

  /** Returns all targets, in the order of the relations and of their entries. */
  entries(): LocatedTarget[] {
    return held(this, Targets).call((own) => own.entries());
  }

  /**
   * Returns what the reference ignores without a message: databags that cannot be read, repeated targets, converted
   * values and ignored fields. The subject is the index of the relation. The pointer is a path in its databag, and
   * continues inside the JSON of `backup_targets`: `/backup_targets/0/spec/ttl`.
   */
  diagnostics(): Diagnostic[] {
    return held(this, Targets).call((own) => own.diagnostics());
  }
}

/**
 * Reads a cluster's objects, in chunks of any size. A chunk can end anywhere. The format is the output of
 * `kubectl get -A -o json` (a List), several of these one after the other or in a List, or one object in each line.
 *
 * It needs about 100 bytes of memory for each object, and the size of the longest object. The maximum size of an
 * object is 8 MiB.
 *
 * `Evaluator.readInventory` reads a complete file or stream.
 */
export class InventoryReader extends Resource {
  /** @internal */
  constructor(held: Held<selection.InventoryReader>) {
    super(held);
  }

  /**
   * Reads the next chunk. The errors say why reading cannot continue: the text is not JSON, or it has more than a
   * million objects.
   */
  push(chunk: Uint8Array): Result<undefined> {
    const given = forCall([convert.bytes(chunk, 'chunk')]);
    return held(this, InventoryReader).attempt((own) => own.push(...given));
  }

  /**
   * Returns the objects that were read. The errors say why there is no inventory. An object that is repeated, or
   * that is listed under two groups of its kind, as events are, counts once.
   *
   * It also closes the reader.
   */
  finish(): Result<Inventory> {
    const { instance } = held(this, InventoryReader);
    const given = forCall([taken(InventoryReader)(this, 'this')]);
    const result = instance.attempt(({ selection }) => selection.InventoryReader.finish(...given));
    return mapped(result, (answer) => new Inventory(new Held(instance, answer)));
  }
}

/**
 * The objects of a cluster. Each object has an index, from 0, in the order of reading. The namespaces that exist are
 * the Namespace objects. If there are none, they are the namespaces of the other objects.
 */
export class Inventory extends Resource {
  /** @internal */
  constructor(held: Held<selection.Inventory>) {
    super(held);
  }

  /**
   * Returns what could not be read, and objects whose kind or namespace is not clear. The subject is the index of
   * the document in the text, from 0. The pointer is a path in the document: `/items/17/metadata/name`.
   */
  diagnostics(): Diagnostic[] {
    return held(this, Inventory).call((own) => own.diagnostics());
  }

  /** Returns the number of objects. */
  len(): number {
    return held(this, Inventory).call((own) => own.len());
  }

  /**
   * Returns at most `limit` objects, from the index `offset`.
   *
   * Without a limit, it returns all objects. 100,000 of them take a second.
   */
  objects(offset: number = 0, limit: number = convert.ALL): ObjectRef[] {
    const given = forCall([convert.integer(offset, 'offset'), convert.count(limit, 'limit')]);
    return held(this, Inventory).call((own) => own.objects(...given));
  }

  /**
   * Returns the JSON of each Schedule of Velero among the objects, by namespace and name. It is the text of a
   * `document`.
   */
  schedules(): string[] {
    return held(this, Inventory).call((own) => own.schedules());
  }

  /** Returns what Velero's objects say about its server: its Deployment, node agents and locations. */
  settings(): ServerSettings {
    const answer = held(this, Inventory).call((own) => own.settings());
    return fromServerSettings(answer);
  }

  /**
   * Returns the names of the existing namespaces that an entry of a list of namespaces means: the entry itself or,
   * for a pattern, the namespaces that it matches in Velero. The errors say why Velero refuses the entry, or cannot
   * match it.
   */
  matchingNamespaces(pattern: string): Result<string[]> {
    const given = forCall([convert.text(pattern, 'pattern')]);
    return held(this, Inventory).attempt((own) => own.matchingNamespaces(...given));
  }
}

/**
 * Evaluates a spec or a Backup for an inventory. It works in steps, so that the host does not block. It keeps the
 * inventory.
 */
export class Evaluation extends Job {
  /** @internal */
  constructor(held: Held<selection.Evaluation>, total: number) {
    super(held, total);
  }

  /**
   * Evaluates about `maxObjects` more objects, and returns true if all objects are done. The other methods return
   * the results so far. An object that is not included yet can still be added by another one.
   */
  step(maxObjects: number): boolean {
    const given = forCall([convert.count(maxObjects, 'maxObjects')]);
    return held(this, Evaluation).call((own) => own.step(...given));
  }

  /**
   * Returns why Velero refuses the spec. After the last step, it also returns problems of the backup, such as volume
   * claims without their volumes, and missing related objects. The subject is the index of an object in the
   * inventory. If there is no subject, the pointer is a path in the spec, or in the manifest of the Backup.
   */
  diagnostics(): Diagnostic[] {
    return held(this, Evaluation).call((own) => own.diagnostics());
  }

  /** Returns how the backup ends. Errors with volumes are only known after the last step. */
  outcome(): Outcome {
    return held(this, Evaluation).call((own) => own.outcome());
  }

  /** Returns the number of included objects. */
  included(): number {
    return held(this, Evaluation).call((own) => own.included());
  }

  /**
   * Returns the reason of each evaluated object, as its number in the enum, from 0. For many objects, this is much
   * faster than `verdicts`.
   *
   * `reasonNames` has their names. The array is a copy: you can transfer it.
   */
  reasons(): Uint8Array<ArrayBuffer> {
    return held(this, Evaluation).call((own) => own.reasons());
  }

  /**
   * Returns at most `limit` verdicts, from the object with the index `offset`.
   *
   * Without a limit, it returns all verdicts. 100,000 of them take seconds.
   */
  verdicts(offset: number = 0, limit: number = convert.ALL): Verdict[] {
    const given = forCall([convert.integer(offset, 'offset'), convert.count(limit, 'limit')]);
    return held(this, Evaluation).call((own) => own.verdicts(...given));
  }

  /** Returns what is saved of the contents of volumes. It is empty before the last step. */
  contents(): SavedContents {
    return held(this, Evaluation).call((own) => own.contents());
  }

  /** Returns the number of volumes that `volumes` is about. It is 0 before the last step. */
  volumeCount(): number {
    return held(this, Evaluation).call((own) => own.volumeCount());
  }

  /**
   * Returns the verdicts on the contents of at most `limit` volumes, from the index `offset`: first claims, then
   * PersistentVolumes without a claim in the backup, then other volumes of pods.
   */
  volumes(offset: number = 0, limit: number = convert.ALL): VolumeVerdict[] {
    const given = forCall([convert.integer(offset, 'offset'), convert.count(limit, 'limit')]);
    return held(this, Evaluation).call((own) => own.volumes(...given));
  }

  /** Returns the numbers of claims with and without their contents. */
  contentsCount(): ContentsCount {
    return held(this, Evaluation).call((own) => own.contentsCount());
  }

  /** Returns the settings of Velero that are used. For `undefined`, the default of the server is assumed. */
  settings(): ServerSettings {
    const answer = held(this, Evaluation).call((own) => own.settings());
    return fromServerSettings(answer);
  }
}

/**
 * Evaluates several targets for an inventory. It works in steps, and keeps the inventory. Each target is evaluated
 * separately. Objects that come along are included.
 */
export class Coverage extends Job {
  /** @internal */
  constructor(held: Held<selection.Coverage>, total: number) {
    super(held, total);
  }

  /**
   * Evaluates about `maxObjects` more objects, and returns true if all targets are done. An object counts once for
   * each target. The other methods return the results of the targets that are done.
   */
  step(maxObjects: number): boolean {
    const given = forCall([convert.count(maxObjects, 'maxObjects')]);
    return held(this, Coverage).call((own) => own.step(...given));
  }

  /** Returns the coverage of each target, in the order of the targets. */
  targets(): TargetCoverage[] {
    return held(this, Coverage).call((own) => own.targets());
  }

  /**
   * Returns the indexes of volume claims that no target includes: at most `limit` of them, without the first
   * `offset`.
   */
  uncoveredClaims(offset: number = 0, limit: number = convert.ALL): Uint32Array<ArrayBuffer> {
    const given = forCall([convert.integer(offset, 'offset'), convert.count(limit, 'limit')]);
    return held(this, Coverage).call((own) => own.uncoveredClaims(...given));
  }

  /**
   * Returns the indexes of volume claims that a target includes, and whose contents none saves: at most `limit` of
   * them, without the first `offset`.
   */
  claimsWithoutContents(offset: number = 0, limit: number = convert.ALL): Uint32Array<ArrayBuffer> {
    const given = forCall([convert.integer(offset, 'offset'), convert.count(limit, 'limit')]);
    return held(this, Coverage).call((own) => own.claimsWithoutContents(...given));
  }

  /**
   * Returns the indexes of objects that no target includes: at most `limit` of them, without the first `offset`.
   * Volume claims are first.
   */
  uncovered(offset: number = 0, limit: number = convert.ALL): Uint32Array<ArrayBuffer> {
    const given = forCall([convert.integer(offset, 'offset'), convert.count(limit, 'limit')]);
    return held(this, Coverage).call((own) => own.uncovered(...given));
  }

  /** Returns the objects that several targets include: at most `limit` of them, without the first `offset`. */
  overlapping(offset: number = 0, limit: number = convert.ALL): Overlap[] {
    const given = forCall([convert.integer(offset, 'offset'), convert.count(limit, 'limit')]);
    return held(this, Coverage).call((own) => own.overlapping(...given));
  }
}
