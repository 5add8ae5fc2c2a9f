import type { Backup } from 'k8s-backup-target';

/** The kind of a Backup or a Schedule, as users write it. */
export const kindOf = ({ schedule }: Backup): 'Backup' | 'Schedule' => (schedule ? 'Schedule' : 'Backup');

/** Returns the kind and the name of a Backup or a Schedule: `Schedule nightly`. */
export const titleOf = (backup: Backup): string => `${kindOf(backup)} ${backup.name ?? '(generated name)'}`;
