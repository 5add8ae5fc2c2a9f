// A fake of VS Code's API, of the part that the extension and the client use.

import { readFileSync, statSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { URI, Utils } from 'vscode-uri';

export const Uri = Object.assign(URI, { joinPath: Utils.joinPath });

const root = new URL('../', import.meta.url);

class Disposable {
  constructor(dispose = () => {}) {
    this.dispose = dispose;
  }
}

class EventEmitter {
  listeners = new Set();
  event = (listener, self, disposables) => {
    const bound = listener.bind(self);
    this.listeners.add(bound);
    const disposable = new Disposable(() => this.listeners.delete(bound));
    disposables?.push(disposable);
    return disposable;
  };
  fire(event) {
    for (const listener of [...this.listeners]) listener(event);
  }
  dispose() {}
}

class CancellationTokenSource {
  token = { isCancellationRequested: false, onCancellationRequested: () => new Disposable() };
  cancel() {
    this.token.isCancellationRequested = true;
  }
  dispose() {}
}

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}

class Range {
  constructor(...args) {
    const [start, end] = args.length === 4 ? [new Position(args[0], args[1]), new Position(args[2], args[3])] : args;
    Object.assign(this, { start, end });
  }
}

class TreeItem {
  constructor(label, collapsibleState) {
    Object.assign(this, { label, collapsibleState });
  }
}

class ThemeIcon {
  constructor(id) {
    this.id = id;
  }
}

class Diagnostic {
  constructor(range, message, severity) {
    Object.assign(this, { range, message, severity });
  }
}

class CodeActionKind {
  constructor(value) {
    this.value = value;
  }
  append(part) {
    return new CodeActionKind([this.value, part].filter(Boolean).join('.'));
  }
  static Empty = new CodeActionKind('');
}

/** Everything that is not defined: functions return something that can be disposed of, and classes can be extended. */
const withDefaults = (object) =>
  new Proxy(object, {
    get(target, name) {
      if (name in target || typeof name === 'symbol' || name === 'then') return target[name];
      if (/^[A-Z]/.test(name)) return (target[name] = class {});
      return (target[name] = () => new Disposable());
    },
  });

function pattern(glob) {
  const text = glob
    .replace(/[.]/g, '\\.')
    .replace(/\{([^}]*)\}/g, (_, names) => `(${names.replaceAll(',', '|')})`)
    .replace(/\*\*\/|\/\*\*|\*/g, (star) => ({ '**/': '(.*/)?', '/**': '(/.*)?', '*': '[^/]*' })[star]);
  return new RegExp(`^${text}$`);
}

/**
 * Returns the fake and what a test does with it. `files` are the texts of files by URI, `links` the files and folders that are links. `settings` are those of the
 * extension. `answers` are what the user answers to the functions of `window`.
 */
