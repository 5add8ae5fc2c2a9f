import type { Answers } from './answers';
import { EmptyCluster } from './empty-cluster';
import { KnownCluster } from './known-cluster';
import { clusterQuestions } from './open-cluster';
import type { Given, PageMessage, Question, WorkerMessage } from './questions';
import { scheduleQuestions } from './schedule';
import { textQuestions } from './text';
import { loadTexts } from './text-module';

const send = (message: WorkerMessage): void => postMessage(message);
const jobs = new Map<number, AbortController>();

const loadClusterPart = async () => (await import('./part')).loadClusterPart();

const answers = loadTexts().then((texts): Answers<Question> => {
  const known = new KnownCluster(texts);
  return {
    ...textQuestions(texts, known),
    ...scheduleQuestions(texts, known, new EmptyCluster(known, loadClusterPart)),
    ...clusterQuestions(texts, known, loadClusterPart),
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
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    send({ id, failure: message, cancelled: job.signal.aborted, trapped: name === 'TrapError' });
  } finally {
    jobs.delete(id);
  }
}

onmessage = ({ data }: MessageEvent<PageMessage>) => {
  if ('ping' in data) send({ pong: true });
  else if ('cancel' in data) jobs.get(data.cancel)?.abort(new Error('cancelled'));
  else void answer(data.id, data.question, data.given as Given<Question>);
};
