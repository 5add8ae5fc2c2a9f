import type { Diagnostic, Severity, VeleroSettings } from 'k8s-backup-target';
import { kindOf } from './backup';
import { type State, targetOf } from './checking';
import type { Contents, Entry, Position } from './worker/questions';
import { capitalized } from './dom';

/** What happens to a target of the text: whether its backups are made, and why not. */
export interface Fate {
  kind: 'saved' | 'paused' | 'unrelated' | 'lost' | 'refused' | 'dropped' | 'unplanned';
  /** A clause. Empty if it is saved. */
  why: string;
}

/** The words at the top, with code between backticks. */
export interface Headline {
  severity: Severity | undefined;
  /** How many targets are saved, and why the selected one is not. It can be empty. */
  lead: string;
  /** What the selected spec saves. */
  rest: string;
  /** What is known of the contents of volumes. Empty if nothing can be saved. */
  contents: string;
}

const LEADS: Record<Fate['kind'], (why: string) => string> = {
  saved: () => '',
  paused: () => 'Makes no backup while the schedule is paused.',
  unrelated: (why) => `Saves nothing unless you apply the manifests: ${why}.`,
  lost: (why) => `Saves nothing: this target never reaches Velero (${why}).`,
  refused: (why) => `Saves nothing: ${why}.`,
  dropped: (why) => `Saves nothing: ${why}.`,
  unplanned: (why) => sentence(why),
};

/** What targets are that are not saved, in the order of the total. */
const WORDS = {
  paused: 'paused',
  unrelated: 'without a relation',
  lost: 'lost',
  refused: 'refused',
  dropped: 'dropped',
  unplanned: 'not planned',
} as const;

const SEVERITIES: Partial<Record<Fate['kind'], Severity>> = {
  paused: 'warning',
  unrelated: 'warning',
  lost: 'error',
  refused: 'error',
  dropped: 'error',
  unplanned: 'error',
};

/** Returns what happens to each entry of the text. */
export function fatesOf({ reading, verdicts, diagnostics, work }: State): Fate[] {
  if (!verdicts) return [];
  const { plan, schedule, made, writes } = verdicts;
  const targets = reading.entries.map((entry) => targetOf(entry, work));
  const ofAll = fateOfAll(schedule, plan);
  const accepted = new Set(made);
  const written = new Set(writes.map(({ targetIndex }) => targetIndex));
  const last = targets[writes[0]?.targetIndex ?? -1];
  const kept = JSON.stringify(last);
  const ends = last && `${relationsInWords(writes)} with ${last.app} in ${last.model}`;
  const errors = new Map(
    plan
      .filter(isErrorOfTarget)
      .reverse()
      .map(({ subject, message }) => [subject, message]),
  );
  const dropping = diagnostics.filter(({ code }) => code === 'dropped-targets');
  return targets.map((target, at): Fate => {
    const entry = reading.entries[at]!;
    if (entry.merged) return fateOfMerged(entry, diagnostics);
    const dropped = dropping.find(
      ({ subject, pointer }) =>
        entry.subject === -1 || (entry.subject === (subject ?? 0) && parentOf(entry.pointer) === parentOf(pointer)),
    );
    if (dropped) return { kind: 'dropped', why: dropped.message };
    if (ofAll) return ofAll;
    if (!accepted.has(at)) {
      const why = errors.get(at);
      return why === undefined ? { kind: 'unplanned', why: 'this target is not planned' } : { kind: 'refused', why };
    }
    if (writes.length === 0) return { kind: 'unrelated', why: 'there is no velero-backup relation' };
    // An equal target is written with the same values.
    if (!written.has(at) && JSON.stringify(target) !== kept) return { kind: 'lost', why: ends ?? '' };
    if (work.schedule.paused && work.schedule.schedule) return { kind: 'paused', why: 'the schedule is paused' };
    return { kind: 'saved', why: '' };
  });
}

