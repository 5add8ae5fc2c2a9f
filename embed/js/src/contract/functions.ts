// Generated from wit/ by `cargo xtask bindings`.

import * as convert from '../convert.js';
import type { Instance } from '../instance.js';
import type { DocumentOptions } from '../options.js';
import { Held, type Resource, forCall, lent } from '../resource.js';
import { type PublishResult, type Result, mapped } from '../result.js';
import {
  fromMergePlan,
  fromPolicyMap,
  fromServerSettings,
  toApiResourceInput,
  toBackupInput,
  toBackupSource,
  toDocumentFormat,
  toDocumentKind,
  toIdentity,
  toOnErrors,
  toRelation,
  toRuleLevel,
  toScheduleConfigInput,
  toServerSettingsInput,
  toSpecInput,
  toTargetInput,
  toVeleroSettings,
} from './conversions.js';
import { Cluster, Coverage, Document, Evaluation, Inventory, InventoryReader, Targets } from './resources.js';
import type {
  ApiResource,
  ApiResourceInput,
  BackupInput,
  BackupSource,
  Clauses,
  Diagnostic,
  DocumentFormat,
  Identity,
  MergePlan,
  OnErrors,
  PolicyMap,
  Relation,
  Rule,
  ScheduleConfigInput,
  SchedulePlan,
  ServerSettings,
  ServerSettingsInput,
  Spec,
  SpecInput,
  TargetInput,
  Timeline,
  VeleroBackupSpec,
  VeleroRelease,
  VeleroSettings,
} from './types.js';

const toDocumentOptions = convert.record({
  kind: convert.optional(toDocumentKind),
  cluster: convert.optional(lent(Cluster)),
  levels: convert.optional(convert.list(toRuleLevel)),
});

/** The functions of the contract. */
export abstract class Functions {
  /** Returns the instance of a resource, or the running instance. @internal */
  protected abstract instance(resource?: Resource | Held<object> | null): Instance;

  // The kinds that a cluster serves, and its release of Velero.

  /**
   * Returns a cluster that serves the built-in Kubernetes kinds and the given ones. A given kind replaces the
   * built-in kind of the same group and plural. If kinds are given, any other name is an unknown kind.
   *
   * `veleroVersion` is a version such as "1.18", "v1.17.2" or "next"; `veleroVersions` lists the releases. Without
   * it, the default release is used, and checks also report what differs between the releases. The errors are a
   * version that is not known, and kinds that a cluster cannot serve. The subject of such a kind is its index.
   */
  openCluster(apiResources: readonly ApiResourceInput[] = [], veleroVersion?: string | null): Result<Cluster> {
    const given = forCall([
      convert.list(toApiResourceInput)(apiResources, 'apiResources'),
      convert.optional(convert.text)(veleroVersion, 'veleroVersion'),
    ]);
    const instance = this.instance();
    const result = instance.attempt(({ cluster }) => cluster.Cluster.open(...given));
    return mapped(result, (answer) => new Cluster(new Held(instance, answer)));
  }

  /** Returns the known releases of Velero, from the oldest to the newest. */
  veleroVersions(): VeleroRelease[] {
    return this.instance().call(({ cluster }) => cluster.veleroVersions());
  }

  /**
   * Parses the output of `kubectl api-resources`, with or without `-o wide` or `-o json`, or the JSON of API
   * discovery. Returns all errors, each with its line.
   */
  parseApiResources(text: string): Result<ApiResource[]> {
    const given = forCall([convert.text(text, 'text')]);
    return this.instance().attempt(({ cluster }) => cluster.parseApiResources(...given));
  }

  // Checks specs, targets, Backups and Schedules, and texts that contain them. Also describes and formats specs.

  /**
   * Checks a spec, and returns all diagnostics. Without a cluster, only the built-in Kubernetes kinds are known. Other
   * names can be custom resources. Without a version of Velero, differences between its releases are reported too.
   */
  checkSpec(spec: SpecInput, cluster?: Cluster | null): Diagnostic[] {
    const given = forCall([toSpecInput(spec, 'spec'), convert.optional(lent(Cluster))(cluster, 'cluster')]);
    return this.instance(cluster).call(({ validation }) => validation.checkSpec(...given));
  }

