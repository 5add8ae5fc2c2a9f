import type { Backup, Target, VeleroSettings } from 'k8s-backup-target';
import { askDocument } from './document';
import type { Cluster, Texts } from './texts';

/** Returns the Backup that the operator makes of a target. Nothing if Velero or Kubernetes refuses it. */
export function backupOf(texts: Texts, target: Target, velero: VeleroSettings, cluster: Cluster): Backup | undefined {
  const manifest = texts.backupManifest(target, velero, cluster);
  if (!manifest.ok) return undefined;
  return askDocument(texts, { text: manifest.value, format: 'json' }, (document) => document.backups()[0]);
}