/** Returns why a target is not saved: `lost: relation 1 ends with my-app in my-model`. Nothing if it is saved. */
export const fateInWords = ({ kind, why }: Fate): string | undefined =>
  kind === 'saved' ? undefined : `${WORDS[kind]}: ${why}`;

/** Returns the words at the top of the results. */
export function headlineOf(state: State, fates: readonly Fate[]): Headline {
  const { chosen, verdicts, reading } = state;
  if (state.backup) return ofBackup(state);
  if (!chosen || !verdicts) return withoutSpec(state);
  const fate = fates[reading.entries.indexOf(chosen)] ?? { kind: 'saved', why: '' };
  const planned = fates.filter((_, at) => !reading.entries[at]?.merged);
  const error = fate.kind === 'saved' || fate.kind === 'paused' ? errorIn(state, chosen) : undefined;
  const leads = [
    chosen.merged ? 'What the integrator gives to the operator.' : '',
    planned.length > 1 && !chosen.merged && fate.kind !== 'unplanned' ? totalOf(planned) : '',
    error === undefined ? '' : sentence(error),
    // The sentence says why Velero refuses the spec.
    fate.kind === 'refused' && verdicts.refused ? '' : LEADS[fate.kind](fate.why),
  ];
  const isMade =
    fate.kind === 'saved' || fate.kind === 'paused' || fate.kind === 'unrelated' || fate.kind === 'unplanned';
  const described = isMade ? verdicts.sentence : `The spec alone: ${verdicts.ofSpec}`;
  return {
    severity: error === undefined ? SEVERITIES[fate.kind] : 'error',
    lead: leads.filter(Boolean).join(' '),
    rest: verdicts.refused ? verdicts.ofSpec : described,
    contents: verdicts.refused ? '' : contentsInWords(verdicts.contents, 'spec', state.work.velero),
  };
}

/** Returns what happens to a target that the integrator already gave to the operator. */
function fateOfMerged({ merged, subject, pointer }: Entry, diagnostics: readonly Diagnostic[]): Fate {
  const error = diagnostics.find(
    (diagnostic) =>
      isError(diagnostic) && (diagnostic.subject ?? 0) === subject && diagnostic.pointer.startsWith(pointer),
  );
  if (error) return { kind: 'refused', why: error.message };
  if (merged?.paused && merged.schedule) return { kind: 'paused', why: 'the schedule is paused' };
  return { kind: 'saved', why: '' };
}

/** Returns how many of several targets are saved: `1 of 3 targets is saved; 2 are lost.` */
function totalOf(fates: readonly Fate[]): string {
  const count = (wanted: Fate['kind']): number => fates.filter(({ kind }) => kind === wanted).length;
  const are = (number: number): string => `${number.toLocaleString('en')} ${number === 1 ? 'is' : 'are'}`;
  const saved = count('saved');
  const others = Object.entries(WORDS)
    .map(([kind, words]) => ({ words, number: count(kind as Fate['kind']) }))
    .filter(({ number }) => number > 0)
    .map(({ words, number }) => `; ${are(number)} ${words}`);
  const of = `${saved.toLocaleString('en')} of ${fates.length.toLocaleString('en')} targets`;
  return `${of} ${saved === 1 ? 'is' : 'are'} saved${others.join('')}.`;
}

/** Returns why no target is written, or nothing. */
function fateOfAll(schedule: readonly Diagnostic[], plan: readonly Diagnostic[]): Fate | undefined {
  const never = schedule.find(({ code }) => code === 'schedule-never-matches');
  if (never) return { kind: 'unplanned', why: never.message };
  const velero = schedule.find(isError);
  const integrator = plan.find(({ code }) => code === 'schedule-refused-by-integrator');
  if (velero) {
    const who = integrator ? 'Velero and the integrator refuse' : 'Velero refuses';
    return { kind: 'refused', why: `${who} the schedule, so no backup is made: ${velero.message}` };
  }
  if (integrator) return { kind: 'refused', why: `${integrator.message}, so no backup is made` };
  const settings = plan.find(
    (diagnostic) => isError(diagnostic) && diagnostic.subject === undefined && diagnostic.pointer !== '',
  );
  return settings && { kind: 'refused', why: `no backup is made with these settings: ${settings.message}` };
}

