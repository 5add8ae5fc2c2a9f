// Code that must compile, except for the marked lines.

import {
  type Backup,
  type BackupInput,
  type BackupKind,
  type BackupSource,
  type CallError,
  type Clauses,
  ClosedError,
  type Diagnostic,
  type Evaluator,
  type Filters,
  type HookSelector,
  type LabelRequirement,
  type Outcome,
  type PublishError,
  type Reason,
  type Result,
  type Selector,
  type Session,
  type Spec,
  type SpecInput,
  TrapError,
  type VeleroRelease,
  load,
  reasonNames,
} from 'k8s-backup-target';
import { load as loadInline } from 'k8s-backup-target/inline';

export async function example(objects: Blob, signal: AbortSignal): Promise<Diagnostic[]> {
  const evaluator: Evaluator = await load();
  const same: Evaluator = await loadInline({ wasm: fetch(new URL('https://example.com/core.wasm')) });

  const spec: SpecInput = { includeNamespaces: ['prod'], labelSelector: { app: 'web' }, ttl: null } as const;
  const diagnostics: Diagnostic[] = evaluator.checkSpec(spec);
  const sentence: string = same.describe(spec, { schedule: '0 2 * * *' });
  evaluator.checkSpec({ labelSelector: new Map([['app', 'web']]) });

  // @ts-expect-error
  evaluator.checkSpec({ include_namespaces: ['prod'] });
  // @ts-expect-error
  evaluator.checkSpec({ includeNamespaces: 'prod' });
  // @ts-expect-error
  evaluator.document(sentence, 'toml');

  using targets = evaluator.readTargets([{ id: 1, databag: { backup_targets: '[]' } }]);
  const lookedUp: Spec | undefined = targets.getBackupSpec('app', 'backup', 'prod');
  const labels: Array<[string, string]> | undefined = lookedUp?.labelSelector;
  // An answer is valid as an argument.
  if (lookedUp) evaluator.formatSpec(lookedUp, 'yaml');

  const found: Spec | undefined = evaluator.findSpec([{ id: 1, databag: {} }], 'app', 'backup', 'prod');
  diagnostics.push(...evaluator.checkText(sentence, 'yaml', { kind: 'spec', cluster: null }));
  // @ts-expect-error
  evaluator.checkText(sentence, 'yaml', 'spec');

  const session: Session = evaluator.session();
  const called = session.call('validation.describe', JSON.stringify({ spec: { ttl: found?.ttl } }));
  if (called.ok) console.log(called.value.length);
  else {
    const { code, pointer }: CallError = called.error;
    console.log(code, pointer);
  }
  // @ts-expect-error
  called.value;

  const identity = { app: 'my-app', model: 'prod', relationName: 'backup' };
  const published = evaluator.publish(identity, spec, true, [], 'refuse');
  if (published.ok) published.value.forEach(({ relationId, key, value }) => [relationId.toFixed(), key, value]);
  else {
    const reason: PublishError = published.reason;
    // @ts-expect-error
    const other: 'refused' = reason;
    diagnostics.push(...published.diagnostics);
    console.log(other);
  }
  // @ts-expect-error
  published.value;

  const releases: VeleroRelease[] = evaluator.veleroVersions();
  const cluster = evaluator.openCluster([], releases.find(({ isDefault }) => isDefault)?.name);
  if (!cluster.ok) return cluster.diagnostics;
  diagnostics.push(...cluster.value.diagnostics());
  console.log(evaluator.describe(spec, null, cluster.value));
  const clauses: Clauses | undefined = evaluator.describeClauses(spec, cluster.value);
  const included: string[] | undefined = clauses?.namespaces.included;
  console.log(included, clauses?.clusterScopedCondition === 'all-namespaces');

  const runs: Result<number[]> = evaluator.nextRuns('0 2 * * *', Date.now() / 1000, 5);
  if (!runs.ok) return runs.diagnostics;

  const inventory = await evaluator.readInventory(objects, { signal, onProgress: ({ done, total }) => [done, total] });
  if (!inventory.ok) return inventory.diagnostics;
  const evaluation = await evaluator.evaluate(inventory.value, spec).run({ signal });
  const reasons: Reason[] = Array.from(evaluation.reasons(), (reason) => reasonNames[reason]!);
  const { kind, diagnostics: whys }: Outcome = evaluation.outcome();
  if (kind === 'partially-failed') diagnostics.push(...whys);
  // @ts-expect-error
  if (kind === 'partially_failed') return whys;
  const coverage = evaluator.coverage(inventory.value, [{ ...identity, spec }]);
  for await (const { done, total } of coverage.steps({ signal })) console.log(done, total);
  coverage.close();

  const schedules: Backup[] = evaluator.document(sentence, 'yaml').backups();
  for (const schedule of schedules) {
    // An answer is valid as an argument.
    diagnostics.push(...evaluator.checkBackup(schedule, cluster.value));
    const filters: Filters = schedule.filters;
    const selectors: Selector[] | undefined = filters.orLabelSelectors;
    const requirements: LabelRequirement[] | undefined = filters.labelSelector?.matchExpressions;
    const hooks: HookSelector[] = schedule.hookSelectors;
    console.log(evaluator.describeBackup(schedule), selectors, requirements, hooks);
  }
  const kinds: BackupKind = 'backup';
  const once: BackupInput = { kind: kinds, filters: { labelSelector: { matchLabels: { app: 'web' } } } };
  evaluator.evaluate(inventory.value, once).close();
  const sources: BackupSource[] = [spec, { ...identity, spec }, once, ...schedules];
  evaluator.coverage(inventory.value, sources, Date.now() / 1000).close();
  // @ts-expect-error
  evaluator.evaluate(inventory.value, { kind: 'Backup', filters: {} });
  // @ts-expect-error
  evaluator.evaluate(inventory.value, [once]);

  try {
    evaluator.rules();
  } catch (error) {
    if (error instanceof TrapError || error instanceof ClosedError) console.error(error.message, labels, reasons);
  }
  return diagnostics;
}
