// The built worker in a thread of Node.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { cluster, scheduleText, startServer } from './server.mjs';
import { WebWorker } from './web-worker.mjs';

const SPEC = 'file:///project/spec.yaml';
const WRONG = 'include_namespaces: [prod]\nttl: 30d\n';
/** With one warning. */
const ODD = 'include_namespaces: [prod]\nttl: 1.5h\n';
const textDocument = { uri: SPEC };

test('diagnostics follow the text', async (test) => {
  const server = await startServer(test);
  assert.equal(server.initialized.serverInfo.name, 'k8s-backup-target');
  await server.open(SPEC, WRONG);
  assert.deepEqual(await server.codes(SPEC), ['ttl-not-a-duration']);
  const range = { start: { line: 1, character: 5 }, end: { line: 1, character: 8 } };
  const change = { textDocument: { uri: SPEC, version: 2 }, contentChanges: [{ range, text: '720h' }] };
  await server.connection.sendNotification('textDocument/didChange', change);
  assert.deepEqual(await server.codes(SPEC), []);
});

test('a quick fix, a hover and a completion', async (test) => {
  const server = await startServer(test);
  await server.open(SPEC, WRONG);
  const position = { line: 1, character: 6 };
  const range = { start: position, end: position };
  const context = { diagnostics: [] };
  const actions = await server.connection.sendRequest('textDocument/codeAction', { textDocument, range, context });
  const texts = actions.flatMap(({ edit }) => edit.documentChanges).flatMap(({ edits }) => edits.map((e) => e.newText));
  assert.ok(texts.includes('720h'), JSON.stringify(actions));
  const field = { line: 1, character: 1 };
  const hover = await server.connection.sendRequest('textDocument/hover', { textDocument, position: field });
  assert.match(JSON.stringify(hover), /expires|kept/);
  await server.open('file:///project/other.yaml', 'include_namespaces: [prod]\n\n');
  const completion = await server.connection.sendRequest('textDocument/completion', {
    textDocument: { uri: 'file:///project/other.yaml' },
    position: { line: 1, character: 0 },
  });
  const labels = (completion.items ?? completion).map(({ label }) => label);
  assert.ok(labels.includes('ttl'), labels.join());
});

test('a cancelled request is not answered with a result', async (test) => {
  const server = await startServer(test);
  await server.open(SPEC, WRONG);
  const params = { textDocument, position: { line: 1, character: 1 } };
  server.worker.postMessage({ jsonrpc: '2.0', id: 'cancelled', method: 'textDocument/hover', params });
  server.worker.postMessage({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id: 'cancelled' } });
  const answer = await new Promise((resolve) => {
    server.worker.on('message', (message) => message.id === 'cancelled' && resolve(message));
  });
  assert.equal(answer.error.code, -32800);
});

test('several changes are checked once', async (test) => {
  const server = await startServer(test);
  await server.open(SPEC, WRONG);
  await server.codes(SPEC);
  for (let version = 2; version < 10; version += 1) {
    server.worker.postMessage({
      jsonrpc: '2.0',
      method: 'textDocument/didChange',
      params: { textDocument: { uri: SPEC, version }, contentChanges: [{ text: `ttl: ${version}d` }] },
    });
  }
  const published = ({ method, params }) => method === 'textDocument/publishDiagnostics' && params.version === 9;
  assert.match(JSON.stringify(await server.notified(published)), /9d/);
  assert.deepEqual(
    server.seen.filter(({ method }) => method === 'textDocument/publishDiagnostics'),
    [],
  );
});

test('a configuration is read through the client, once', async (test) => {
  const files = { 'file:///project/.k8s-backup-target.toml': 'ignore = ["ttl-other-form"]' };
  const server = await startServer(test, { files });
  await server.open(SPEC, ODD);
  assert.deepEqual(await server.codes(SPEC), ['ttl-other-form']);
  assert.deepEqual(await server.codes(SPEC), []);
  assert.deepEqual(server.read.toSorted(), ['file:///.k8s-backup-target.toml', ...Object.keys(files)]);
  await server.open('file:///project/second.yaml', ODD);
  assert.deepEqual(await server.codes('file:///project/second.yaml'), []);
  assert.equal(server.read.length, 2);
});