/** Returns the words about the selected Backup or Schedule. It is checked as it is: without the schedule of the page. */
function ofBackup(state: State): Headline {
  const { backup: entry, backupVerdict: verdict } = state;
  if (!entry || !verdict) return withoutSpec(state);
  const { backup } = entry;
  const { sentence: rest, whyNothing, contents } = verdict;
  const isSaid = whyNothing !== undefined && rest.includes(whyNothing);
  const isPaused = !isSaid && backup.schedule?.paused === true;
  const kind = isPaused ? 'paused' : whyNothing === undefined ? 'saved' : 'refused';
  const error = isSaid ? undefined : errorIn(state, entry);
  const leads = [error === undefined ? '' : sentence(error), isSaid ? '' : LEADS[kind](whyNothing ?? '')];
  return {
    severity: error === undefined ? SEVERITIES[kind] : 'error',
    lead: leads.filter(Boolean).join(' '),
    rest,
    // Its own fields about volumes are part of its description.
    contents: isSaid || contents.sentence !== undefined ? '' : contentsInWords(contents, kindOf(backup)),
  };
}

/** Returns whether a diagnostic of the text is about a part of it. */
export const isAbout = ({ subject, pointer }: Diagnostic, position: Position): boolean =>
  (subject ?? 0) === position.subject && `${pointer}/`.startsWith(`${position.pointer}/`);

/** Returns the error of the text about the selected entry, with the number of errors. */
function errorIn({ diagnostics }: State, position: Position): string | undefined {
  const errors = diagnostics.filter((diagnostic) => isError(diagnostic) && isAbout(diagnostic, position));
  const [first] = errors;
  return first && `${errors.length === 1 ? '1 error' : `${errors.length} errors`}: ${first.message}`;
}

/** Returns what is known of the contents of volumes. */
function contentsInWords({ claims, sentence }: Contents, what: string, velero?: VeleroSettings): string {
  if (sentence !== undefined) return sentence;
  if (claims === undefined) return 'Volume contents: not known, because there is no manifest.';
  if (!claims) return `Volume contents: the ${what} saves no volume claims.`;
  return velero?.defaultVolumesToFsBackup == null
    ? 'Volume contents: depends on the snapshots and the file-system backup of your Velero.'
    : "Volume contents: depends on your Velero's snapshots.";
}

/** Returns what a text is without a spec, a Backup or a Schedule that can be read. */
function withoutSpec({ diagnostics, reading }: State): Headline {
  const [first] = [...diagnostics].sort((one, other) => Number(isError(other)) - Number(isError(one)));
  const lead = reading.hasUnreadBackup
    ? 'Saves nothing: the Backup or Schedule cannot be read.'
    : 'Saves nothing: the text is not a spec.';
  if (!first) return { severity: 'error', lead, rest: '', contents: '' };
  const { code, message, help } = first;
  // Its message says what such a spec would select, which is not what the text is.
  const parts = code === 'no-known-field' ? [help] : [message, help];
  return {
    severity: 'error',
    lead,
    rest: sentence(parts.filter((part) => part !== undefined).join('; ')),
    contents: '',
  };
}

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';
const isErrorOfTarget = (diagnostic: Diagnostic): boolean =>
  isError(diagnostic) && diagnostic.subject !== undefined && diagnostic.code !== 'lost-target';

const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'));

const relationsInWords = (writes: readonly { relationId: number }[]): string =>
  writes.length === 1 ? `relation ${writes[0]!.relationId} ends` : `each of the ${writes.length} relations ends`;

/** Returns a clause as a sentence. */
const sentence = (clause: string): string => `${capitalized(clause)}.`;
