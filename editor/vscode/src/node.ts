// The entry for the desktop.

import { Worker } from 'node:worker_threads';
import type { ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';
import * as extension from './extension';
import { findNative } from './native';
import type { WorkerPort } from './transport';

let end: (() => Promise<void>) | undefined;

export async function activate(context: ExtensionContext) {
  end = await extension.activate(context, {
    findNative,
    createWorker,
    createClient: (server, options) => {
      const how = typeof server === 'string' ? { command: server, args: ['lsp'] } : server;
      return new LanguageClient('k8s-backup-target', 'K8s Backup Target', how, options);
    },
  });
}

export const deactivate = () => end?.();

function createWorker(script: Uri): WorkerPort {
  const worker = new Worker(script.fsPath);
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
    listen: (received, ended) => worker.on('message', received).once('error', ended).once('exit', ended),
  };
}