  /** Checks a target and its spec, and returns all diagnostics. */
  checkTarget(target: TargetInput, cluster?: Cluster | null): Diagnostic[] {
    const given = forCall([toTargetInput(target, 'target'), convert.optional(lent(Cluster))(cluster, 'cluster')]);
    return this.instance(cluster).call(({ validation }) => validation.checkTarget(...given));
  }

  /** Checks a Backup or a Schedule, and returns all diagnostics. Pointers are paths in its manifest: `/spec/ttl`. */
  checkBackup(backup: BackupInput, cluster?: Cluster | null): Diagnostic[] {
    const given = forCall([toBackupInput(backup, 'backup'), convert.optional(lent(Cluster))(cluster, 'cluster')]);
    return this.instance(cluster).call(({ validation }) => validation.checkBackup(...given));
  }

  /**
   * A text that was read and checked. Each YAML document is a subject.
   *
   * Reads and checks a text. It never fails: what cannot be read is a diagnostic, and everything else is checked.
   *
   * Levels change how rules are reported. In YAML, a comment ignores diagnostics of its line, or of the next line with
   * a value if it is on a line of its own: `# k8s-backup-target: ignore CODE`. A comment that ignores nothing is a
   * warning.
   */
  document(text: string, format: DocumentFormat, options: DocumentOptions = {}): Document {
    const own = toDocumentOptions(options, 'options');
    const given = forCall([
      convert.text(text, 'text'),
      toDocumentFormat(format, 'format'),
      own.kind,
      own.cluster,
      own.levels,
    ]);
    const instance = this.instance(own.cluster);
    const answer = instance.call(({ validation }) => new validation.Document(...given));
    return new Document(new Held(instance, answer));
  }

  /** Checks a text, and returns the diagnostics of its `document`. It is for callers that need only the diagnostics. */
  checkText(text: string, format: DocumentFormat, options: DocumentOptions = {}): Diagnostic[] {
    const own = toDocumentOptions(options, 'options');
    const given = forCall([
      convert.text(text, 'text'),
      toDocumentFormat(format, 'format'),
      own.kind,
      own.cluster,
      own.levels,
    ]);
    return this.instance(own.cluster).call(({ validation }) => validation.checkText(...given));
  }

  /**
   * Formats a spec as the text of a file: the fields that are set, in the interface's order. Parsing the text returns
   * the same spec.
   */
  formatSpec(spec: SpecInput, format: DocumentFormat): string {
    const given = forCall([toSpecInput(spec, 'spec'), toDocumentFormat(format, 'format')]);
    return this.instance().call(({ validation }) => validation.formatSpec(...given));
  }

  /**
   * Returns what a spec saves, as data. `undefined` if Velero refuses the spec, or its backups fail. The cluster gives the
   * kinds and the release of Velero. Without it, only the built-in Kubernetes kinds are known, and the default release is
   * used.
   */
  describeClauses(spec: SpecInput, cluster?: Cluster | null): Clauses | undefined {
    const given = forCall([toSpecInput(spec, 'spec'), convert.optional(lent(Cluster))(cluster, 'cluster')]);
    return this.instance(cluster).call(({ validation }) => validation.describeClauses(...given));
  }

  /**
   * Describes a spec, and its schedule, in some sentences: its clauses, when it runs, and when its backups expire. If the
   * spec or the schedule is refused, it says why nothing is backed up. The cluster is as in `describeClauses`.
   */
  describe(spec: SpecInput, schedule?: ScheduleConfigInput | null, cluster?: Cluster | null): string {
    const given = forCall([
      toSpecInput(spec, 'spec'),
      convert.optional(toScheduleConfigInput)(schedule, 'schedule'),
      convert.optional(lent(Cluster))(cluster, 'cluster'),
    ]);
    return this.instance(cluster).call(({ validation }) => validation.describe(...given));
  }

  /** Describes a Backup, or a Schedule and its next backup, in the same way. */
  describeBackup(backup: BackupInput, cluster?: Cluster | null): string {
    const given = forCall([toBackupInput(backup, 'backup'), convert.optional(lent(Cluster))(cluster, 'cluster')]);
    return this.instance(cluster).call(({ validation }) => validation.describeBackup(...given));
  }

  /** Returns the JSON Schema (2020-12) of a spec, for editors. */
  jsonSchema(): string {
    return this.instance().call(({ validation }) => validation.jsonSchema());
  }

  /** Returns all rules, by subject. */
  rules(): Rule[] {
    return this.instance().call(({ validation }) => validation.rules());
  }

  // For the provider: a charm's leader publishes its spec to each of its relations.