test('a changed and a removed configuration are used', async (test) => {
  const server = await startServer(test);
  const configuration = 'file:///project/.k8s-backup-target.toml';
  const changed = async (text) => {
    await server.push({ [configuration]: text });
    const params = { changes: [{ uri: configuration, type: 2 }] };
    await server.connection.sendNotification('workspace/didChangeWatchedFiles', params);
  };
  await server.open(SPEC, ODD);
  assert.deepEqual(await server.codes(SPEC), ['ttl-other-form']);
  await changed('ignore = ["ttl-other-form"]');
  assert.deepEqual(await server.codes(SPEC), []);
  await changed(null);
  assert.deepEqual(await server.codes(SPEC), ['ttl-other-form']);
});

test('the workspace is checked, with pushed files', async (test) => {
  const workspaceFolders = [{ uri: 'file:///project', name: 'project' }];
  const server = await startServer(test, { workspaceFolders });
  await server.push({
    [SPEC]: WRONG,
    'file:///project/a/b/right.yaml': scheduleText,
    'file:///project/other.json': '{}',
  });
  assert.match(await server.command('checkWorkspace'), /2 files.*1 error/);
  assert.deepEqual(await server.codes(SPEC), ['ttl-not-a-duration']);
  await server.push({ [SPEC]: null });
  assert.match(await server.command('checkWorkspace'), /1 file\b/);
  assert.deepEqual(await server.codes(SPEC), []);
});

test('a workspace without files is not an unknown folder', async (test) => {
  const server = await startServer(test, { workspaceFolders: [{ uri: 'file:///project', name: 'project' }] });
  await server.push({}, ['file:///project']);
  await server.command('checkWorkspace');
  assert.doesNotMatch(JSON.stringify(server.seen), /no such file/);
  assert.deepEqual(server.read, []);
});

test('a command waits for a configuration that the client reads', async (test) => {
  const files = { 'file:///project/.k8s-backup-target.toml': 'ignore = ["ttl-other-form"]' };
  const server = await startServer(test, { files, workspaceFolders: [{ uri: 'file:///project', name: 'project' }] });
  await server.push({ [SPEC]: ODD });
  assert.doesNotMatch(await server.command('checkWorkspace'), /warning/);
  assert.deepEqual(await server.codes(SPEC), ['ttl-other-form']);
  assert.deepEqual(await server.codes(SPEC), []);
});

test('objects are selected, also for an untitled document', async (test) => {
  const server = await startServer(test);
  const inventory = '/project/cluster/objects.json';
  await server.push({ [`file://${inventory}`]: cluster });
  await server.open('untitled:Untitled-1', scheduleText);
  const { selections, messages } = await server.command('select', { uri: 'untitled:Untitled-1', inventory });
  assert.equal(messages, '');
  const [{ backup, objects, included, verdicts }] = selections;
  assert.deepEqual(
    { backup, objects, count: verdicts.length },
    { backup: 'schedule/velero/nightly', objects: 417, count: included },
  );
  assert.ok(included > 0 && verdicts.every((verdict) => verdict.included));
});

test('objects are selected when the client reads the inventory', async (test) => {
  const server = await startServer(test, { files: { 'file:///objects.json': cluster } });
  await server.open(SPEC, 'include_namespaces: [kubeflow]\nttl: 720h\n');
  const { selections } = await server.command('select', { uri: SPEC, inventory: '/objects.json' });
  assert.equal(selections[0].objects, 417);
});

test('the next runs of a Schedule', async (test) => {
  const server = await startServer(test);
  await server.open(SPEC, scheduleText);
  const [{ name, schedule, words, paused, runs }] = await server.command('nextRuns', { uri: SPEC });
  assert.deepEqual(
    { name, schedule, words, paused },
    { name: 'schedule/velero/nightly', schedule: '0 2 * * *', words: 'every day at 02:00 UTC', paused: false },
  );
  assert.match(runs[0], /^\d{4}-\d\d-\d\dT02:00:00Z$/);
  const wait = new Date(runs[0]) - Date.now();
  assert.ok(wait > -60_000 && wait < 25 * 3600_000, `${runs[0]}: the time of this machine is used`);
});

