import type { Given, Question, Reply } from './questions';

/** Reports progress of a long job, and cancels it. */
export interface Watch {
  signal: AbortSignal;
  onProgress: (progress: { done: number; total: number | undefined }) => void;
}

/** The functions that answer questions. */
export type Answers<Q extends Question> = {
  [K in Q]: (given: Given<K>, watch: Watch) => Reply<K> | Promise<Reply<K>>;
};