  /**
   * Returns what the leader must write into each relation, in the order of the relations.
   *
   * `relations` are all relations with the identity's relation name, each with the application's own databag. The
   * checks are, in this order: the unit is the leader, a relation exists, and, with `refuse`, the spec has no errors.
   *
   * @returns If it fails, `reason` is one of the three reasons. If this is `invalid`, `diagnostics` has the details.
   */
  publish(
    identity: Identity,
    spec: SpecInput,
    leader: boolean,
    relations: readonly Relation[],
    onErrors: OnErrors,
  ): PublishResult {
    const given = forCall([
      toIdentity(identity, 'identity'),
      toSpecInput(spec, 'spec'),
      convert.flag(leader, 'leader'),
      convert.list(toRelation)(relations, 'relations'),
      toOnErrors(onErrors, 'onErrors'),
    ]);
    return this.instance().attemptNamed(({ provider }) => provider.publish(...given));
  }

  // For the requirer: an integrator reads the targets that its relations publish, and looks up specs.

  /**
   * The targets of a list of relations.
   *
   * Reads the providers' databags. It never fails. If a part of a relation cannot be read, the relation has no
   * targets, as in the reference, and `diagnostics` gives the reason.
   */
  readTargets(relations: readonly Relation[]): Targets {
    const given = forCall([convert.list(toRelation)(relations, 'relations')]);
    const instance = this.instance();
    const answer = instance.call(({ requirer }) => new requirer.Targets(...given));
    return new Targets(new Held(instance, answer));
  }

  /** Returns the first match, as `getBackupSpec` of `targets` does. It is for callers that look up one spec. */
  findSpec(relations: readonly Relation[], appName: string, endpoint: string, model: string): Spec | undefined {
    const given = forCall([
      convert.list(toRelation)(relations, 'relations'),
      convert.text(appName, 'appName'),
      convert.text(endpoint, 'endpoint'),
      convert.text(model, 'model'),
    ]);
    return this.instance().call(({ requirer }) => requirer.findSpec(...given));
  }

  // When backups are created, and when they expire.

  /**
   * Returns what is wrong with a schedule: why Velero or the integrator refuses it, and what has no effect or is
   * probably a mistake. Pointers are paths in the configuration: `/schedule`.
   *
   * Here and below, `veleroVersion` is a version of Velero, as for `Cluster.open`. Without it, the default release is
   * used. A version that is not known is an error.
   */
  checkSchedule(schedule: ScheduleConfigInput, veleroVersion?: string | null): Diagnostic[] {
    const given = forCall([
      toScheduleConfigInput(schedule, 'schedule'),
      convert.optional(convert.text)(veleroVersion, 'veleroVersion'),
    ]);
    return this.instance().call(({ schedule }) => schedule.checkSchedule(...given));
  }

  /**
   * Returns the Unix seconds of the next runs after a time, as Velero's cron library finds them: robfig/cron 3.0.1
   * before Velero 1.18.3, and go-cron 0.15.0 since. They are in UTC if the expression has no time zone. There are at
   * most 10,000. There are fewer than `count` if no run follows within five years, or after the year 9999. If the
   * expression matches no time, there are none, but Velero creates a backup every minute. The errors say why Velero
   * refuses the expression.
   *
   * @param after Unix seconds, such as `Date.now() / 1000`.
   */
  nextRuns(schedule: string, after: number, count: number, veleroVersion?: string | null): Result<number[]> {
    const given = forCall([
      convert.text(schedule, 'schedule'),
      convert.seconds(after, 'after'),
      convert.count(count, 'count'),
      convert.optional(convert.text)(veleroVersion, 'veleroVersion'),
    ]);
    return this.instance().attempt(({ schedule }) => schedule.nextRuns(...given));
  }

  /**
   * Returns the next runs after a time, and when their backups expire. If `ttl` is `undefined` or zero, it is Velero's
   * default of 720 hours. With a negative one, a backup expires at once. The errors say why Velero refuses the
   * expression or the ttl.
   *
   * @param after Unix seconds, such as `Date.now() / 1000`.
   */
  retention(
    schedule: string,
    ttl: string | null | undefined,
    after: number,
    count: number,
    veleroVersion?: string | null,
  ): Result<Timeline> {
    const given = forCall([
      convert.text(schedule, 'schedule'),
      convert.optional(convert.text)(ttl, 'ttl'),
      convert.seconds(after, 'after'),
      convert.count(count, 'count'),
      convert.optional(convert.text)(veleroVersion, 'veleroVersion'),
    ]);
    return this.instance().attempt(({ schedule }) => schedule.retention(...given));
  }

