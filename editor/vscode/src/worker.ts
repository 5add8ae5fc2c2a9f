// The language server in a worker: a Web Worker, or a worker thread of Node.
//
// The first message contains the bytes of the WebAssembly module. All others are messages of the protocol.

import { start } from 'component';
import { Files } from './files';
import { ENDED, FILES, READ_FILE, type FilesParams } from './messages';
import { pathOf, uriOf } from './uris';

interface Message {
  jsonrpc: '2.0';
  id?: number | string;
  method?: string;
  params?: unknown;
  result?: unknown;
}

const READ_ID = `${READ_FILE}:`;

const isNode = typeof process === 'object' && process.versions?.node !== undefined;
const thread = isNode ? (require('node:worker_threads') as typeof import('worker_threads')).parentPort : null;
const port = thread ?? self;

const files = new Files();
let handle: ((messages: string[], now: bigint) => string[]) | undefined;
let queue: Message[] = [];
let isScheduled = false;
let reads = 0;
/** The paths that the client was asked for, by the id of the request. */
const asked = new Map<string, string>();
/** The paths of files that the client answered with. */
let arrived: string[] = [];
/** Answers to commands, and messages to the user, that did not see all files yet. */
let held: { answer: Message; request?: Message }[] = [];

const post = (message: Message) => port.postMessage(message);

function receive(message: unknown) {
  try {
    if (handle) take(message as Message);
    else handle = serverOf(message as Uint8Array<ArrayBuffer>);
  } catch (error) {
    fail(error);
  }
}

function serverOf(bytes: Uint8Array<ArrayBuffer>) {
  const imports = { 'k8s-backup:language-server/files': { open: (path: string) => files.open(path) } };
  return start(new WebAssembly.Module(bytes), imports).root.server.handle;
}

function take(message: Message) {
  if (message.method === FILES) {
    setFiles(message.params as FilesParams);
    settle();
  } else if (message.method === undefined && String(message.id).startsWith(READ_ID)) {
    const path = asked.get(String(message.id));
    if (path === undefined) return;
    asked.delete(String(message.id));
    const bytes = ArrayBuffer.isView(message.result) ? (message.result as Uint8Array) : null;
    files.set(path, bytes);
    if (bytes) arrived.push(path);
    settle();
  } else {
    enqueue(message);
  }
}

function setFiles({ files: pushed, folders = [] }: FilesParams) {
  for (const { uri, bytes } of pushed) {
    const path = pathOf(uri);
    if (path === undefined) continue;
    files.set(path, bytes);
    // These bytes are newer than those of an answer that is on its way.
    for (const [id, other] of asked) {
      if (other !== path) continue;
      asked.delete(id);
      if (bytes) arrived.push(path);
    }
  }
  for (const path of folders.map(pathOf)) if (path !== undefined) files.setFolder(path);
}

/** Handles all messages that have arrived together: cancelled requests are seen, and several changes need one check. */
function enqueue(message: Message) {
  queue.push(message);
  if (isScheduled) return;
  isScheduled = true;
  setTimeout(() => {
    isScheduled = false;
    try {
      flush();
    } catch (error) {
      fail(error);
    }
  });
}

function flush() {
  const messages = queue;
  queue = [];
  const texts = messages.map((message) => JSON.stringify(message));
  const answers = handle!(texts, BigInt(Math.floor(Date.now() / 1000))).map((text) => JSON.parse(text) as Message);
  const wanted = files.takeWanted().map((path) => ({ path, uri: uriOf(path), id: READ_ID + ++reads }));
  for (const { path, uri, id } of wanted) {
    if (uri === undefined) files.set(path, null);
    else asked.set(id, path);
  }
  const commands = messages.filter(({ method }) => method === 'workspace/executeCommand');
  for (const answer of answers) {
    const request = answer.method === undefined ? commands.find(({ id }) => id === answer.id) : undefined;
    const mustSeeFiles = request !== undefined || answer.method === 'window/showMessage';
    if (mustSeeFiles && asked.size > 0) held.push({ answer, request });
    else post(answer);
  }
  for (const { uri, id } of wanted) {
    if (uri !== undefined) post({ jsonrpc: '2.0', id, method: READ_FILE, params: { uri } });
  }
  if (messages.some(({ method }) => method === 'exit')) end();
}

/** Continues when the client has answered for all files. */
function settle() {
  if (asked.size > 0) return;
  const [answers, paths] = [held, arrived];
  [held, arrived] = [[], []];
  if (paths.length > 0) {
    const changes = paths.map((path) => ({ uri: uriOf(path), type: 1 }));
    enqueue({ jsonrpc: '2.0', method: 'workspace/didChangeWatchedFiles', params: { changes } });
  }
  for (const { answer, request } of answers) {
    if (request && paths.length > 0) enqueue(request);
    // A message that a file is missing is not true any more.
    else if (request || !paths.some((path) => textOf(answer).includes(path))) post(answer);
  }
}

const textOf = ({ params }: Message) => (params as { message: string }).message;

function fail(error: unknown) {
  const message = `the language server failed, which is a bug, and is started again: ${error}`;
  post({ jsonrpc: '2.0', method: 'window/showMessage', params: { type: 1, message } });
  end();
}

function end() {
  // Messages can still arrive.
  handle = () => [];
  post({ jsonrpc: '2.0', method: ENDED });
  port.close();
}

if (thread) thread.on('message', receive);
else self.onmessage = ({ data }) => receive(data);
