import { count as toCount, flag as toFlag, list, optional, seconds as toSeconds, text as toText } from './convert.js';
import { Cluster } from './cluster.js';
import { Document } from './document.js';
import type { Cluster as ServedKinds } from './generated/component/interfaces/k8s-backup-target-cluster.js';
import type { Inventory as Objects } from './generated/component/interfaces/k8s-backup-target-selection.js';
import {
  type ApiResource,
  type ApiResourceInput,
  type Diagnostic,
  type DocumentFormat,
  type DocumentKind,
  type Identity,
  type MergePlan,
  type OnErrors,
  type PublishError,
  type Relation,
  type Rule,
  type ScheduleConfigInput,
  type SpecInput,
  type TargetInput,
  type Timeline,
  type VeleroBackupSpec,
  type VeleroSettings,
  toApiResourceInput,
  toDocumentFormat,
  toDocumentKind,
  toIdentity,
  toOnErrors,
  toRelation,
  toScheduleConfigInput,
  toSpecInput,
  toTargetInput,
  toVeleroSettings,
} from './generated/contract.js';
import { Instance } from './instance.js';
import { Held, held } from './resource.js';
import type { PublishResult, Result } from './result.js';
import { Coverage, Evaluation, Inventory, InventoryReader } from './selection.js';
import { type Source, pieces, sizeOf } from './source.js';
import { type JobOptions, STEP, pause } from './steps.js';
import { Targets } from './targets.js';

/** How a text is read. */
export interface DocumentOptions {
  /** What the text holds; guessed from its keys when it is not said. */
  readonly kind?: DocumentKind | null | undefined;
  /** The cluster that the specs are for. Without one, only the kinds of every Kubernetes are known. */
  readonly cluster?: Cluster | null | undefined;
}

/** How an inventory is read. Progress is in bytes. */
export interface ReadOptions extends JobOptions {
  /** The cluster that the objects are from. Without one, only the kinds of every Kubernetes are known. */
  readonly cluster?: Cluster | null | undefined;
}

const toRelations = list(toRelation);
const toTargets = list(toTargetInput);
const toApiResources = list(toApiResourceInput);

/**
 * Every function of the interface. Each answers at once, and asks nothing of the outside: no network, no clock, no
 * files.
 *
 * What goes in may leave out what is optional, or say `null`. A value of the wrong shape is a `TypeError` that says
 * where; what the evaluator refuses is a {@link Failure} with its diagnostics. Where it breaks down, for lack of memory
 * or stack, it throws a {@link TrapError}, and the next call starts afresh.
 */
export class Evaluator {
  readonly #core: WebAssembly.Module;
  #latest: Instance;

  /** @internal */
  constructor(core: WebAssembly.Module) {
    this.#core = core;
    this.#latest = new Instance(core);
  }

  get #instance(): Instance {
    if (this.#latest.trapped) this.#latest = new Instance(this.#core);
    return this.#latest;
  }

  /**
   * What is wrong with a spec. Without a cluster, only the kinds of every Kubernetes are known, and a name that none of
   * them has may be that of a custom resource.
   */
  checkSpec(spec: SpecInput, cluster?: Cluster | null): Diagnostic[] {
    const given = toSpecInput(spec, 'spec');
    const { instance, served } = this.#in(cluster);
    return instance.call(({ validation }) => validation.checkSpec(given, served));
  }

  /** What is wrong with a target, its spec included. */
  checkTarget(target: TargetInput, cluster?: Cluster | null): Diagnostic[] {
    const given = toTargetInput(target, 'target');
    const { instance, served } = this.#in(cluster);
    return instance.call(({ validation }) => validation.checkTarget(given, served));
  }

  /**
   * Reads and checks a text. Never fails: what cannot be read is a diagnostic, and what can is checked all the same.
   */
  document(text: string, format: DocumentFormat, options: DocumentOptions = {}): Document {
    const given = [toText(text, 'text'), toDocumentFormat(format, 'format')] as const;
    const kind = optional(toDocumentKind)(options.kind, 'options.kind');
    const { instance, served } = this.#in(options.cluster);
    const document = instance.call(({ validation }) => new validation.Document(...given, kind, served));
    return new Document(new Held(instance, document));
  }

  /**
   * The text of a spec, ready to be put into a file: the fields that are set, in the interface's order. Read again, it
   * is the same spec.
   */
  formatSpec(spec: SpecInput, format: DocumentFormat): string {
    const given = [toSpecInput(spec, 'spec'), toDocumentFormat(format, 'format')] as const;
    return this.#instance.call(({ validation }) => validation.formatSpec(...given));
  }

  /**
   * The spec, and the schedule, in one or two plain sentences; for a spec or a schedule that is refused, why nothing is
   * saved.
   */
  describe(spec: SpecInput, schedule?: ScheduleConfigInput | null): string {
    const given = [toSpecInput(spec, 'spec'), optional(toScheduleConfigInput)(schedule, 'schedule')] as const;
    return this.#instance.call(({ validation }) => validation.describe(...given));
  }

