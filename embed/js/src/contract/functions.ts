// Generated from wit/ by `cargo xtask bindings`.

import * as convert from '../convert.js';
import type { Instance } from '../instance.js';
import type { DocumentOptions } from '../options.js';
import { Held, type Resource, lent } from '../resource.js';
import { type PublishResult, type Result, mapped } from '../result.js';
import {
  fromMergePlan,
  toApiResourceInput,
  toDocumentFormat,
  toDocumentKind,
  toIdentity,
  toOnErrors,
  toRelation,
  toRuleLevelInput,
  toScheduleConfigInput,
  toSpecInput,
  toTargetInput,
  toVeleroSettings,
} from './conversions.js';
import { Cluster, Coverage, Document, Evaluation, Inventory, InventoryReader, Targets } from './resources.js';
import type {
  ApiResource,
  ApiResourceInput,
  Configuration,
  Diagnostic,
  DocumentFormat,
  Identity,
  MergePlan,
  OnErrors,
  Relation,
  Rule,
  ScheduleConfigInput,
  Spec,
  SpecInput,
  TargetInput,
  Timeline,
  VeleroBackupSpec,
  VeleroSettings,
} from './types.js';

/** The functions of the contract. */
export abstract class Functions {
  /** The instance that a resource is in, or one that runs. @internal */
  protected abstract instance(resource?: Resource | null): Instance;

  // What is known of a cluster beyond the kinds that every Kubernetes serves.

  /**
   * The kinds of every Kubernetes and those given; a given one takes the place of a built-in one of its group and
   * plural. With kinds given, a name that none of them has is known to be unknown.
   *
   * `veleroVersion`: "1.18"; none is the newest that the component follows. Refuses a version that it does not follow,
   * and kinds that no cluster can serve, each with its place as the subject.
   */
  openCluster(apiResources: readonly ApiResourceInput[] = [], veleroVersion?: string | null): Result<Cluster> {
    const given = [
      convert.list(toApiResourceInput)(apiResources, 'apiResources'),
      convert.optional(convert.text)(veleroVersion, 'veleroVersion'),
    ] as const;
    const instance = this.instance();
    const result = instance.attempt(({ cluster }) => cluster.Cluster.open(...given));
    return mapped(result, (answer) => new Cluster(new Held(instance, answer)));
  }

  /**
   * What `kubectl api-resources` prints, plain, with `-o wide` or with `-o json`, and the JSON of discovery. The errors
   * are all there are, each with its line.
   */
  parseApiResources(text: string): Result<ApiResource[]> {
    const given = [convert.text(text, 'text')] as const;
    return this.instance().attempt(({ cluster }) => cluster.parseApiResources(...given));
  }

  // What is wrong with a spec, a target, or a text that holds some; and the words for what is right.

  /**
   * What is wrong with a spec. Without a cluster, only the kinds of every Kubernetes are known, and a name that none of
   * them has may be that of a custom resource.
   */
  checkSpec(spec: SpecInput, cluster?: Cluster | null): Diagnostic[] {
    const given = [toSpecInput(spec, 'spec'), convert.optional(lent(Cluster))(cluster, 'cluster')] as const;
    return this.instance(cluster).call(({ validation }) => validation.checkSpec(...given));
  }

  /** What is wrong with a target, its spec included. */
  checkTarget(target: TargetInput, cluster?: Cluster | null): Diagnostic[] {
    const given = [toTargetInput(target, 'target'), convert.optional(lent(Cluster))(cluster, 'cluster')] as const;
    return this.instance(cluster).call(({ validation }) => validation.checkTarget(...given));
  }

