import type {
  BackupSource,
  Coverage,
  Evaluation,
  Evaluator,
  Inventory,
  ObjectRef,
  PolicyMap,
  ServerSettings,
  Verdict,
} from 'k8s-backup-target';
import { reasonNames } from 'k8s-backup-target';
import { expect } from '../expect';
import type { Answers, Watch } from './answers';
import { backupOf } from './backup';
import { type ClaimStates, claimStates, claimsOf, countClaims } from './claims';
import { type Columns, columnsOf, count } from './columns';
import type { KnownCluster } from './known-cluster';
import {
  type Answer,
  CLAIM_STATES,
  type ClusterSchedule,
  type CoverageSummary,
  type Difference,
  type Filter,
  type Given,
  type InventorySummary,
  type Page,
  type Row,
  type SelectionOf,
  type SelectionSummary,
} from './questions';
import type { Cluster, Texts } from './texts';

/** Number of Schedules that are read in one step. */
const SCHEDULE_STEP = 20;

/** Maximum number of objects in the list of those that come along. */
const MAX_COMES_ALONG = 20;

/** What a spec saves. */
interface Saved {
  isIncluded: (index: number) => boolean;
  claims: ClaimStates;
}

/** Returns whether an object differs from the other spec in a way. */
type Differs = (index: number, difference: Difference) => boolean;

interface Selection extends Saved {
  evaluation: Evaluation;
  reasons: Uint8Array;
  /** Absent if there is no other spec. */
  differs: Differs | undefined;
  /** The index of the verdict on each volume claim. */
  volumes: Map<number, number>;
}

/** What no target covers. */
interface Uncovered {
  indices: Uint32Array;
  claims: ClaimStates;
}

/** The evaluators of an open cluster: one for its objects, and one for texts, which is loaded first. */
export interface Evaluators {
  objects: Evaluator;
  texts: Texts;
}

/** An open cluster. */
export interface OpenCluster {
  summary: InventorySummary;
  /** Answers questions about its objects. */
  questions: Answers<'select' | 'compare' | 'cover' | 'page' | 'matches'>;
}

