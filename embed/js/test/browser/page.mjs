import { runAll } from './run.mjs';

globalThis.inPage = runAll;

globalThis.inWorker = () =>
  new Promise((resolve, reject) => {
    const worker = new Worker('/browser/worker.mjs', { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });

document.documentElement.dataset.ready = 'yes';
