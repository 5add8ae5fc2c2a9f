import { TrapError } from 'k8s-backup-target';
import type { Answers } from './answers';
import { EmptyCluster } from './empty-cluster';
import { KnownCluster } from './known-cluster';
import { clusterQuestions, loadClusterPart } from './open-cluster';
import { loadPart } from './part';
import type { Given, PageMessage, Question, WorkerMessage } from './questions';
import { scheduleQuestions } from './schedule';
import { textQuestions } from './text';

const send = (message: WorkerMessage): void => postMessage(message);
const jobs = new Map<number, AbortController>();

const answers = loadPart().then((evaluator): Answers<Question> => {
  const known = new KnownCluster(evaluator);
  return {
    ...textQuestions(evaluator, known),
    ...scheduleQuestions(evaluator, known, new EmptyCluster(known, loadClusterPart)),
    ...clusterQuestions(evaluator, known),
  };
});

// Each question reports the failure itself.
answers.catch(() => {});

async function answer<Q extends Question>(id: number, question: Q, given: Given<Q>): Promise<void> {
  const job = new AbortController();
  jobs.set(id, job);
  let reportedAt = -Infinity;
  const onProgress = ({ done, total }: { done: number; total: number | undefined }) => {
    // At most 20 messages per second: a message costs the page more than the worker.
    if (performance.now() - reportedAt < 50) return;
    reportedAt = performance.now();
    send({ id, done, total });
  };
  try {
    const all: Answers<Q> = await answers;
    send({ id, answer: await all[question](given, { signal: job.signal, onProgress }) });
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    send({ id, failure, cancelled: job.signal.aborted, trapped: error instanceof TrapError });
  } finally {
    jobs.delete(id);
  }
}

onmessage = ({ data }: MessageEvent<PageMessage>) => {
  if ('ping' in data) send({ pong: true });
  else if ('cancel' in data) jobs.get(data.cancel)?.abort(new Error('cancelled'));
  else void answer(data.id, data.question, data.given as Given<Question>);
};

send({ pong: true });