export function fakeVscode({ folders = [], files = {}, links = [], settings = {}, answers = {} } = {}) {
  const changes = { settings: new EventEmitter(), folders: new EventEmitter(), watched: new EventEmitter() };
  const documents = { opened: new EventEmitter(), saved: new EventEmitter(), closed: new EventEmitter() };
  const shown = [];
  const log = [];
  const views = new Map();
  const diagnostics = new Map();
  const registered = new Map();
  const textDocuments = [];
  const window = {
    tabGroups: withDefaults({ all: [], onDidChangeTabs: () => new Disposable() }),
    visibleTextEditors: [],
    activeTextEditor: undefined,
    createOutputChannel: () =>
      withDefaults({
        logLevel: 3,
        onDidChangeLogLevel: () => new Disposable(),
        ...Object.fromEntries(
          ['info', 'warn', 'error', 'appendLine'].map((level) => [level, (text) => log.push(`${level}: ${text}`)]),
        ),
      }),
    createTreeView: (id, { treeDataProvider }) => {
      views.set(id, treeDataProvider);
      return withDefaults({});
    },
    withProgress: (_options, task) => task(),
  };
  for (const name of [
    'showInformationMessage',
    'showWarningMessage',
    'showErrorMessage',
    'showQuickPick',
    'showOpenDialog',
  ]) {
    window[name] = async (...args) => {
      shown.push([name, ...args]);
      return answers[name];
    };
  }
  const own = (uri) => uri.scheme === 'file' && uri.path.startsWith(root.pathname);
  const bytesOf = (uri) => {
    if (own(uri)) return readFileSync(uri.fsPath);
    const text = files[uri.toString()];
    if (text === undefined) throw new Error(`${uri} does not exist`);
    return Buffer.from(text);
  };
  const vscode = withDefaults({
    version: '1.91.0',
    env: withDefaults({ language: 'en', appName: 'fake' }),
    Uri,
    Disposable,
    EventEmitter,
    CancellationTokenSource,
    Position,
    Range,
    TreeItem,
    ThemeIcon,
    Diagnostic,
    CodeActionKind,
    FileType: { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 },
    LogLevel: { Off: 0, Trace: 1, Debug: 2, Info: 3, Warning: 4, Error: 5 },
    ProgressLocation: { SourceControl: 1, Window: 10, Notification: 15 },
    QuickPickItemKind: { Separator: -1, Default: 0 },
    TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
    DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
    window: withDefaults(window),
    commands: {
      registerCommand: (id, run) => {
        if (registered.has(id)) throw new Error(`${id} is registered twice`);
        registered.set(id, run);
        return new Disposable(() => registered.delete(id));
      },
      executeCommand: async (id, ...args) => {
        shown.push(['executeCommand', id]);
        return registered.get(id)?.(...args);
      },
    },
    languages: withDefaults({
      match: (selector, { languageId, uri }) => {
        const matches = (filter) =>
          [languageId, undefined].includes(filter.language) &&
          [uri.scheme, undefined].includes(filter.scheme) &&
          (filter.pattern === undefined || pattern(filter.pattern).test(uri.path));
        return selector.some(matches) ? 10 : 0;
      },
      createDiagnosticCollection: () =>
        withDefaults({
          set: (uri, found) => diagnostics.set(uri.toString(), found),
          clear: () => diagnostics.clear(),
        }),
    }),
    workspace: withDefaults({
      workspaceFolders: folders.length > 0 ? folders.map((uri) => ({ uri: Uri.parse(uri), name: uri })) : undefined,
      textDocuments,
      notebookDocuments: [],
      onDidOpenTextDocument: documents.opened.event,
      onDidSaveTextDocument: documents.saved.event,
      onDidCloseTextDocument: documents.closed.event,
      onDidChangeConfiguration: changes.settings.event,
      onDidChangeWorkspaceFolders: changes.folders.event,
      getConfiguration: () => ({ get: (name, value) => settings[name] ?? value }),
      createFileSystemWatcher: () =>
        withDefaults({ onDidChange: changes.watched.event, onDidDelete: () => new Disposable() }),
      fs: {
        readFile: async (uri) => bytesOf(uri),
        readDirectory: async (folder) => {
          const entries = new Map();
          for (const uri of Object.keys(files).filter((uri) => uri.startsWith(`${folder}/`))) {
            const [name, ...below] = uri.slice(`${folder}/`.length).split('/');
            entries.set(name, (below.length > 0 ? 2 : 1) + (links.includes(`${folder}/${name}`) ? 64 : 0));
          }
          return [...entries];
        },
        stat: async (uri) => ({ type: 1, size: own(uri) ? statSync(uri.fsPath).size : bytesOf(uri).length }),
      },
    }),
  });
  return {
    vscode,
    shown,
    log,
    views,
    diagnostics,
    registered,
    settings,
    changes,
    open(uri, text, languageId = 'yaml') {
      const document = {
        uri: Uri.parse(uri),
        languageId,
        version: 1,
        getText: () => text,
        positionAt: () => new Position(0, 0),
      };
      textDocuments.push(document);
      window.activeTextEditor = { document };
      documents.opened.fire(document);
      return document;
    },
    save: (document) => documents.saved.fire(document),
    close(document) {
      textDocuments.splice(textDocuments.indexOf(document), 1);
      documents.closed.fire(document);
    },
    addFolder(uri) {
      const added = { uri: Uri.parse(uri), name: uri };
      vscode.workspace.workspaceFolders = [...(vscode.workspace.workspaceFolders ?? []), added];
      changes.folders.fire({ added: [added], removed: [] });
    },
    run: (id, ...args) => registered.get(id)(...args),
    change: () => changes.settings.fire({ affectsConfiguration: (section) => section === 'k8s-backup-target' }),
  };
}

/** Loads an entry of the extension, with this API. */
export function load(entry, vscode) {
  const require = createRequire(import.meta.url);
  const path = fileURLToPath(new URL(`dist/${entry}.js`, root));
  const original = Module._load;
  Module._load = (name, ...rest) => (name === 'vscode' ? vscode : original(name, ...rest));
  try {
    delete require.cache[path];
    return require(path);
  } finally {
    Module._load = original;
  }
}

export const contextOf = () => ({ extensionUri: Uri.parse(root.href.replace(/\/$/, '')), subscriptions: [] });

/** Waits until a value is truthy. */
export async function until(get) {
  for (let waited = 0; waited < 10_000; waited += 10) {
    const value = get();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited too long for ${get}`);
}