  /** JSON Schema (2020-12) of a spec, for editors. */
  jsonSchema(): string {
    return this.#instance.call(({ validation }) => validation.jsonSchema());
  }

  /** Every rule, by subject. */
  rules(): Rule[] {
    return this.#instance.call(({ validation }) => validation.rules());
  }

  /**
   * What the leader is to write into each relation, in their order.
   *
   * Whether the unit is the leader is asked first, then whether there is a relation, then, with `refuse`, whether a
   * rule finds an error in the spec.
   *
   * @param relations Those of the identity's relation name, each with the application's own databag.
   * @returns Where it fails, why nothing is to be written: `reason` says which of the three, and `diagnostics` holds
   * what was found in a spec that is `invalid`, warnings and advice included.
   */
  publish(
    identity: Identity,
    spec: SpecInput,
    leader: boolean,
    relations: readonly Relation[],
    onErrors: OnErrors,
  ): PublishResult {
    const given = [
      toIdentity(identity, 'identity'),
      toSpecInput(spec, 'spec'),
      toFlag(leader, 'leader'),
      toRelations(relations, 'relations'),
      toOnErrors(onErrors, 'onErrors'),
    ] as const;
    return this.#instance.refusable(
      ({ provider }) => provider.publish(...given),
      ({ tag, val }: { tag: PublishError; val?: Diagnostic[] }) => ({ ok: false, reason: tag, diagnostics: val ?? [] }),
    );
  }

  /**
   * Reads the providers' databags. Never fails: a relation in which something cannot be read has no targets, as in the
   * reference, and {@link Targets.diagnostics} says why.
   */
  readTargets(relations: readonly Relation[]): Targets {
    const given = toRelations(relations, 'relations');
    const instance = this.#instance;
    const targets = instance.call(({ requirer }) => new requirer.Targets(given));
    return new Targets(new Held(instance, targets));
  }

  /**
   * What is wrong with a schedule: what Velero refuses, what the integrator's own check refuses, and what does nothing
   * or was hardly meant. Pointers lead into the configuration: `/schedule`.
   */
  checkSchedule(schedule: ScheduleConfigInput): Diagnostic[] {
    const given = toScheduleConfigInput(schedule, 'schedule');
    return this.#instance.call(({ schedule }) => schedule.checkSchedule(given));
  }

  /**
   * Unix seconds of the next runs after a time, as Velero's cron library (robfig/cron 3.0.1) finds them, in UTC where
   * the expression names no time zone. At most 10,000; fewer where no run follows within five years, or after the year
   * 9999.
   *
   * @param after Unix seconds, such as `Date.now() / 1000`.
   * @returns Where it fails, why Velero refuses the expression.
   */
  nextRuns(schedule: string, after: number, count: number): Result<number[]> {
    const given = [toText(schedule, 'schedule'), toSeconds(after, 'after'), toCount(count, 'count')] as const;
    return this.#instance.attempt(({ schedule }) => schedule.nextRuns(...given) as unknown as number[]);
  }

  /**
   * The next runs after a time, and the lives of their backups, in Unix seconds.
   *
   * @param ttl `undefined` is Velero's default of 720 hours, and so is zero; a negative one ends with the run.
   * @param after Unix seconds, such as `Date.now() / 1000`.
   * @returns Where it fails, why Velero refuses the expression or the ttl.
   */
  retention(schedule: string, ttl: string | null | undefined, after: number, count: number): Result<Timeline> {
    const given = [
      toText(schedule, 'schedule'),
      optional(toText)(ttl, 'ttl'),
      toSeconds(after, 'after'),
      toCount(count, 'count'),
    ] as const;
    return this.#instance.attempt(({ schedule }) => schedule.retention(...given) as unknown as Timeline);
  }

  /**
   * The spec and its schedule, as the integrator merges them; the spec is not judged here.
   *
   * @returns Where it fails, why the integrator refuses the schedule.
   */
  merge(target: TargetInput, schedule: ScheduleConfigInput): Result<VeleroBackupSpec> {
    const given = [toTargetInput(target, 'target'), toScheduleConfigInput(schedule, 'schedule')] as const;
    return this.#instance.attempt(({ merge }) => merge.merge(...given));
  }

  /**
   * The `velero_backup_config` databag: keys spec, app, relation_name, model, with the integrator's bytes.
   *
   * @returns Where it fails, why the integrator or Velero refuses the schedule; where the two disagree, both are told.
   */
  toDatabag(target: TargetInput, schedule: ScheduleConfigInput): Result<Record<string, string>> {
    const given = [toTargetInput(target, 'target'), toScheduleConfigInput(schedule, 'schedule')] as const;
    const databag = this.#instance.attempt(({ merge }) => merge.toDatabag(...given));
    return databag.ok ? { ok: true, value: Object.fromEntries(databag.value) } : databag;
  }

  /**
   * JSON of a Velero Backup (velero.io/v1), as the operator makes it.
   *
   * @returns Where it fails, why Velero or Kubernetes refuses it.
   */
  backupManifest(target: TargetInput, settings: VeleroSettings): Result<string> {
    const given = [toTargetInput(target, 'target'), toVeleroSettings(settings, 'settings')] as const;
    return this.#instance.attempt(({ merge }) => merge.backupManifest(...given));
  }

  /**
   * JSON of a Velero Schedule (velero.io/v1), as the operator makes it.
   *
   * @returns Where it fails, why Velero or Kubernetes refuses it; a configuration without a schedule is refused, too.
   */
  scheduleManifest(target: TargetInput, schedule: ScheduleConfigInput, settings: VeleroSettings): Result<string> {
    const given = [
      toTargetInput(target, 'target'),
      toScheduleConfigInput(schedule, 'schedule'),
      toVeleroSettings(settings, 'settings'),
    ] as const;
    return this.#instance.attempt(({ merge }) => merge.scheduleManifest(...given));
  }

  /**
   * All targets onto the integrator's velero-backup relations, with what would be lost on the way.
   *
   * @param veleroRelations Each has the integrator's own databag in it, and ends with one target: the last.
   */
  plan(
    targets: readonly TargetInput[],
    schedule: ScheduleConfigInput,
    settings: VeleroSettings,
    veleroRelations: readonly Relation[],
  ): MergePlan {
    const given = [
      toTargets(targets, 'targets'),
      toScheduleConfigInput(schedule, 'schedule'),
      toVeleroSettings(settings, 'settings'),
      toRelations(veleroRelations, 'veleroRelations'),
    ] as const;
    const plan = this.#instance.call(({ merge }) => merge.plan(...given));
    return {
      ...plan,
      writes: plan.writes.map((write) => ({ ...write, databag: Object.fromEntries(write.databag) })),
    };
  }

  /**
   * The kinds of every Kubernetes and those given; a given one takes the place of a built-in one of its group and
   * plural. With kinds given, a name that none of them has is known to be unknown.
   *
   * @param veleroVersion "1.18"; without one, the newest that the evaluator follows.
   * @returns Where it fails, a version that it does not follow, or the kinds that no cluster can serve, each with its
   * place as the subject.
   */
  openCluster(apiResources: readonly ApiResourceInput[] = [], veleroVersion?: string | null): Result<Cluster> {
    const given = [
      toApiResources(apiResources, 'apiResources'),
      optional(toText)(veleroVersion, 'veleroVersion'),
    ] as const;
    const instance = this.#instance;
    const cluster = instance.attempt(({ cluster }) => cluster.Cluster.open(...given));
    return cluster.ok ? { ok: true, value: new Cluster(new Held(instance, cluster.value)) } : cluster;
  }

  /**
   * What `kubectl api-resources` prints, plain, with `-o wide` or with `-o json`, and the JSON of discovery.
   *
   * @returns Where it fails, all errors that there are, each with its line.
   */
  parseApiResources(text: string): Result<ApiResource[]> {
    const given = toText(text, 'text');
    return this.#instance.attempt(({ cluster }) => cluster.parseApiResources(given));
  }

  /**
   * For objects that come in pieces. The kinds of the cluster say what the objects are called and which are in
   * namespaces. Definitions of custom resources among the objects tell theirs, wherever they stand.
   */
  inventoryReader(cluster: Cluster): InventoryReader {
    const opened = held(cluster, Cluster, 'cluster');
    const served = opened.borrow();
    const reader = opened.instance.call(({ selection }) => new selection.InventoryReader(served));
    return new InventoryReader(new Held(opened.instance, reader));
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

  /**
   * What a spec takes of an inventory: decides nothing yet, and goes in steps. A label selector without labels is left
   * out, as the operator does.
   */
  evaluate(inventory: Inventory, spec: SpecInput): Evaluation {
    const given = toSpecInput(spec, 'spec');
    const { instance, objects, total } = this.#inventory(inventory);
    const evaluation = instance.call(({ selection }) => new selection.Evaluation(objects, given));
    return new Evaluation(new Held(instance, evaluation), total);
  }

  /** What many targets take of an inventory, and what none of them does: decides nothing yet, and goes in steps. */
  coverage(inventory: Inventory, targets: readonly TargetInput[]): Coverage {
    const given = toTargets(targets, 'targets');
    const { instance, objects, total } = this.#inventory(inventory);
    const coverage = instance.call(({ selection }) => new selection.Coverage(objects, given));
    return new Coverage(new Held(instance, coverage), total * given.length);
  }

  /** Where a call with a cluster goes: to the instance that has it. */
  #in(cluster: Cluster | null | undefined): { instance: Instance; served: ServedKinds | undefined } {
    if (cluster == null) return { instance: this.#instance, served: undefined };
    const opened = held(cluster, Cluster, 'cluster');
    return { instance: opened.instance, served: opened.borrow() };
  }

  #inventory(inventory: Inventory): { instance: Instance; objects: Objects; total: number } {
    const read = held(inventory, Inventory, 'inventory');
    return { instance: read.instance, objects: read.borrow(), total: inventory.len() };
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
