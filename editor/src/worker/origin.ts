import type { ScheduleConfig } from 'k8s-backup-target';
import type { Source, UnitRelation } from './questions';
import type { Document, Texts } from './texts';

/** Maximum number of units of a text. `juju show-unit` prints the units that it is asked for. */
const MAX_UNITS = 100;

/** Returns the value at a pointer as text. In a string with JSON, its quotes are escaped. */
function scalar(document: Document, text: string, subject: number, pointer: string): string | undefined {
  const span = document.locate(subject, pointer);
  if (!span) return undefined;
  const written = text.slice(span.start.utf16Offset, span.end.utf16Offset).replaceAll('\\"', '"');
  return written.replace(/^(["'])(.*)\1$/s, '$2');
}

/** Returns the relations in the output of `juju show-unit`. */
export function relationsOf(document: Document, text: string): UnitRelation[] {
  const lists = new Map<string, [subject: number, pointer: string]>();
  for (const { index } of text.matchAll(/relation-info/g)) {
    const [subject, pointer] = document.pointerAt(index) ?? [0, ''];
    if (/^\/[^/]+\/relation-info$/.test(pointer)) lists.set(`${subject} ${pointer}`, [subject, pointer]);
    if (lists.size === MAX_UNITS) break;
  }
  return [...lists.values()].flatMap(([subject, pointer]) => {
    const relations: UnitRelation[] = [];
    for (let at = 0; document.locate(subject, `${pointer}/${at}`); at++) {
      const relation = `${pointer}/${at}`;
      const value = (key: string): string => scalar(document, text, subject, `${relation}/${key}`) ?? '';
      const has = (key: string): boolean =>
        document.locate(subject, `${relation}/application-data/${key}`) !== undefined;
      const isConfig = has('app') && has('spec');
      relations.push({
        subject,
        pointer: relation,
        id: value('relation-id'),
        endpoint: value('endpoint'),
        databag: has('backup_targets') ? 'backup_targets' : isConfig ? 'velero_backup_config' : undefined,
      });
    }
    return relations;
  });
}

/** Returns the schedule that the integrator merged with a spec. */
export function mergedSchedule(document: Document, text: string, subject: number, databag: string): ScheduleConfig {
  const value = (key: string): string | undefined => scalar(document, text, subject, `${databag}/spec/${key}`);
  const schedule = value('schedule');
  return {
    schedule: schedule === 'null' ? undefined : schedule,
    paused: value('paused') === 'true',
    skipImmediately: value('skip_immediately') === 'true',
    useOwnerReferencesInBackup: value('use_owner_references_in_backup') === 'true',
  };
}

/** Returns whether a text is the databag of `velero_backup_config`. A target is similar, but its spec is not a string. */
export function isConfig(texts: Texts, document: Document, { text, format }: Source): boolean {
  if (!document.locate(0, '/app') || !document.locate(0, '/spec') || document.targets().length === 0) return false;
  const asTarget = texts.document(text, format, { kind: 'target' });
  try {
    return asTarget.targets().length === 0;
  } finally {
    asTarget.close();
  }
}
