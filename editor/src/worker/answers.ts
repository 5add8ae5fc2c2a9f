import type { Given, Question, Reply } from './questions';

/** How a long job is watched and ended. */
export interface Watch {
  signal: AbortSignal;
  onProgress: (progress: { done: number; total: number | undefined }) => void;
}

/** What answers questions. */
export type Answers<Q extends Question> = {
  [K in Q]: (given: Given<K>, watch: Watch) => Reply<K> | Promise<Reply<K>>;
};