  /**
   * A text, read once: what is wrong with it, what it says, and where. Several YAML documents are several subjects.
   *
   * Reads and checks a text. Never fails: what cannot be read is a diagnostic, and what can is checked all the same.
   *
   * Levels change how rules are reported. In YAML, a comment ignores diagnostics of its line, or of the next line if it
   * is on a line of its own: `# k8s-backup-target: ignore CODE`. A comment that ignores nothing is a warning.
   */
  document(text: string, format: DocumentFormat, options: DocumentOptions = {}): Document {
    const given = [
      convert.text(text, 'text'),
      toDocumentFormat(format, 'format'),
      convert.optional(toDocumentKind)(options.kind, 'options.kind'),
      convert.optional(lent(Cluster))(options.cluster, 'options.cluster'),
      convert.optional(convert.list(toRuleLevelInput))(options.levels, 'options.levels'),
    ] as const;
    const instance = this.instance(options.cluster);
    const answer = instance.call(({ validation }) => new validation.Document(...given));
    return new Document(new Held(instance, answer));
  }

  /** Returns what is wrong with a text: the diagnostics of its `document`. It is for callers that need nothing else of it. */
  checkText(text: string, format: DocumentFormat, options: DocumentOptions = {}): Diagnostic[] {
    const given = [
      convert.text(text, 'text'),
      toDocumentFormat(format, 'format'),
      convert.optional(toDocumentKind)(options.kind, 'options.kind'),
      convert.optional(lent(Cluster))(options.cluster, 'options.cluster'),
      convert.optional(convert.list(toRuleLevelInput))(options.levels, 'options.levels'),
    ] as const;
    return this.instance(options.cluster).call(({ validation }) => validation.checkText(...given));
  }

  /**
   * Reads the text of a file `.k8s-backup-target.toml`, and returns what it says about a checked file. The path is that
   * of the checked file, from the folder of the configuration, with `/` between names. The nearest configuration above a
   * file counts: hosts search for it.
   */
  readConfiguration(text: string, path: string): Configuration {
    const given = [convert.text(text, 'text'), convert.text(path, 'path')] as const;
    return this.instance().call(({ validation }) => validation.readConfiguration(...given));
  }

  /**
   * The text of a spec, ready to be put into a file: the fields that are set, in the interface's order. Read again, it is
   * the same spec.
   */
  formatSpec(spec: SpecInput, format: DocumentFormat): string {
    const given = [toSpecInput(spec, 'spec'), toDocumentFormat(format, 'format')] as const;
    return this.instance().call(({ validation }) => validation.formatSpec(...given));
  }

  /**
   * The spec, and the schedule, in one or two plain sentences; for a spec or a schedule that is refused, why nothing is
   * saved.
   */
  describe(spec: SpecInput, schedule?: ScheduleConfigInput | null): string {
    const given = [toSpecInput(spec, 'spec'), convert.optional(toScheduleConfigInput)(schedule, 'schedule')] as const;
    return this.instance().call(({ validation }) => validation.describe(...given));
  }

  /** JSON Schema (2020-12) of a spec, for editors. */
  jsonSchema(): string {
    return this.instance().call(({ validation }) => validation.jsonSchema());
  }

  /** Every rule, by subject. */
  rules(): Rule[] {
    return this.instance().call(({ validation }) => validation.rules());
  }

  // The provider's flow: a charm's leader publishes its spec into each of its relations.

  /**
   * What the leader is to write into each relation, in their order.
   *
   * `relations` are those of the identity's relation name, each with the application's own databag. Whether the unit is
   * the leader is asked first, then whether there is a relation, then, with `refuse`, whether a rule finds an error in the
   * spec.
   *
   * @returns Where it fails, `reason` says which of the three, and `diagnostics` why it is `invalid`.
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
      convert.flag(leader, 'leader'),
      convert.list(toRelation)(relations, 'relations'),
      toOnErrors(onErrors, 'onErrors'),
    ] as const;
    return this.instance().attemptNamed(({ provider }) => provider.publish(...given));
  }

  // The requirer's flow: an integrator reads what its relations publish and looks specs up.

  /**
   * Every target of a set of relations, read once.
   *
   * Reads the providers' databags. Never fails: a relation in which something cannot be read has no targets, as in the
   * reference, and `diagnostics` says why.
   */
  readTargets(relations: readonly Relation[]): Targets {
    const given = [convert.list(toRelation)(relations, 'relations')] as const;
    const instance = this.instance();
    const answer = instance.call(({ requirer }) => new requirer.Targets(...given));
    return new Targets(new Held(instance, answer));
  }

