// The entry for VS Code in a browser.

import type { ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import * as extension from './extension';
import type { WorkerPort } from './transport';

let end: (() => Promise<void>) | undefined;

export async function activate(context: ExtensionContext) {
  end = await extension.activate(context, {
    findNative: async () => ({ reason: 'programs cannot be started in a browser' }),
    createWorker,
    createClient: (server, options) => {
      if (typeof server === 'string') throw new Error('there is no native server in a browser');
      return new LanguageClient('k8s-backup-target', 'K8s Backup Target', server, options);
    },
  });
}

export const deactivate = () => end?.();

function createWorker(script: Uri): WorkerPort {
  const worker = new Worker(script.toString(true));
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
    listen: (received, ended) => {
      worker.onmessage = ({ data }) => received(data);
      worker.onerror = ended;
    },
  };
}
