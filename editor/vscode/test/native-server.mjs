#!/usr/bin/env node
// A program with the interface of the native server. Its answer to a command contains what it was sent.

import { createProtocolConnection } from 'vscode-languageserver-protocol/node';

if (process.argv.slice(2).join(' ') !== 'lsp') process.exit(2);
const connection = createProtocolConnection(process.stdin, process.stdout);
let options;
connection.onRequest('initialize', ({ initializationOptions }) => {
  options = initializationOptions;
  const commands = ['checkWorkspace', 'select', 'nextRuns'].map((name) => `k8s-backup-target.${name}`);
  return { capabilities: { executeCommandProvider: { commands } } };
});
connection.onNotification('workspace/didChangeConfiguration', ({ settings }) => {
  options = settings;
});
connection.onRequest('workspace/executeCommand', (params) => {
  if (params.command.endsWith('select')) return { selections: [], messages: JSON.stringify({ options, ...params }) };
  return JSON.stringify({ options, ...params });
});
connection.onRequest('shutdown', () => null);
connection.onNotification('exit', () => process.exit(0));
connection.onClose(() => process.exit(0));
connection.listen();