test('the settings can change', async (test) => {
  const server = await startServer(test, { options: { ignore: ['ttl-other-form'] } });
  await server.open(SPEC, ODD);
  assert.deepEqual(await server.codes(SPEC), []);
  await server.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
  assert.deepEqual(await server.codes(SPEC), ['ttl-other-form']);
});

test('messages that are not of the protocol do not end it', async (test) => {
  const server = await startServer(test);
  const garbage = [
    'text',
    7,
    {},
    [],
    { id: null },
    { method: 7 },
    { jsonrpc: '2.0', id: 'k8s-backup-target/readFile:9' },
  ];
  for (const message of garbage) server.worker.postMessage(message);
  await assert.rejects(server.connection.sendRequest('textDocument/nothing', {}), { code: -32601 });
  await server.open(SPEC, WRONG);
  assert.deepEqual(await server.codes(SPEC), ['ttl-not-a-duration']);
});

test('the worker ends with the server', async (test) => {
  const server = await startServer(test);
  await server.connection.sendRequest('shutdown');
  await server.connection.sendNotification('exit');
  const [code] = await server.exited;
  assert.equal(code, 0);
});

test('the worker reports a failure, and ends', async (test) => {
  const server = await startServer(test);
  server.worker.postMessage({ jsonrpc: '2.0', method: 'k8s-backup-target/files', params: null });
  const { message } = await server.notified(({ method }) => method === 'window/showMessage');
  assert.match(message, /failed, which is a bug/);
  await server.notified(({ method }) => method === 'k8s-backup-target/ended');
  await server.exited;
});

test('a module that is not WebAssembly is reported', async (test) => {
  const worker = new Worker(new URL('../dist/worker.js', import.meta.url));
  test.after(() => worker.terminate());
  const messages = [];
  worker.on('message', ({ method }) => messages.push(method));
  worker.postMessage(Buffer.from('nothing'));
  await new Promise((resolve) => worker.once('exit', resolve));
  assert.deepEqual(messages, ['window/showMessage', 'k8s-backup-target/ended']);
});

test('it runs in a Web Worker', async () => {
  const worker = new WebWorker(new URL('../dist/worker.js', import.meta.url));
  const received = [];
  const answered = (id) =>
    new Promise((resolve) => {
      worker.onmessage = ({ data }) => {
        received.push(data);
        if (data.id === id) resolve(data.result);
      };
    });
  worker.postMessage(readFileSync(new URL('../dist/server.wasm', import.meta.url)));
  const params = { processId: null, rootUri: null, capabilities: {} };
  worker.postMessage({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  assert.equal((await answered(1)).serverInfo.name, 'k8s-backup-target');
  worker.postMessage({ jsonrpc: '2.0', method: 'initialized', params: {} });
  worker.postMessage({ jsonrpc: '2.0', id: 2, method: 'shutdown' });
  worker.postMessage({ jsonrpc: '2.0', method: 'exit' });
  await answered(2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(received.at(-1).method, 'k8s-backup-target/ended');
  assert.ok(worker.isClosed);
});

test('paths of Windows', async (test) => {
  const root = 'file:///c%3A/project';
  const files = { 'file:///c%3A/project/.k8s-backup-target.toml': 'ignore = ["ttl-other-form"]' };
  const server = await startServer(test, { files, workspaceFolders: [{ uri: root, name: 'project' }] });
  await server.push({ [`${root}/odd.yaml`]: ODD, [`${root}/wrong.yaml`]: WRONG, [`${root}/objects.json`]: cluster });
  const sentence = await server.command('checkWorkspace');
  assert.match(sentence, /1 error/);
  assert.doesNotMatch(sentence, /warning/);
  await server.open(`${root}/new.yaml`, scheduleText);
  const { selections } = await server.command('select', {
    uri: `${root}/new.yaml`,
    inventory: 'c:/project/objects.json',
  });
  assert.equal(selections[0].objects, 417);
  const uris = server.seen.map(({ params }) => params.uri && decodeURIComponent(params.uri));
  assert.ok(uris.includes('file:///c:/project/wrong.yaml'), JSON.stringify(server.seen));
});
