import {
  commands,
  window,
  workspace,
  Uri,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import { DidChangeConfigurationNotification, State, type LanguageClientOptions } from 'vscode-languageclient';
import * as actions from './commands';
import type { Found } from './native';
import { SelectionView } from './selection-view';
import { nativeServer, WorkerServer, type CreateClient, type Server } from './server';
import { isAbsolute, PATH_SETTINGS, serverSettings, textOf, type ServerSettings } from './settings';
import type { WorkerPort } from './transport';

const NAME = 'k8s-backup-target';
const TITLE = 'K8s Backup Target';

/** What differs between the desktop and the web. */
export interface Platform {
  findNative(setting: string): Promise<Found>;
  createClient: CreateClient;
  createWorker(script: Uri): WorkerPort;
}

/** Starts the extension. Returns how to end it. */
export async function activate(context: ExtensionContext, platform: Platform): Promise<() => Promise<void>> {
  const log = window.createOutputChannel(TITLE, { log: true });
  const extension = new Extension(context.extensionUri, platform, log);
  context.subscriptions.push(log, extension);
  await extension.restart();
  return () => extension.stop();
}

class Extension implements Disposable {
  readonly #view = new SelectionView();
  readonly #subscriptions: Disposable[];
  #server: Server | undefined;
  /** The schemes of the documents that the server gets. */
  #schemes = new Set<string>();
  /** The settings that the server has. */
  #sent: ServerSettings = {};
  /** The last start or end of a server, or change of its settings. The next one waits for it. */
  #change: Promise<void> = Promise.resolve();

  constructor(
    private readonly uri: Uri,
    private readonly platform: Platform,
    private readonly log: LogOutputChannel,
  ) {
    this.#subscriptions = [
      this.#view,
      commands.registerCommand('k8s-backup-target.refreshSelection', () => this.#view.refresh()),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${NAME}.server`)) void this.restart();
        else if (event.affectsConfiguration(NAME)) void this.#then(() => this.#sendSettings());
      }),
      workspace.onDidChangeWorkspaceFolders(() =>
        this.#then(() => {
          const isNew = [...schemes()].some((scheme) => !this.#schemes.has(scheme));
          return isNew ? this.#restart() : this.#sendSettings();
        }),
      ),
    ];
  }

  dispose() {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  restart() {
    return this.#then(() => this.#restart());
  }

  stop() {
    return this.#then(() => this.#end());
  }

  #then(step: () => Promise<void>) {
    this.#change = this.#change.then(step).catch((error) => this.log.error(error));
    return this.#change;
  }

  async #restart() {
    await this.#end();
    this.#server = await this.#create();
    await this.#server.client.start();
  }

  async #end() {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop().catch((error) => this.log.warn(`The server did not end as expected: ${error}`));
  }

  async #create() {
    this.#schemes = schemes();
    const options: LanguageClientOptions = {
      documentSelector: [...this.#schemes].flatMap((scheme) => [
        ...['yaml', 'json', 'jsonc', 'helm'].map((language) => ({ scheme, language })),
        { scheme, pattern: '**/.k8s-backup-target.toml' },
      ]),
      outputChannel: this.log,
      initializationOptions: () => (this.#sent = this.#settings(server)),
      middleware: {
        executeCommand: async (command, args, send) => {
          // Settings that were changed before the command apply to it.
          await this.#change;
          const context = { server, view: this.#view, log: this.log, inventory: () => this.#file('inventory') };
          return actions.execute(context, command, args, send);
        },
      },
    };
    const { path, reason, isWrong } = await this.#findNative();
    if (isWrong) void window.showErrorMessage(reason);
    this.log.info(path ? `Starts the native server: ${reason}.` : `Starts the server in a worker: ${reason}.`);
    const { createClient, createWorker } = this.platform;
    const server: Server = path
      ? nativeServer(path, createClient, options)
      : new WorkerServer(this.uri, createWorker, () => this.#named(), createClient, options);
    // They can change while the server starts, also after a failure.
    server.client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) void this.#then(() => this.#sendSettings());
    });
    return server;
  }

  async #findNative(): Promise<Found> {
    const folders = workspace.workspaceFolders ?? [];
    if (folders.length > 0 && folders.every(({ uri }) => uri.scheme !== 'file')) {
      return { reason: 'the native server cannot read the files of this workspace' };
    }
    return this.platform.findNative(textOf(this.#get('server.path')));
  }

  async #sendSettings() {
    const server = this.#server;
    if (!server?.client.isRunning()) return;
    const settings = this.#settings(server);
    if (JSON.stringify(settings) === JSON.stringify(this.#sent)) return;
    await server.push(this.#named());
    await server.client.sendNotification(DidChangeConfigurationNotification.type, { settings });
    this.#sent = settings;
  }

  #settings(server: Server) {
    return serverSettings(
      (name) => this.#get(name),
      (text) => server.path(fileOf(text)),
    );
  }

  /** Returns the file that a setting names. */
  #file(setting: (typeof PATH_SETTINGS)[number]) {
    const text = textOf(this.#get(setting));
    return text ? fileOf(text) : undefined;
  }

  /** Returns the files that the settings name. */
  #named() {
    return PATH_SETTINGS.flatMap((name) => this.#file(name) ?? []);
  }

  #get(setting: string) {
    return workspace.getConfiguration(NAME).get(setting);
  }
}

/** Returns the schemes of the documents to check. Others are copies, such as those of `git:` in a comparison. */
function schemes() {
  return new Set(['file', 'untitled', ...(workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme)]);
}

/** Returns the file at a path of the settings. A relative path starts at the first folder of the workspace. */
function fileOf(path: string): Uri {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  if (!folder) return Uri.file(path);
  if (!isAbsolute(path)) return Uri.joinPath(folder, path);
  return folder.scheme === 'file' ? Uri.file(path) : folder.with({ path });
}
