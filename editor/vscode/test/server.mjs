// A client of the built worker.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { createProtocolConnection, PortMessageReader, PortMessageWriter } from 'vscode-languageserver-protocol/node';

const dist = new URL('../dist/', import.meta.url);

export const cluster = readFileSync(new URL('../../../examples/cluster/objects.json', import.meta.url));

export const scheduleText = `apiVersion: velero.io/v1
kind: Schedule
metadata: {name: nightly, namespace: velero}
spec: {schedule: "0 2 * * *", template: {includedNamespaces: [kubeflow]}}
`;

/** Starts the server for a test. `files` are the files that the client can read, by URI. */
export async function startServer(test, { files = {}, options = {}, workspaceFolders = null } = {}) {
  const worker = new Worker(new URL('worker.js', dist));
  worker.postMessage(readFileSync(new URL('server.wasm', dist)));
  const connection = createProtocolConnection(new PortMessageReader(worker), new PortMessageWriter(worker));
  const read = [];
  const seen = [];
  connection.onRequest('k8s-backup-target/readFile', ({ uri }) => {
    read.push(uri);
    return files[uri] === undefined ? null : Buffer.from(files[uri]);
  });
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/inlayHint/refresh', () => null);
  connection.onNotification((method, params) => seen.push({ method, params }));
  connection.listen();
  test.after(() => {
    connection.dispose();
    return worker.terminate();
  });
  const workspace = {
    didChangeWatchedFiles: { dynamicRegistration: true },
    inlayHint: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  };
  const initialized = await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders,
    capabilities: { workspace },
    initializationOptions: options,
  });
  await connection.sendNotification('initialized', {});
  const exited = once(worker, 'exit');
  return {
    worker,
    connection,
    initialized,
    read,
    seen,
    exited,
    open: (uri, text, languageId = 'yaml') =>
      connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } }),
    push: (pushed, folders = []) =>
      connection.sendNotification('k8s-backup-target/files', {
        files: Object.entries(pushed).map(([uri, text]) => ({ uri, bytes: text === null ? null : Buffer.from(text) })),
        folders,
      }),
    command: (command, ...args) =>
      connection.sendRequest('workspace/executeCommand', { command: `k8s-backup-target.${command}`, arguments: args }),
    /** Waits for a notification that a test accepts. */
    async notified(accepts) {
      for (let waited = 0; waited < 10_000; waited += 10) {
        const index = seen.findIndex(accepts);
        if (index >= 0) return seen.splice(index, 1)[0].params;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`not notified; seen: ${JSON.stringify(seen)}`);
    },
    /** Waits for diagnostics of a document, and returns their codes. */
    async codes(uri) {
      const { diagnostics } = await this.notified(
        ({ method, params }) => method === 'textDocument/publishDiagnostics' && params.uri === uri,
      );
      return diagnostics.map(({ code }) => code);
    },
  };
}
