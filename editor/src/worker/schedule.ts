import type { Backup, Identity, Relation, ScheduleConfig, Target, VeleroSettings } from 'k8s-backup-target';
import { expect } from '../expect';
import type { Answers } from './answers';
import { backupOf } from './backup';
import { askDocument } from './document';
import { type KnownCluster, versionOf } from './known-cluster';
import { objectNames } from './names';
import type { EmptyCluster } from './empty-cluster';
import type { Answer, Contents, Setting } from './questions';
import { yamlOf } from './yaml';
import type { Texts } from './texts';

/** Answers questions about targets with a schedule: description, runs, databags and manifests. */
export function scheduleQuestions(
  texts: Texts,
  known: KnownCluster,
  empty: EmptyCluster,
): Answers<'judge' | 'judgeBackup' | 'planBackups' | 'manifests' | 'named' | 'runs' | 'output' | 'acceptedSchedule'> {
  const plan = (targets: Target[], { schedule, velero, relations }: Setting) =>
    texts.plan(targets, schedule, velero, emptyRelations(relations), known.cluster);

  function nextRun({ schedule, paused }: ScheduleConfig, after: number): number | undefined {
    if (schedule === undefined || schedule === '' || paused) return undefined;
    const runs = texts.nextRuns(schedule, after, 1, versionOf(known.veleroVersion));
    return runs.ok ? runs.value[0] : undefined;
  }

  /** Returns what the manifest of a Backup says about the contents of volumes. */
  function contents(backup: Backup | undefined): Contents {
    if (!backup) return { claims: undefined, sentence: undefined };
    const describe = (volumes: Backup['volumes']): string =>
      texts.describeBackup({ ...backup, volumes }, known.cluster);
    const plain = describe(undefined);
    return {
      // These fields are only described if claims are saved.
      claims: addedTo(plain, describe(ONLY_ANNOTATED)) !== undefined,
      sentence: addedTo(plain, describe(backup.volumes)),
    };
  }

  const read = (json: string): Backup =>
    askDocument(texts, { text: json, format: 'json' }, (document) =>
      expect(document.backups()[0], 'a manifest cannot be read'),
    );

  return {
    judge({ targets, merged, chosen, setting, after }) {
      const planned = [...targets.keys()].filter((at) => !merged[at]);
      const entryOf = (target: number): number => expect(planned[target], `the plan names target ${target}`);
      const isPlanned = planned.length > 0;
      const { diagnostics, manifests, writes } = isPlanned
        ? plan(
            planned.map((at) => targets[at]!),
            setting,
          )
        : { diagnostics: [], manifests: [], writes: [] };
      const schedule = merged[chosen] ?? setting.schedule;
      const target = expect(targets[chosen], `there is no target ${chosen}`);
      return {
        sentence: texts.describe(target.spec, schedule, known.cluster),
        ofSpec: texts.describe(target.spec, undefined, known.cluster),
        refused: texts.describeClauses(target.spec, known.cluster) === undefined,
        contents: contents(backupOf(texts, target, setting.velero, known.cluster)),
        schedule: isPlanned
          ? texts
              .checkSchedule(setting.schedule, versionOf(known.veleroVersion))
              // The cluster has it too, and it is shown once.
              .filter(({ code }) => code !== 'velero-version-differs')
          : [],
        nextRun: nextRun(setting.schedule, after),
        plan: diagnostics.map((diagnostic) =>
          diagnostic.subject === undefined ? diagnostic : { ...diagnostic, subject: entryOf(diagnostic.subject) },
        ),
        made: manifests.map(({ targetIndex }) => entryOf(targetIndex)),
        writes: writes.map(({ relationId, targetIndex }) => ({ relationId, targetIndex: entryOf(targetIndex) })),
      };
    },
    judgeBackup: async ({ backup, after }) => ({
      sentence: texts.describeBackup(backup, known.cluster),
      whyNothing: await empty.whyNothing(backup, after),
      contents: contents(backup),
      nextRun: backup.schedule && nextRun(backup.schedule, after),
    }),
    planBackups: ({ backups, chosen, after }) =>
      texts
        .planBackups(backups, after, 0, known.cluster)
        .diagnostics.filter(({ subject }) => subject === undefined || subject === chosen),
    named({ targets, chosen, setting: { schedule, velero } }) {
      const names = objectNames(targets);
      const make = (at: number): Answer<string> => {
        const target = expect(targets[at], `there is no target ${at}`);
        const made = schedule.schedule
          ? texts.scheduleManifest(target, schedule, velero, known.cluster)
          : texts.backupManifest(target, velero, known.cluster);
        if (!made.ok) return made;
        const name = `"name": ${JSON.stringify(names[at])}`;
        // The first one is that of the metadata, which are before all values of the user.
        return { ok: true, value: made.value.replace(/"generateName": "[^"]*"/, () => name) };
      };
      const json = make(chosen);
      const all = targets.length > 1 ? targets.map((_, at) => make(at)) : undefined;
      return {
        chosen: json.ok ? { ok: true, value: { yaml: yamlOf(texts, json.value), backup: read(json.value) } } : json,
        all: all?.flatMap((made) => (made.ok ? yamlOf(texts, made.value) : [])).join('---\n'),
      };
    },
    manifests: ({ targets, setting }) =>
      plan(targets, setting)
        .manifests.map(({ json }) => `${json.trimEnd()}\n`)
        .join(''),
    runs: ({ schedule, ttl, after, count }) => ({
      runs: texts.nextRuns(schedule, after, 5, versionOf(known.veleroVersion)),
      retention: texts.retention(schedule, ttl, after, count, versionOf(known.veleroVersion)),
    }),
    acceptedSchedule: (schedules) =>
      schedules.find((schedule) => {
        const config = { schedule, paused: false, skipImmediately: false, useOwnerReferencesInBackup: false };
        return plan([ANY_TARGET], { schedule: config, velero: ANY_VELERO, relations: 1 }).writes.length > 0;
      }),
    output: ({ target, setting: { schedule, velero } }) => ({
      publish: publish(texts, target),
      databag: texts.toDatabag(target, schedule),
      backup: texts.backupManifest(target, velero, known.cluster),
      schedule: texts.scheduleManifest(target, schedule, velero, known.cluster),
    }),
  };
}

const ONLY_ANNOTATED = {
  snapshotVolumes: false,
  defaultVolumesToFsBackup: false,
  volumeSnapshotLocations: [],
  annotations: {},
};

/** Returns the words that a longer text has in addition to a text, in one place. */
function addedTo(text: string, longer: string): string | undefined {
  if (longer.length <= text.length) return undefined;
  let start = 0;
  while (start < text.length && text[start] === longer[start]) start++;
  // Sentences that begin alike: the added one begins after the end of the one before it.
  if (start < text.length) start = longer.lastIndexOf('. ', start - 1) + 2;
  return longer.slice(start, start + longer.length - text.length).trim();
}

/** For questions that only depend on the schedule. */
const ANY_TARGET: Target = { app: 'app', relationName: 'relation', model: 'model', spec: {} };
const ANY_VELERO: VeleroSettings = { namespace: 'velero', storageLocation: 'default', volumeSnapshotLocations: [] };

const emptyRelations = (count: number): Relation[] =>
  Array.from({ length: count }, (_, at) => ({ id: at + 1, databag: {} }));

function publish(texts: Texts, { app, relationName, model, spec }: Target): Answer<string> {
  const identity: Identity = { app, relationName, model };
  const published = texts.publish(identity, spec, true, [{ id: 1, databag: {} }], 'refuse');
  if (!published.ok) return published;
  return { ok: true, value: expect(published.value[0], 'publishing writes nothing into the relation').value };
}
