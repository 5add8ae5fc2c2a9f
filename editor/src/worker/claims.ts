import type { Evaluation, VolumeVerdict } from 'k8s-backup-target';
import { type Columns, STEP } from './columns';
import { CLAIM_STATES, type ClaimState } from './questions';

/** The kind of volume claims. */
const CLAIMS = 'persistentvolumeclaims';

/** What happens to each volume claim, by the index of its object. */
export type ClaimStates = Map<number, ClaimState>;

/** Returns a state for each volume claim. */
export function claimStates({ kinds, kindOf }: Columns, state: ClaimState): ClaimStates {
  const kind = kinds.indexOf(CLAIMS);
  const claims: ClaimStates = new Map();
  kindOf.forEach((found, index) => found === kind && claims.set(index, state));
  return claims;
}

/** Returns what a completed evaluation says about each volume claim, and the index of its verdict. */
export function claimsOf(
  columns: Columns,
  evaluation: Evaluation,
): { claims: ClaimStates; volumes: Map<number, number> } {
  const claims = claimStates(columns, 'not-saved');
  const volumes = new Map<number, number>();
  const total = evaluation.volumeCount();
  for (let offset = 0; offset < total; offset += STEP) {
    evaluation.volumes(offset, STEP).forEach((volume, at) => {
      if (volume.claim === undefined) return;
      claims.set(volume.claim, stateOf(volume));
      volumes.set(volume.claim, offset + at);
    });
  }
  return { claims, volumes };
}

function stateOf({ included, savedBy, unsavedBy }: VolumeVerdict): ClaimState {
  if (!included) return 'not-saved';
  if (savedBy.length > 0) return 'with-contents';
  return unsavedBy.some(({ dependsOn }) => dependsOn !== undefined) ? 'contents-unknown' : 'without-contents';
}

export function countClaims(claims: ClaimStates): Record<ClaimState, number> {
  const counts = Object.fromEntries(CLAIM_STATES.map((state) => [state, 0])) as Record<ClaimState, number>;
  for (const state of claims.values()) counts[state]++;
  return counts;
}
