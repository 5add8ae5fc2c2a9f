// The two kinds of servers: the native one, which reads files itself, and the one in a worker, which gets them.

import { FileType, RelativePattern, Uri, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions, MessageTransports } from 'vscode-languageclient';
import { FILES, READ_FILE, type FilesParams, type ReadFileParams } from './messages';
import { transportsOf, type WorkerPort } from './transport';
import { pathOf, Uris } from './uris';

export interface Server {
  client: BaseLanguageClient;
  /** Returns the path of a file for the server. */
  path(file: Uri): string;
  /** Makes the current contents of files known to the server. */
  push(files: Uri[]): Promise<void>;
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
    push: async () => {},
    pushWorkspace: async () => 0,
    stop: () => client.dispose(),
  };
}

/** Maximum size of a file that the worker gets. */
const MAX_FILE_BYTES = 64 * 2 ** 20;
/** Number of files that are read at the same time. */
const BATCH = 50;

export class WorkerServer implements Server {
  readonly client: BaseLanguageClient;
  readonly #uris = new Uris();
  #port: WorkerPort | undefined;
  /** The files of the workspace that the server has. */
  #pushed = new Map<string, Uri>();

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
        code2Protocol: (uri) => this.#toServer(uri),
        protocol2Code: (text) => this.#fromServer(text),
      },
      middleware: {
        ...middleware,
        workspace: {
          didChangeWatchedFile: async (event, next) => {
            await this.push([this.#fromServer(event.uri)]);
            await next(event);
          },
        },
      },
    });
    this.client.onRequest(READ_FILE, async ({ uri }: ReadFileParams) => {
      const bytes = await read(this.#fromServer(uri));
      return bytes === 'too large' ? null : bytes;
    });
  }

  path(file: Uri) {
    return pathOf(this.#toServer(file)) ?? file.path;
  }

  async push(files: Uri[]) {
    if (files.length > 0) await this.client.sendNotification(FILES, (await this.#contents(files)).params);
  }

  async pushWorkspace() {
    const found = new Map<string, Uri>();
    for (const folder of workspace.workspaceFolders ?? []) {
      const inFolder = (glob: string, excluded: string) =>
        workspace.findFiles(new RelativePattern(folder, glob), new RelativePattern(folder, excluded));
      const files = await inFolder('**/*.{yaml,yml,json}', '**/{node_modules,.*}/**');
      const configurations = await inFolder('**/.k8s-backup-target.toml', '**/node_modules/**');
      for (const uri of [...files, ...configurations]) found.set(uri.toString(), uri);
    }
    // Files that were removed since the last time are read too, and found to be absent.
    const all = [...new Map([...this.#pushed, ...found]).values()];
    this.#pushed = found;
    let tooLarge = 0;
    for (let start = 0; start < all.length; start += BATCH) {
      const contents = await this.#contents(all.slice(start, start + BATCH));
      tooLarge += contents.tooLarge;
      await this.client.sendNotification(FILES, contents.params);
    }
    const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => this.#toServer(uri));
    await this.client.sendNotification(FILES, { files: [], folders } satisfies FilesParams);
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
    const port = this.createWorker(Uri.joinPath(this.extension, 'dist/worker.js'));
    this.#port = port;
    port.post(bytes);
    port.post({ jsonrpc: '2.0', method: FILES, params });
    return transportsOf(port);
  }

  async #contents(files: Uri[]): Promise<{ params: FilesParams; tooLarge: number }> {
    let tooLarge = 0;
    const contents = files.map(async (file) => {
      const bytes = await read(file);
      if (bytes === 'too large') tooLarge += 1;
      return { uri: this.#toServer(file), bytes: bytes === 'too large' ? null : bytes };
    });
    return { params: { files: await Promise.all(contents) }, tooLarge };
  }

  #toServer(uri: Uri) {
    return uri.with(this.#uris.toServer(uri)).toString();
  }

  #fromServer(text: string) {
    const uri = Uri.parse(text, true);
    return uri.with(this.#uris.fromServer(uri));
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