/** Reads the objects of a cluster. `known` is what the evaluator for texts knows. */
export async function openCluster(
  { objects: evaluator, texts }: Evaluators,
  known: KnownCluster,
  file: Blob,
  watch: Watch,
): Promise<Answer<OpenCluster>> {
  const { veleroVersion } = known;
  const read = await evaluator.readInventory(file, { cluster: known.within(evaluator).cluster, ...watch });
  if (!read.ok) return read;
  const inventory = read.value;
  const columns = await columnsOf(inventory, watch.signal);
  const summary = {
    objects: columns.names.length,
    namespaces: columns.namespaces,
    kinds: columns.kinds,
    totals: count(columns, () => true),
    served: known.list(),
    veleroVersion,
    schedules: await schedulesOf(inventory, texts, known.cluster, watch.signal),
    diagnostics: inventory.diagnostics(),
  };
  let selection: Selection | undefined;
  let uncovered: Uncovered | undefined;
  let other: { key: string; saved: Saved } | undefined;
  let filtered: { key: string; indices: Uint32Array } | undefined;

  /** Returns which objects another spec saves. It is kept, because it is asked for again with each new text. */
  async function savedBy(of: SelectionOf, signal: AbortSignal): Promise<Saved> {
    const key = JSON.stringify(of);
    if (other?.key === key) return other.saved;
    const evaluation = await evaluated(of, signal);
    try {
      const reasons = evaluation.reasons();
      const saved = {
        isIncluded: inclusion(countReasons(evaluation, reasons), reasons),
        claims: claimsOf(columns, evaluation).claims,
      };
      other = { key, saved };
      return saved;
    } finally {
      evaluation.close();
    }
  }

  async function evaluated(of: SelectionOf, signal: AbortSignal): Promise<Evaluation> {
    const source = 'spec' in of ? of.spec : of.backup;
    const evaluation = evaluator.evaluate(inventory, source, serverSettings(inventory, of));
    try {
      return await evaluation.run({ signal });
    } catch (error) {
      evaluation.close();
      throw error;
    }
  }

  async function select(
    of: SelectionOf,
    comparedWith: SelectionOf | undefined,
    { signal }: Watch,
  ): Promise<SelectionSummary> {
    const before = comparedWith && (await savedBy(comparedWith, signal));
    const evaluation = await evaluated(of, signal);
    const reasons = evaluation.reasons();
    const counted = countReasons(evaluation, reasons);
    const { claims, volumes } = claimsOf(columns, evaluation);
    const isIncluded = inclusion(counted, reasons);
    const differs = before && differenceOf(before, { isIncluded, claims });
    const summary = {
      included: evaluation.included(),
      claims: countClaims(claims),
      selected: count(columns, isIncluded),
      reasons: counted,
      outcome: evaluation.outcome(),
      diagnostics: evaluation.diagnostics(),
      comesAlong: comesAlong(inventory, evaluation, reasons),
      clusterScoped: countClusterScoped(columns, reasons),
      differences: differs && countDifferences(columns, differs),
    };
    selection?.evaluation.close();
    selection = { evaluation, reasons, isIncluded, claims, volumes, differs };
    filtered = undefined;
    return summary;
  }

  async function cover({ sources, velero, policies, at }: Given<'cover'>, { signal }: Watch): Promise<CoverageSummary> {
    // The Backups of targets, because they have the settings of volumes.
    const backups = sources.map((source) =>
      'spec' in source ? (backupOf(texts, source, velero, known.cluster) ?? source) : source,
    );
    const settings = withPolicies(inventory, policies);
    const coverage: Coverage = evaluator.coverage(inventory, backups, at, settings);
    try {
      await coverage.run({ signal });
      const found = coverage.uncovered();
      const targets = coverage.targets();
      const saving = backups.filter((_, at) => targets[at]?.whyNothing === undefined);
      const claims = await bestClaims(saving, settings, signal);
      [uncovered, filtered] = [{ indices: found, claims }, undefined];
      const out = new Set(found);
      return {
        targets,
        uncovered: found.length,
        claims: countClaims(claims),
        overlapping: coverage.overlapping().length,
        selected: count(columns, (index) => !out.has(index)),
      };
    } finally {
      coverage.close();
    }
  }

  /** Returns the best that several backups do for each volume claim. */
  async function bestClaims(
    backups: readonly BackupSource[],
    settings: ServerSettings,
    signal: AbortSignal,
  ): Promise<ClaimStates> {
    const best = claimStates(columns, 'not-saved');
    const distinct = new Map(backups.map((backup) => [JSON.stringify(backup), backup]));
    for (const backup of distinct.values()) {
      const evaluation = evaluator.evaluate(inventory, backup, settings);
      try {
        await evaluation.run({ signal });
        for (const [index, state] of claimsOf(columns, evaluation).claims) {
          const known = expect(best.get(index), `object ${index} is not a volume claim`);
          if (CLAIM_STATES.indexOf(state) < CLAIM_STATES.indexOf(known)) best.set(index, state);
        }
      } finally {
        evaluation.close();
      }
    }
    return best;
  }

  function page(filter: Filter, offset: number, limit: number): Page {
    const key = JSON.stringify(filter);
    if (filtered?.key !== key) filtered = { key, indices: filteredIndices(filter, columns, selection, uncovered) };
    const { evaluation } = selection ?? {};
    const rows = Array.from(filtered.indices.subarray(offset, offset + limit), (index): Row => {
      const object = objectAt(inventory, index);
      const verdict = filter.of === 'selection' && evaluation ? verdictAt(evaluation, index) : undefined;
      const { claims } = (filter.of === 'selection' ? selection : uncovered) ?? {};
      const state = claims?.get(index);
      const broughtBy = verdict?.broughtBy === undefined ? undefined : objectAt(inventory, verdict.broughtBy);
      return {
        index,
        ...object,
        namespace: object.namespace,
        verdict: verdict && { included: verdict.included, reason: verdict.reason, pointer: verdict.pointer },
        broughtBy: broughtBy && nameOf(broughtBy),
        isIncluded: verdict ? verdict.included : state !== undefined && state !== 'not-saved',
        claim: state && { state, why: filter.of === 'selection' && selection ? whyOf(selection, index) : '' },
      };
    });
    return { total: filtered.indices.length, offset, rows };
  }

  const questions: OpenCluster['questions'] = {
    select: ({ of, other }, watch) => select(of, other, watch),
    async compare({ before, after }, { signal }) {
      const [one, other] = [await savedBy(after, signal), await savedBy(before, signal)];
      return countDifferences(columns, differenceOf(other, one));
    },
    cover,
    page: ({ filter, offset, limit }) => page(filter, offset, limit),
    matches: (patterns) =>
      patterns.map((pattern) => {
        const matched = inventory.matchingNamespaces(pattern);
        return matched.ok ? matched.value.length : undefined;
      }),
  };
  return { ok: true, value: { summary, questions } };
}