  /**
   * Plans the Schedules among Backups and Schedules: their next runs after a time, at most `count` of each, and the
   * backups that they keep. Velero makes one backup at a time, so Schedules that run at the same minute wait for each
   * other. The cluster gives the release of Velero. Without it, the default release is used.
   */
  planBackups(
    backups: readonly BackupInput[],
    after: number | null | undefined,
    count: number,
    cluster?: Cluster | null,
  ): SchedulePlan {
    const given = forCall([
      convert.list(toBackupInput)(backups, 'backups'),
      convert.optional(convert.seconds)(after, 'after'),
      convert.count(count, 'count'),
      convert.optional(lent(Cluster))(cluster, 'cluster'),
    ]);
    return this.instance(cluster).call(({ schedule }) => schedule.planBackups(...given));
  }

  // Merges targets with a schedule into what the backup operator and Velero get.

  /**
   * Merges a spec with a schedule, as the integrator does. The errors say why the integrator refuses the schedule. The
   * spec is not checked.
   */
  merge(target: TargetInput, schedule: ScheduleConfigInput): Result<VeleroBackupSpec> {
    const given = forCall([toTargetInput(target, 'target'), toScheduleConfigInput(schedule, 'schedule')]);
    return this.instance().attempt(({ merge }) => merge.merge(...given));
  }

  /**
   * Returns the `velero_backup_config` databag. The keys are `spec`, `app`, `relation_name` and `model`, and the
   * values have the same bytes as the integrator's. The errors say why the integrator, or the default release of
   * Velero, refuses the schedule, or that it never matches.
   */
  toDatabag(target: TargetInput, schedule: ScheduleConfigInput): Result<Record<string, string>> {
    const given = forCall([toTargetInput(target, 'target'), toScheduleConfigInput(schedule, 'schedule')]);
    const result = this.instance().attempt(({ merge }) => merge.toDatabag(...given));
    return mapped(result, (answer) => convert.fromPairs(answer));
  }

  /**
   * Returns the Velero Backup (velero.io/v1) that the operator creates, as JSON. The errors say why Velero or
   * Kubernetes refuses it. Their pointers are paths in the target (`/spec/ttl`) or in the settings (`/namespace`).
   *
   * Here and below, the cluster gives the release of Velero. Without it, the default release is used.
   */
  backupManifest(target: TargetInput, settings: VeleroSettings, cluster?: Cluster | null): Result<string> {
    const given = forCall([
      toTargetInput(target, 'target'),
      toVeleroSettings(settings, 'settings'),
      convert.optional(lent(Cluster))(cluster, 'cluster'),
    ]);
    return this.instance(cluster).attempt(({ merge }) => merge.backupManifest(...given));
  }

  /**
   * Returns the Velero Schedule (velero.io/v1) that the operator creates, as JSON. The errors say why Velero or
   * Kubernetes refuses it, or that the configuration has no schedule, or one that never matches. Their pointers are
   * paths in the target, the settings or the configuration (`/schedule`).
   */
  scheduleManifest(
    target: TargetInput,
    schedule: ScheduleConfigInput,
    settings: VeleroSettings,
    cluster?: Cluster | null,
  ): Result<string> {
    const given = forCall([
      toTargetInput(target, 'target'),
      toScheduleConfigInput(schedule, 'schedule'),
      toVeleroSettings(settings, 'settings'),
      convert.optional(lent(Cluster))(cluster, 'cluster'),
    ]);
    return this.instance(cluster).attempt(({ merge }) => merge.scheduleManifest(...given));
  }

  /**
   * Plans how targets are written into the integrator's velero-backup relations, and what is lost. Each relation comes
   * with the integrator's own databag. The last target replaces the others in every relation.
   */
  plan(
    targets: readonly TargetInput[],
    schedule: ScheduleConfigInput,
    settings: VeleroSettings,
    veleroRelations: readonly Relation[],
    cluster?: Cluster | null,
  ): MergePlan {
    const given = forCall([
      convert.list(toTargetInput)(targets, 'targets'),
      toScheduleConfigInput(schedule, 'schedule'),
      toVeleroSettings(settings, 'settings'),
      convert.list(toRelation)(veleroRelations, 'veleroRelations'),
      convert.optional(lent(Cluster))(cluster, 'cluster'),
    ]);
    const answer = this.instance(cluster).call(({ merge }) => merge.plan(...given));
    return fromMergePlan(answer);
  }

