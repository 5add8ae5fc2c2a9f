import type { Evaluator, Identity, Relation, ScheduleConfig, Target } from 'k8s-backup-target';
import { expect } from '../expect';
import type { Answers } from './answers';
import { type KnownCluster, versionOf } from './known-cluster';
import type { Answer, Setting } from './questions';

/** Answers questions about targets with a schedule: description, runs, databags and manifests. */
export function scheduleQuestions(
  evaluator: Evaluator,
  known: KnownCluster,
): Answers<'judge' | 'manifests' | 'runs' | 'output'> {
  const plan = (targets: Target[], { schedule, velero, relations }: Setting) =>
    evaluator.plan(targets, schedule, velero, emptyRelations(relations), known.cluster);

  function nextRun({ schedule, paused }: ScheduleConfig, after: number): number | undefined {
    if (schedule === undefined || schedule === '' || paused) return undefined;
    const runs = evaluator.nextRuns(schedule, after, 1, versionOf(known.veleroVersion));
    return runs.ok ? runs.value[0] : undefined;
  }

  return {
    judge({ targets, chosen, setting, after }) {
      const { diagnostics, writes } = plan(targets, setting);
      return {
        sentence: evaluator.describe(chosen, setting.schedule, known.cluster),
        schedule: evaluator
          .checkSchedule(setting.schedule, versionOf(known.veleroVersion))
          // The cluster has it too, and it is shown once.
          .filter(({ code }) => code !== 'velero-version-differs'),
        nextRun: nextRun(setting.schedule, after),
        plan: diagnostics,
        writes: writes.map(({ relationId, targetIndex }) => ({ relationId, targetIndex })),
      };
    },
    manifests: ({ targets, setting }) =>
      plan(targets, setting)
        .manifests.map(({ json }) => `${json.trimEnd()}\n`)
        .join(''),
    runs: ({ schedule, ttl, after, count }) => ({
      runs: evaluator.nextRuns(schedule, after, 5, versionOf(known.veleroVersion)),
      retention: evaluator.retention(schedule, ttl, after, count, versionOf(known.veleroVersion)),
    }),
    output: ({ target, setting: { schedule, velero } }) => ({
      publish: publish(evaluator, target),
      databag: evaluator.toDatabag(target, schedule),
      backup: evaluator.backupManifest(target, velero, known.cluster),
      schedule: evaluator.scheduleManifest(target, schedule, velero, known.cluster),
    }),
  };
}

const emptyRelations = (count: number): Relation[] =>
  Array.from({ length: count }, (_, at) => ({ id: at + 1, databag: {} }));

function publish(evaluator: Evaluator, { app, relationName, model, spec }: Target): Answer<string> {
  const identity: Identity = { app, relationName, model };
  const published = evaluator.publish(identity, spec, true, [{ id: 1, databag: {} }], 'refuse');
  if (!published.ok) return published;
  return { ok: true, value: expect(published.value[0], 'publishing writes nothing into the relation').value };
}