/** Reads the cluster's own Schedules. */
async function schedulesOf(
  inventory: Inventory,
  texts: Texts,
  cluster: Cluster,
  signal: AbortSignal,
): Promise<ClusterSchedule[]> {
  const schedules: ClusterSchedule[] = [];
  for (const text of inventory.schedules()) {
    const { name = '', namespace = '' } = (JSON.parse(text) as { metadata: Partial<ClusterSchedule> }).metadata;
    const document = texts.document(text, 'json', { kind: 'schedule', cluster });
    const error = document.diagnostics().find(({ severity }) => severity === 'error');
    const [backup] = document.backups();
    document.close();
    schedules.push({ name, namespace, backup, whyNot: backup ? undefined : error?.message });
    if (schedules.length % SCHEDULE_STEP > 0) continue;
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  }
  return schedules;
}

const objectAt = (inventory: Inventory, index: number): ObjectRef =>
  expect(inventory.objects(index, 1)[0], `the cluster has no object ${index}`);

/** Returns the verdict of an object, from a completed evaluation. */
const verdictAt = (evaluation: Evaluation, index: number): Verdict =>
  expect(evaluation.verdicts(index, 1)[0], `object ${index} has no verdict`);

/** Returns what the inventory shows of Velero's server, with the setting that the operator writes into each Backup. */
function serverSettings(inventory: Inventory, of: SelectionOf): ServerSettings {
  const shown = inventory.settings();
  if ('backup' in of) return withPolicies(inventory, of.policies);
  const { defaultVolumesToFsBackup } = of.velero;
  return defaultVolumesToFsBackup == null ? shown : { ...shown, defaultVolumesToFsBackup };
}

/** Returns what the inventory shows of Velero's server, with the resource policies of the text. */
function withPolicies(inventory: Inventory, policies: readonly PolicyMap[]): ServerSettings {
  const shown = inventory.settings();
  return { ...shown, policies: [...shown.policies, ...policies] };
}

/** Returns whether each object is in the backup, by the reasons of a completed evaluation. */
function inclusion(counted: SelectionSummary['reasons'], reasons: Uint8Array): (index: number) => boolean {
  const included = new Map(counted.map(({ name, included }) => [name, included]));
  const byReason = reasonNames.map((name) => included.get(name) ?? false);
  return (index) => byReason[reasons[index]!]!;
}

/** Compares what is saved with what was saved before. */
function differenceOf(before: Saved, after: Saved): Differs {
  const is: Record<Difference, (index: number) => boolean> = {
    gained: (index) => after.isIncluded(index) && !before.isIncluded(index),
    lost: (index) => before.isIncluded(index) && !after.isIncluded(index),
    'claims-lost': (index) => before.claims.has(index) && is.lost(index),
    'contents-lost': (index) =>
      before.claims.get(index) === 'with-contents' &&
      after.isIncluded(index) &&
      after.claims.get(index) !== 'with-contents',
  };
  return (index, difference) => is[difference](index);
}

