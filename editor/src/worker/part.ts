import { type Evaluator, load } from 'k8s-backup-target';
import { loaded } from './loading';

/** Loads the part of the component for clusters. */
export const loadClusterPart = (): Promise<Evaluator> => loaded(load());
