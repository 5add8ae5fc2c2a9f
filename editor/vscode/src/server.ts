// The two kinds of servers: the native one, which reads files itself, and the one in a worker, which gets them.

import { FileType, Uri, workspace, type TextDocument } from 'vscode';
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type BaseLanguageClient,
  type FileEvent,
  type LanguageClientOptions,
  type MessageTransports,
} from 'vscode-languageclient';
import { FILES, READ_FILE, type FilesParams, type ReadFileParams } from './messages';
import { transportsOf, type WorkerPort } from './transport';
import { fromServer, pathOf, toServer } from './uris';

export interface Server {
  client: BaseLanguageClient;
  /** Returns the path of a file for the server. */
  path(file: Uri): string;
  /** Makes the current contents of files known to the server. Returns the number of files that are too large. */
  push(files: Uri[]): Promise<number>;
  /** Makes all YAML and JSON files of the workspace known to the server. Returns the number of files that are too large. */
  pushWorkspace(): Promise<number>;
  stop(): Promise<void>;
}

export type CreateClient = (
  server: string | (() => Promise<MessageTransports>),
  options: LanguageClientOptions,
) => BaseLanguageClient;

export function nativeServer(program: string, createClient: CreateClient, options: LanguageClientOptions): Server {
  const client = createClient(program, options);
  return {
    client,
    path: (file) => file.fsPath,
    push: async () => 0,
    pushWorkspace: async () => 0,
    stop: () => client.dispose(),
  };
}

const CONFIGURATION = '.k8s-backup-target.toml';
/** Maximum size of a file that the worker gets. */
const MAX_FILE_BYTES = 64 * 2 ** 20;
/** Number of files and folders that are read at the same time. */
const BATCH = 50;

export class WorkerServer implements Server {
  readonly client: BaseLanguageClient;
  #port: WorkerPort | undefined;
  /** The files of the workspace that the server has. */
  #pushed = new Map<string, Uri>();
  /** The files that the server has asked for. */
  #asked = new Map<string, Uri>();