  /** Returns the first match, as `getBackupSpec` of `targets` does. It is for callers that look up one spec. */
  findSpec(relations: readonly Relation[], appName: string, endpoint: string, model: string): Spec | undefined {
    const given = [
      convert.list(toRelation)(relations, 'relations'),
      convert.text(appName, 'appName'),
      convert.text(endpoint, 'endpoint'),
      convert.text(model, 'model'),
    ] as const;
    return this.instance().call(({ requirer }) => requirer.findSpec(...given));
  }

  // When backups are made, and how long they live.

  /**
   * What is wrong with a schedule: what Velero refuses, what the integrator's own check refuses, and what does nothing or
   * was hardly meant. Pointers lead into the configuration: `/schedule`.
   */
  checkSchedule(schedule: ScheduleConfigInput): Diagnostic[] {
    const given = [toScheduleConfigInput(schedule, 'schedule')] as const;
    return this.instance().call(({ schedule }) => schedule.checkSchedule(...given));
  }

  /**
   * Unix seconds of the next runs after a time, as Velero's cron library (robfig/cron 3.0.1) finds them, in UTC where the
   * expression names no time zone. At most 10,000; fewer where no run follows within five years, or after the year 9999.
   * The errors say why Velero refuses the expression.
   *
   * @param after Unix seconds, such as `Date.now() / 1000`.
   */
  nextRuns(schedule: string, after: number, count: number): Result<number[]> {
    const given = [
      convert.text(schedule, 'schedule'),
      convert.seconds(after, 'after'),
      convert.count(count, 'count'),
    ] as const;
    return this.instance().attempt(({ schedule }) => schedule.nextRuns(...given));
  }

  /**
   * The next runs after a time, and the lives of their backups. `ttl` none is Velero's default of 720 hours, and so is
   * zero; a negative one ends with the run. The errors say why Velero refuses the expression or the ttl.
   *
   * @param after Unix seconds, such as `Date.now() / 1000`.
   */
  retention(schedule: string, ttl: string | null | undefined, after: number, count: number): Result<Timeline> {
    const given = [
      convert.text(schedule, 'schedule'),
      convert.optional(convert.text)(ttl, 'ttl'),
      convert.seconds(after, 'after'),
      convert.count(count, 'count'),
    ] as const;
    return this.instance().attempt(({ schedule }) => schedule.retention(...given));
  }

  // From targets and a schedule to what the backup operator and Velero get.

  /**
   * The spec and its schedule, as the integrator merges them. Refuses a schedule that the integrator refuses; the spec is
   * not judged here.
   */
  merge(target: TargetInput, schedule: ScheduleConfigInput): Result<VeleroBackupSpec> {
    const given = [toTargetInput(target, 'target'), toScheduleConfigInput(schedule, 'schedule')] as const;
    return this.instance().attempt(({ merge }) => merge.merge(...given));
  }

  /**
   * The `velero_backup_config` databag: keys spec, app, relation_name, model, with the integrator's bytes. Refuses a
   * schedule that the integrator or Velero refuses; where the two disagree, both are told.
   */
  toDatabag(target: TargetInput, schedule: ScheduleConfigInput): Result<Record<string, string>> {
    const given = [toTargetInput(target, 'target'), toScheduleConfigInput(schedule, 'schedule')] as const;
    const result = this.instance().attempt(({ merge }) => merge.toDatabag(...given));
    return mapped(result, (answer) => convert.fromPairs(answer));
  }

  /**
   * JSON of a Velero Backup (velero.io/v1), as the operator makes it. Refuses what Velero or Kubernetes refuses; pointers
   * lead into the target (`/spec/ttl`) or, for what the settings say, into them (`/namespace`).
   */
  backupManifest(target: TargetInput, settings: VeleroSettings): Result<string> {
    const given = [toTargetInput(target, 'target'), toVeleroSettings(settings, 'settings')] as const;
    return this.instance().attempt(({ merge }) => merge.backupManifest(...given));
  }

