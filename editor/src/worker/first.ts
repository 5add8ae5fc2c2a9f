const start = (): Worker => new Worker(new URL('./main.ts', import.meta.url), { type: 'module' });

/** The worker that starts with the page, until it is used. */
let first: Worker | undefined = start();

// The next one fails again, and then its user hears of it.
first.onerror = () => (first = undefined);

/** Returns a worker of the evaluator: the first one, and then new ones. */
export function newWorker(): Worker {
  const worker = first ?? start();
  first = undefined;
  return worker;
}
