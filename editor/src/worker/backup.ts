import type { Backup, Cluster, Evaluator, Target, VeleroSettings } from 'k8s-backup-target';
import { askDocument } from './document';

/** Returns the Backup that the operator makes of a target. Nothing if Velero or Kubernetes refuses it. */
export function backupOf(
  evaluator: Evaluator,
  target: Target,
  velero: VeleroSettings,
  cluster: Cluster,
): Backup | undefined {
  const manifest = evaluator.backupManifest(target, velero, cluster);
  if (!manifest.ok) return undefined;
  return askDocument(evaluator, { text: manifest.value, format: 'json' }, (document) => document.backups()[0]);
}