  /** `named` returns the files that the settings name. */
  constructor(
    private readonly extension: Uri,
    private readonly createWorker: (script: Uri) => WorkerPort,
    private readonly named: () => Uri[],
    createClient: CreateClient,
    options: LanguageClientOptions,
  ) {
    const { middleware } = options;
    this.client = createClient(() => this.#start(), {
      ...options,
      uriConverters: {
        code2Protocol: textFor,
        protocol2Code: uriFrom,
      },
      middleware: {
        ...middleware,
        workspace: {
          didChangeWatchedFile: async (event, next) => {
            await this.push([uriFrom(event.uri)]);
            await next(event);
          },
        },
        didSave: async (document, next) => {
          await this.#saved(document);
          await next(document);
        },
      },
    });
    this.client.onRequest(READ_FILE, async ({ uri }: ReadFileParams) => {
      const file = uriFrom(uri);
      const bytes = await read(file);
      // The server asks for a configuration in each folder. Its watcher reports a new one.
      if (bytes || !isConfiguration(file)) this.#asked.set(file.toString(), file);
      return bytes === 'too large' ? null : bytes;
    });
  }

  path(file: Uri) {
    return pathOf(textFor(file)) ?? file.path;
  }

  async push(files: Uri[]) {
    // Other files can depend on them, such as the one that a configuration names. They have no watcher.
    const names = new Set(files.map(String));
    await this.#send([...this.#asked.values()].filter((file) => !names.has(String(file))));
    return this.#send(files);
  }

  async pushWorkspace() {
    const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    const found = new Map((await filesIn(folders)).map((uri) => [uri.toString(), uri]));
    // Files that were removed since the last time are read too, and found to be absent.
    const all = [...new Map([...this.#pushed, ...found]).values()];
    this.#pushed = found;
    let tooLarge = 0;
    for (let start = 0; start < all.length; start += BATCH) {
      tooLarge += await this.#send(all.slice(start, start + BATCH));
    }
    await this.client.sendNotification(FILES, { files: [], folders: folders.map(textFor) } satisfies FilesParams);
    const changed = (uri: Uri): FileEvent => ({ uri: textFor(uri), type: FileChangeType.Changed });
    const changes = all.filter(isConfiguration).map(changed);
    if (changes.length > 0) await this.client.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    return tooLarge;
  }

  async stop() {
    try {
      await this.client.dispose();
    } finally {
      // A worker that still calculates does not answer.
      this.#port?.terminate();
    }
  }

  async #start() {
    const bytes = await workspace.fs.readFile(Uri.joinPath(this.extension, 'dist/server.wasm'));
    const { params } = await this.#contents(this.named());
    this.#pushed.clear();
    this.#asked.clear();
    const port = this.createWorker(Uri.joinPath(this.extension, 'dist/worker.js'));
    this.#port = port;
    port.post(bytes);
    port.post({ jsonrpc: '2.0', method: FILES, params });
    return transportsOf(port);
  }

  /** Replaces a file that the server has. It reads the file when the document is closed. */
  async #saved(document: TextDocument) {
    const { uri } = document;
    const name = uri.toString();
    if (!this.#pushed.has(name) && !this.#asked.has(name) && !isConfiguration(uri)) return;
    const file = { uri: textFor(uri), bytes: new TextEncoder().encode(document.getText()) };
    await this.client.sendNotification(FILES, { files: [file] } satisfies FilesParams);
  }

  /** Sends the contents of files. Returns the number of files that are too large. */
  async #send(files: Uri[]) {
    if (files.length === 0) return 0;
    const { params, tooLarge } = await this.#contents(files);
    await this.client.sendNotification(FILES, params);
    return tooLarge;
  }

  async #contents(files: Uri[]): Promise<{ params: FilesParams; tooLarge: number }> {
    let tooLarge = 0;
    const contents = files.map(async (file) => {
      const bytes = await read(file);
      if (bytes === 'too large') tooLarge += 1;
      return { uri: textFor(file), bytes: bytes === 'too large' ? null : bytes };
    });
    return { params: { files: await Promise.all(contents) }, tooLarge };
  }
}

const textFor = (uri: Uri) => uri.with(toServer(uri)).toString();

function uriFrom(text: string) {
  const uri = Uri.parse(text, true);
  return uri.with(fromServer(uri));
}

const isConfiguration = (file: Uri) => file.path.endsWith(`/${CONFIGURATION}`);

/**
 * Returns the files that the native server reads when it checks folders. Searches of VS Code find others: they follow links
 * to folders, and leave out what the user hides in the editor.
 */
async function filesIn(folders: Uri[]): Promise<Uri[]> {
  const files: Uri[] = [];
  const unread = [...folders];
  while (unread.length > 0) {
    const listed = await Promise.all(unread.splice(-BATCH).map(list));
    for (const { uri, name, type } of listed.flat()) {
      const isLinkedFolder = type === (FileType.Directory | FileType.SymbolicLink);
      if (isLinkedFolder || (name.startsWith('.') && name !== CONFIGURATION)) continue;
      if (type === FileType.Directory) unread.push(uri);
      else if (name === CONFIGURATION || /\.(yaml|yml|json)$/i.test(name)) files.push(uri);
    }
  }
  return files;
}

/** Returns the entries of a folder. A folder that cannot be read has none. */
async function list(folder: Uri) {
  try {
    const entries = await workspace.fs.readDirectory(folder);
    return entries.map(([name, type]) => ({ uri: Uri.joinPath(folder, name), name, type }));
  } catch {
    return [];
  }
}

/** Returns the bytes of a file, or null if it cannot be read. */
async function read(uri: Uri): Promise<Uint8Array | 'too large' | null> {
  try {
    const { type, size } = await workspace.fs.stat(uri);
    if ((type & FileType.Directory) !== 0) return null;
    return size > MAX_FILE_BYTES ? 'too large' : await workspace.fs.readFile(uri);
  } catch {
    return null;
  }
}