  /**
   * JSON of a Velero Schedule (velero.io/v1), as the operator makes it. Refuses what Velero or Kubernetes refuses, and a
   * configuration without a schedule; pointers lead into the configuration (`/schedule`), too.
   */
  scheduleManifest(target: TargetInput, schedule: ScheduleConfigInput, settings: VeleroSettings): Result<string> {
    const given = [
      toTargetInput(target, 'target'),
      toScheduleConfigInput(schedule, 'schedule'),
      toVeleroSettings(settings, 'settings'),
    ] as const;
    return this.instance().attempt(({ merge }) => merge.scheduleManifest(...given));
  }

  /**
   * All targets onto the integrator's velero-backup relations, with what would be lost on the way. Each relation has the
   * integrator's own databag in it, and ends with one target: the last.
   */
  plan(
    targets: readonly TargetInput[],
    schedule: ScheduleConfigInput,
    settings: VeleroSettings,
    veleroRelations: readonly Relation[],
  ): MergePlan {
    const given = [
      convert.list(toTargetInput)(targets, 'targets'),
      toScheduleConfigInput(schedule, 'schedule'),
      toVeleroSettings(settings, 'settings'),
      convert.list(toRelation)(veleroRelations, 'veleroRelations'),
    ] as const;
    const answer = this.instance().call(({ merge }) => merge.plan(...given));
    return fromMergePlan(answer);
  }

  // What a spec would take of a cluster, and why not the rest; what several targets leave uncovered, and what they both
  // take.
  //
  // It follows what Velero does with the Backup that the operator makes of a spec. Velero's CSI actions, hooks, volume
  // policies, volume groups and plugins of third parties are not modelled: they may bring more along. Nor is the data of
  // volumes: whether it is saved is up to the operator's settings.

  /**
   * Reads a cluster's objects in pieces of any size, which may end anywhere: what `kubectl get -A -o json` prints (a
   * List), several of them one behind the other or in a List, or an object a line.
   *
   * Memory is what the inventory needs, about 100 bytes an object, and the longest object, of at most 8 MiB.
   *
   * The kinds of the cluster say what the objects are called and which are in namespaces. Definitions of custom
   * resources among the objects tell theirs, wherever they stand.
   */
  inventoryReader(cluster: Cluster): InventoryReader {
    const given = [lent(Cluster)(cluster, 'cluster')] as const;
    const instance = this.instance(cluster);
    const answer = instance.call(({ selection }) => new selection.InventoryReader(...given));
    return new InventoryReader(new Held(instance, answer));
  }

  /**
   * One spec over one inventory, worked off in steps so that a host stays alive. It keeps the inventory.
   *
   * Compiles the spec for the inventory, and decides nothing yet. A label selector without labels is left out, as the
   * operator does.
   */
  evaluate(inventory: Inventory, spec: SpecInput): Evaluation {
    const given = [lent(Inventory)(inventory, 'inventory'), toSpecInput(spec, 'spec')] as const;
    const instance = this.instance(inventory);
    const answer = instance.call(({ selection }) => new selection.Evaluation(...given));
    return new Evaluation(new Held(instance, answer), inventory.len());
  }

  /**
   * Many targets over one inventory, worked off in steps. It keeps the inventory. Each target's spec is evaluated for
   * itself; what comes along counts.
   *
   * Decides nothing yet.
   */
  coverage(inventory: Inventory, targets: readonly TargetInput[]): Coverage {
    const given = [lent(Inventory)(inventory, 'inventory'), convert.list(toTargetInput)(targets, 'targets')] as const;
    const instance = this.instance(inventory);
    const answer = instance.call(({ selection }) => new selection.Coverage(...given));
    return new Coverage(new Held(instance, answer), inventory.len() * targets.length);
  }
}