  // What a backup contains, and why. Also, which objects several targets select, and which objects no target selects.
  //
  // The results are for a Velero Backup, or for the one that the operator creates from a spec, in the release of Velero
  // of the inventory's cluster, with the settings of its server. Hooks and third-party plugins are not modelled: they can
  // add objects.

  /**
   * Reads a cluster's objects, in chunks of any size. A chunk can end anywhere. The format is the output of
   * `kubectl get -A -o json` (a List), several of these one after the other or in a List, or one object in each line.
   *
   * It needs about 100 bytes of memory for each object, and the size of the longest object. The maximum size of an
   * object is 8 MiB.
   *
   * The cluster's kinds give the resource name of each object, and whether it has a namespace. The
   * CustomResourceDefinitions in the inventory add kinds. Their position does not matter.
   */
  inventoryReader(cluster: Cluster): InventoryReader {
    const given = forCall([lent(Cluster)(cluster, 'cluster')]);
    const instance = this.instance(cluster);
    const answer = instance.call(({ selection }) => new selection.InventoryReader(...given));
    return new InventoryReader(new Held(instance, answer));
  }

  /**
   * Reads the settings of Velero's server from a text in JSON or YAML. The rule `velero-settings` shows its members. The
   * errors are all faults of the text.
   */
  parseSettings(text: string): Result<ServerSettings> {
    const given = forCall([convert.text(text, 'text')]);
    const result = this.instance().attempt(({ selection }) => selection.parseSettings(...given));
    return mapped(result, (answer) => fromServerSettings(answer));
  }

  /**
   * Reads resource policies from a text in JSON or YAML: ConfigMaps, a List of ConfigMaps, the data of one, or one policy.
   * Faults of a policy are errors of the backups that name it. The errors say why the text cannot be read.
   */
  parsePolicies(text: string): Result<PolicyMap[]> {
    const given = forCall([convert.text(text, 'text')]);
    const result = this.instance().attempt(({ selection }) => selection.parsePolicies(...given));
    return mapped(result, (answer) => convert.each(fromPolicyMap)(answer));
  }

  /**
   * Evaluates a spec or a Backup for an inventory. It works in steps, so that the host does not block. It keeps the
   * inventory.
   *
   * Does not evaluate any objects yet: call `step`. A label selector without labels is ignored, as in the operator.
   * Settings that are `undefined` are those that the inventory shows, or the defaults of Velero's server.
   */
  evaluate(inventory: Inventory, source: BackupSource, settings?: ServerSettingsInput | null): Evaluation {
    const given = forCall([
      lent(Inventory)(inventory, 'inventory'),
      toBackupSource(source, 'source'),
      convert.optional(toServerSettingsInput)(settings, 'settings'),
    ]);
    const instance = this.instance(inventory);
    const answer = instance.call(({ selection }) => new selection.Evaluation(...given));
    return new Evaluation(new Held(instance, answer), instance.call(() => given[0].len()));
  }

  /**
   * Evaluates several targets for an inventory. It works in steps, and keeps the inventory. Each target is evaluated
   * separately. Objects that come along are included.
   *
   * Does not evaluate any objects yet: call `step`. The targets can be specs, Schedules and Backups. A Backup that has
   * expired at the time `at`, in Unix seconds, covers nothing. Without a time, expiry is not checked.
   * Settings that are `undefined` are those that the inventory shows, or the defaults of Velero's server.
   *
   * @param at Unix seconds, such as `Date.now() / 1000`.
   */
  coverage(
    inventory: Inventory,
    targets: readonly BackupSource[],
    at?: number | null,
    settings?: ServerSettingsInput | null,
  ): Coverage {
    const given = forCall([
      lent(Inventory)(inventory, 'inventory'),
      convert.list(toBackupSource)(targets, 'targets'),
      convert.optional(convert.seconds)(at, 'at'),
      convert.optional(toServerSettingsInput)(settings, 'settings'),
    ]);
    const instance = this.instance(inventory);
    const answer = instance.call(({ selection }) => new selection.Coverage(...given));
    return new Coverage(new Held(instance, answer), instance.call(() => given[0].len()) * given[1].length);
  }
}