function countDifferences({ names }: Columns, differs: Differs): Record<Difference, number> {
  const counts: Record<Difference, number> = { gained: 0, lost: 0, 'claims-lost': 0, 'contents-lost': 0 };
  for (const difference of Object.keys(counts) as Difference[]) {
    for (let index = 0; index < names.length; index++) if (differs(index, difference)) counts[difference]++;
  }
  return counts;
}

/** Returns why the contents of a volume claim are not saved. Empty if they are. */
function whyOf({ evaluation, volumes }: Selection, index: number): string {
  const at = volumes.get(index);
  return (at === undefined ? undefined : evaluation.volumes(at, 1)[0]?.why) ?? '';
}

const nameOf = ({ groupResource, namespace, name }: ObjectRef): string =>
  `${groupResource} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

function countReasons(evaluation: Evaluation, reasons: Uint8Array): SelectionSummary['reasons'] {
  const counts = new Map<number, { first: number; count: number }>();
  reasons.forEach((reason, index) => {
    const known = counts.get(reason);
    if (known) known.count++;
    else counts.set(reason, { first: index, count: 1 });
  });
  return [...counts]
    .sort(([one], [other]) => one - other)
    .map(([reason, { first, count }]) => {
      const name = expect(reasonNames[reason], `there is no reason ${reason}`);
      return { name, count, included: verdictAt(evaluation, first).included };
    });
}

/** Returns the first objects that come along, each with the object that brings it. */
function comesAlong(inventory: Inventory, evaluation: Evaluation, reasons: Uint8Array): SelectionSummary['comesAlong'] {
  const wanted = reasonNames.indexOf('comes-along');
  const found: SelectionSummary['comesAlong'] = [];
  for (let index = reasons.indexOf(wanted); index !== -1; index = reasons.indexOf(wanted, index + 1)) {
    if (found.length === MAX_COMES_ALONG) break;
    const by = expect(verdictAt(evaluation, index).broughtBy, `nothing brings object ${index}`);
    found.push({ object: nameOf(objectAt(inventory, index)), broughtBy: nameOf(objectAt(inventory, by)) });
  }
  return found;
}

/** Counts the objects that are skipped because they are cluster-scoped, by reason and kind. */
function countClusterScoped({ kinds, kindOf }: Columns, reasons: Uint8Array): SelectionSummary['clusterScoped'] {
  return (['cluster-scope-excluded', 'cluster-scope-not-automatic'] as const).flatMap((reason) => {
    const wanted = reasonNames.indexOf(reason);
    const counts = new Uint32Array(kinds.length);
    reasons.forEach((found, index) => found === wanted && counts[kindOf[index]!]!++);
    return kinds.map((kind, at) => ({ reason, kind, count: counts[at]! })).filter(({ count }) => count > 0);
  });
}

/** Returns the indices of the objects that match a filter. */
function filteredIndices(
  { of, namespace, kind, reason, claims, difference, name }: Filter,
  columns: Columns,
  selection: Selection | undefined,
  uncovered: Uncovered | undefined,
): Uint32Array {
  const states = (of === 'selection' ? selection : uncovered)?.claims;
  const wanted = reason === undefined ? undefined : reasonNames.findIndex((known) => known === reason);
  const matches = (index: number): boolean =>
    (namespace === undefined || columns.namespaceOf[index] === namespace) &&
    (kind === undefined || columns.kindOf[index] === kind) &&
    (wanted === undefined || selection?.reasons[index] === wanted) &&
    (claims === undefined || states?.get(index) === claims) &&
    (difference === undefined || selection?.differs?.(index, difference) === true) &&
    (name === '' || columns.names[index]!.includes(name));
  // Claims without their contents are covered.
  if (of === 'uncovered' && claims === undefined) return (uncovered?.indices ?? new Uint32Array()).filter(matches);
  const all = Uint32Array.from({ length: columns.names.length }, (_, index) => index).filter(matches);
  if (of === 'uncovered' || !selection) return all;
  const { isIncluded } = selection;
  const first = all.filter(isIncluded);
  const ordered = new Uint32Array(all.length);
  ordered.set(first);
  ordered.set(
    all.filter((index) => !isIncluded(index)),
    first.length,
  );
  return ordered;
}
