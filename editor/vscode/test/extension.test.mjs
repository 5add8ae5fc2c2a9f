// The built extension, with a fake of VS Code.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cluster, scheduleText } from './server.mjs';
import { contextOf, fakeVscode, load, until } from './vscode.mjs';
import { WebWorker } from './web-worker.mjs';

const WRONG = 'include_namespaces: [prod]\nttl: 30d\n';
const ODD = 'include_namespaces: [prod]\nttl: 1.5h\n';
const NATIVE = fileURLToPath(new URL('native-server.mjs', import.meta.url));

globalThis.Worker = WebWorker;

// The native server of another installation must not be found.
process.env.PATH = mkdtempSync(join(tmpdir(), 'path-'));
symlinkSync(process.execPath, join(process.env.PATH, 'node'));
after(() => rmSync(process.env.PATH, { recursive: true }));

/** Starts the extension for a test. */
async function start(test, entry, options) {
  const fake = fakeVscode(options);
  const extension = load(entry, fake.vscode);
  assert.deepEqual(Object.keys(extension).sort(), ['activate', 'deactivate']);
  await extension.activate(contextOf());
  test.after(() => extension.deactivate());
  const codes = (uri) => fake.diagnostics.get(uri)?.map(({ code }) => code.value ?? code);
  return {
    ...fake,
    extension,
    codes,
    shows: (uri, ...expected) => until(() => JSON.stringify(codes(uri)) === JSON.stringify(expected)),
    lastShown: (name) => fake.shown.findLast(([shown]) => shown === name),
  };
}

for (const entry of ['node', 'browser']) {
  const root = entry === 'node' ? 'file:///project' : 'vscode-vfs://github/owner/repository';

  test(`${entry}: diagnostics, with a configuration`, async (test) => {
    const files = { [`${root}/.k8s-backup-target.toml`]: 'ignore = ["ttl-other-form"]' };
    const extension = await start(test, entry, { folders: [root], files });
    extension.open(`${root}/wrong.yaml`, WRONG);
    await extension.shows(`${root}/wrong.yaml`, 'ttl-not-a-duration');
    extension.open(`${root}/odd.yaml`, ODD);
    await extension.shows(`${root}/odd.yaml`);
    extension.open('untitled:Untitled-1', ODD);
    await extension.shows('untitled:Untitled-1', 'ttl-other-form');
    assert.match(extension.log.join('\n'), /Starts the server in a worker: /);
  });

  test(`${entry}: copies in other schemes are not checked`, async (test) => {
    const extension = await start(test, entry, { folders: [root] });
    const copies = [
      'git:/project/wrong.yaml?ref',
      'vscode-notebook-cell:/project/wrong.ipynb#cell',
      'other://host/wrong.yaml',
    ];
    for (const uri of copies) extension.open(uri, WRONG);
    for (const uri of [`${root}/wrong.yaml`, 'file:///other/wrong.yaml', 'untitled:Untitled-1']) {
      extension.open(uri, WRONG);
      await extension.shows(uri, 'ttl-not-a-duration');
    }
    for (const uri of copies) assert.equal(extension.codes(uri), undefined, uri);
  });

  test(`${entry}: a folder with another scheme is added`, async (test) => {
    const extension = await start(test, entry, { folders: [root] });
    const starts = () => extension.log.filter((line) => line.includes('Starts the server')).length;
    extension.open('memfs:/other/wrong.yaml', WRONG);
    extension.open(`${root}/wrong.yaml`, WRONG);
    await extension.shows(`${root}/wrong.yaml`, 'ttl-not-a-duration');
    assert.equal(extension.codes('memfs:/other/wrong.yaml'), undefined);
    extension.addFolder('memfs:/other');
    await extension.shows('memfs:/other/wrong.yaml', 'ttl-not-a-duration');
    extension.addFolder('memfs:/second');
    await extension.run('k8s-backup-target.checkWorkspace');
    assert.equal(starts(), 2);
  });

  test(`${entry}: a configuration that changes`, async (test) => {
    const configuration = `${root}/.k8s-backup-target.toml`;
    const files = {};
    const extension = await start(test, entry, { folders: [root], files });
    extension.open(`${root}/odd.yaml`, ODD);
    await extension.shows(`${root}/odd.yaml`, 'ttl-other-form');
    files[configuration] = 'ignore = ["ttl-other-form"]';
    extension.changes.watched.fire(extension.vscode.Uri.parse(configuration));
    await extension.shows(`${root}/odd.yaml`);
  });

  test(`${entry}: a file that a configuration names changes`, async (test) => {
    const configuration = `${root}/.k8s-backup-target.toml`;
    const kinds = (name) => `NAME     APIVERSION  NAMESPACED  KIND\n${name}  v1          true        Widget\n`;
    const files = { [configuration]: 'api-resources = "kinds.txt"', [`${root}/kinds.txt`]: kinds('gadgets') };
    const extension = await start(test, entry, { folders: [root], files });
    extension.open(`${root}/spec.yaml`, 'include_resources: [widgets]\nttl: 720h\n');
    await extension.shows(`${root}/spec.yaml`, 'resource-unknown');
    assert.deepEqual(extension.shown, []);
    files[`${root}/kinds.txt`] = kinds('widgets');
    extension.changes.watched.fire(extension.vscode.Uri.parse(configuration));
    await extension.shows(`${root}/spec.yaml`);
  });

  test(`${entry}: an inventory that is too large`, async (test) => {
    const files = { [`${root}/objects.json`]: ' '.repeat(64 * 2 ** 20 + 1) };
    const extension = await start(test, entry, { folders: [root], files, settings: { inventory: 'objects.json' } });
    extension.open(`${root}/nightly.yaml`, scheduleText);
    await extension.run('k8s-backup-target.select');
    assert.match(extension.lastShown('showErrorMessage')[1], /larger than 64 MiB/);
  });

  test(`${entry}: the workspace is checked`, async (test) => {
    const files = {
      [`${root}/wrong.yaml`]: WRONG,
      [`${root}/a/right.yml`]: scheduleText,
      [`${root}/a/node_modules/b/odd.yaml`]: ODD,
      [`${root}/a/linked.yaml`]: ODD,
      [`${root}/linked/wrong.yaml`]: WRONG,
      [`${root}/.hidden/wrong.yaml`]: WRONG,
      [`${root}/a/.wrong.yaml`]: WRONG,
      [`${root}/a/upper.YAML`]: WRONG,
      [`${root}/large.json`]: ' '.repeat(64 * 2 ** 20 + 1),
      [`${root}/other.txt`]: WRONG,
    };
    const links = [`${root}/linked`, `${root}/a/linked.yaml`];
    const answers = { showInformationMessage: 'Show problems' };
    const extension = await start(test, entry, { folders: [root], files, links, answers });
    await extension.run('k8s-backup-target.checkWorkspace');
    const [, sentence] = extension.lastShown('showInformationMessage');
    assert.match(sentence, /^Checked 5 files: 2 errors.*2 warnings.*\. Left out: 1 larger than 64 MiB\.$/);
    assert.deepEqual(extension.lastShown('executeCommand'), ['executeCommand', 'workbench.actions.view.problems']);
    await extension.shows(`${root}/wrong.yaml`, 'ttl-not-a-duration');
    delete files[`${root}/wrong.yaml`];
    await extension.run('k8s-backup-target.checkWorkspace');
    assert.match(extension.lastShown('showInformationMessage')[1], /^Checked 4 files: 1 error/);
    await extension.shows(`${root}/wrong.yaml`);
  });

  test(`${entry}: the workspace is checked again, without a watcher`, async (test) => {
    const configuration = `${root}/.k8s-backup-target.toml`;
    const files = { [`${root}/odd.yaml`]: ODD };
    const extension = await start(test, entry, { folders: [root], files });
    const check = () => extension.run('k8s-backup-target.checkWorkspace');
    await check();
    await extension.shows(`${root}/odd.yaml`, 'ttl-other-form');
    files[configuration] = 'api-resources = "kinds.txt"\nignore = ["ttl-other-form"]';
    files[`${root}/kinds.txt`] = 'NAME  APIVERSION  NAMESPACED  KIND\npods  v1          true        Pod\n';
    await check();
    await extension.shows(`${root}/odd.yaml`);
    assert.equal(extension.lastShown('showErrorMessage'), undefined);
    delete files[configuration];
    await check();
    await extension.shows(`${root}/odd.yaml`, 'ttl-other-form');
  });

  test(`${entry}: a saved file keeps its diagnostics when it is closed`, async (test) => {
    const files = { [`${root}/odd.yaml`]: ODD };
    const extension = await start(test, entry, { folders: [root], files });
    await extension.run('k8s-backup-target.checkWorkspace');
    await extension.shows(`${root}/odd.yaml`, 'ttl-other-form');
    const document = extension.open(`${root}/odd.yaml`, WRONG);
    await extension.shows(`${root}/odd.yaml`, 'ttl-not-a-duration');
    extension.save(document);
    extension.close(document);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await extension.shows(`${root}/odd.yaml`, 'ttl-not-a-duration');
  });

  test(`${entry}: what a Schedule saves, with the inventory of the settings`, async (test) => {
    const files = { [`${root}/cluster/objects.json`]: cluster };
    const settings = { inventory: 'cluster/objects.json', veleroVersion: '', ignore: [] };
    const extension = await start(test, entry, { folders: [root], files, settings });
    extension.open(`${root}/nightly.yaml`, scheduleText);
    await extension.run('k8s-backup-target.select');
    const view = extension.views.get('k8s-backup-target.selection');
    const [schedule] = view.getChildren();
    const { label, description } = view.getTreeItem(schedule);
    assert.equal(label, 'schedule/velero/nightly');
    assert.match(description, /^\d+ of 417 objects, completed$/);
    assert.ok(view.getChildren(schedule).length > 1);
    assert.deepEqual(extension.lastShown('showErrorMessage'), undefined);
    files[`${root}/cluster/objects.json`] = '{"apiVersion": "v1", "kind": "List", "items": []}';
    await extension.run('k8s-backup-target.refreshSelection');
    assert.match(view.getTreeItem(view.getChildren()[0]).description, /^0 of 0 objects/);
  });

  test(`${entry}: what a Schedule saves, with an inventory that the user chooses`, async (test) => {
    const inventory = `${root}/objects.json`;
    const answers = {};
    const extension = await start(test, entry, { files: { [inventory]: cluster }, answers });
    const shown = () => extension.views.get('k8s-backup-target.selection').getChildren();
    extension.open('untitled:Untitled-1', scheduleText);
    await extension.run('k8s-backup-target.select');
    assert.deepEqual(shown(), []);
    answers.showOpenDialog = [extension.vscode.Uri.parse(inventory)];
    await extension.run('k8s-backup-target.select');
    assert.equal(shown().length, 1);
    answers.showOpenDialog = undefined;
    await extension.run('k8s-backup-target.refreshSelection');
    assert.equal(shown().length, 1);
  });

  test(`${entry}: a spec that is refused`, async (test) => {
    const answers = { showWarningMessage: 'Show output' };
    const files = { [`${root}/objects.json`]: cluster };
    const extension = await start(test, entry, {
      folders: [root],
      files,
      answers,
      settings: { inventory: 'objects.json' },
    });
    extension.open(`${root}/wrong.yaml`, WRONG);
    await extension.run('k8s-backup-target.select');
    assert.match(extension.lastShown('showWarningMessage')[1], /^error\[ttl-not-a-duration\]: .*$/);
    assert.match(extension.log.at(-1), /help: write/);
    const view = extension.views.get('k8s-backup-target.selection');
    const [spec] = view.getChildren();
    assert.match(view.getTreeItem(spec).description, /^0 of 417 objects, /);
    assert.equal(view.getTreeItem(spec).label, 'wrong.yaml');
    const { label, iconPath, command } = view.getTreeItem(view.getChildren(spec)[0]);
    assert.deepEqual([label.slice(0, 5), iconPath.id, command.command], ['`30d`', 'error', 'vscode.open']);
  });

  test(`${entry}: the next runs`, async (test) => {
    const extension = await start(test, entry);
    extension.open('untitled:Untitled-1', scheduleText);
    await extension.run('k8s-backup-target.nextRuns');
    const [, [separator, run]] = extension.lastShown('showQuickPick');
    assert.deepEqual(separator, { label: 'schedule/velero/nightly', kind: -1 });
    assert.match(run.description, /T02:00:00Z$/);
    extension.open('untitled:Untitled-2', WRONG);
    await extension.run('k8s-backup-target.nextRuns');
    assert.match(extension.lastShown('showInformationMessage')[1], /no schedule/);
  });

  test(`${entry}: settings that change`, async (test) => {
    const extension = await start(test, entry, { settings: { ignore: ['ttl-other-form'] } });
    extension.open('untitled:Untitled-1', ODD);
    await extension.shows('untitled:Untitled-1');
    delete extension.settings.ignore;
    extension.change();
    await extension.shows('untitled:Untitled-1', 'ttl-other-form');
    assert.equal(extension.lastShown('showWarningMessage'), undefined);
  });

  test(`${entry}: a folder is needed`, async (test) => {
    const extension = await start(test, entry);
    await extension.run('k8s-backup-target.checkWorkspace');
    assert.match(extension.lastShown('showErrorMessage')[1], /no folder is open/);
    assert.equal(extension.lastShown('showInformationMessage'), undefined);
  });

  test(`${entry}: a document is needed`, async (test) => {
    const extension = await start(test, entry);
    for (const command of ['select', 'nextRuns']) {
      await extension.run(`k8s-backup-target.${command}`);
      assert.match(extension.shown.pop()[1], /^Open a file/);
    }
  });
}

test('a server that fails is started again, and one that ends is not', async (test) => {
  const root = 'memfs:/project';
  const files = { [`${root}/.k8s-backup-target.toml`]: 'ignore = ["ttl-other-form"]' };
  const extension = await start(test, 'browser', { folders: [root], files });
  const isChecked = async () => {
    await extension.shows(`${root}/wrong.yaml`, 'ttl-not-a-duration');
    await extension.shows(`${root}/odd.yaml`);
  };
  extension.open(`${root}/wrong.yaml`, WRONG);
  extension.open(`${root}/odd.yaml`, ODD);
  await isChecked();
  const failing = WebWorker.started.at(-1);
  extension.diagnostics.clear();
  failing.postMessage({ jsonrpc: '2.0', method: 'k8s-backup-target/files', params: null });
  const second = await until(() => WebWorker.started.at(-1) !== failing && WebWorker.started.at(-1));
  assert.match(extension.lastShown('showErrorMessage')[1], /failed, which is a bug/);
  assert.ok(failing.isClosed);
  await isChecked();
  await extension.extension.deactivate();
  await until(() => second.isClosed);
  assert.equal(WebWorker.started.at(-1), second);
});

test('settings that change while the server starts', async (test) => {
  const fake = fakeVscode({ settings: { ignore: ['ttl-other-form'] } });
  const isShown = (...expected) =>
    until(() => {
      const found = fake.diagnostics.get('untitled:Untitled-1')?.map(({ code }) => code.value ?? code);
      return JSON.stringify(found) === JSON.stringify(expected);
    });
  /** Changes settings when the next server has got those of its start. */
  const changeAtStart = (settings) => {
    const { postMessage } = WebWorker.prototype;
    const { mock } = test.mock.method(WebWorker.prototype, 'postMessage', function (message) {
      postMessage.call(this, message);
      if (message.method !== 'initialize') return;
      mock.restore();
      Object.assign(fake.settings, settings);
      fake.change();
    });
  };
  const extension = load('browser', fake.vscode);
  test.after(() => extension.deactivate());
  changeAtStart({ ignore: [] });
  await extension.activate(contextOf());
  fake.open('untitled:Untitled-1', ODD);
  await isShown('ttl-other-form');
  changeAtStart({ ignore: ['ttl-other-form'] });
  WebWorker.started.at(-1).postMessage({ jsonrpc: '2.0', method: 'k8s-backup-target/files', params: null });
  await isShown();
});

test('settings that cannot be sent are logged', async (test) => {
  const extension = await start(test, 'browser');
  Object.defineProperty(extension.settings, 'ignore', {
    get() {
      throw new Error('settings cannot be read');
    },
  });
  extension.change();
  await until(() => extension.log.some((line) => line.includes('settings cannot be read')));
});

test('the native server of the settings', async (test) => {
  const settings = { 'server.path': NATIVE, inventory: 'objects.json', apiResources: '/kinds.txt', ignore: ['a'] };
  const extension = await start(test, 'node', { folders: ['file:///project'], settings });
  assert.deepEqual(extension.log, [`info: Starts the native server: the setting names ${NATIVE}.`]);
  const answer = (name) => JSON.parse(extension.lastShown(name)[1].replace(/\.$/, ''));
  await extension.run('k8s-backup-target.checkWorkspace');
  const options = { apiResources: '/kinds.txt', inventory: '/project/objects.json', ignore: ['a'] };
  const { command, arguments: args } = answer('showInformationMessage');
  assert.deepEqual({ command, args }, { command: 'k8s-backup-target.checkWorkspace', args: [] });
  assert.deepEqual(answer('showInformationMessage').options, options);
  extension.open('file:///project/a.yaml', ODD);
  await extension.run('k8s-backup-target.select');
  const { arguments: question } = answer('showWarningMessage');
  assert.deepEqual(question, [{ uri: 'file:///project/a.yaml', inventory: '/project/objects.json' }]);
  extension.settings.veleroVersion = ' 1.17 ';
  extension.settings.ignore = [];
  extension.settings.apiResources = '';
  extension.change();
  await extension.run('k8s-backup-target.checkWorkspace');
  assert.deepEqual(answer('showInformationMessage').options, {
    veleroVersion: '1.17',
    inventory: '/project/objects.json',
  });
});

test('a path of the settings that does not exist is reported, and the worker is used', async (test) => {
  const extension = await start(test, 'node', { settings: { 'server.path': '/nowhere/k8s-backup-target' } });
  assert.match(
    extension.lastShown('showErrorMessage')[1],
    /is not a program: use the absolute path .* or remove the setting/,
  );
  assert.match(extension.log[0], /Starts the server in a worker: `\/nowhere/);
  extension.open('untitled:Untitled-1', WRONG);
  await extension.shows('untitled:Untitled-1', 'ttl-not-a-duration');
});

test('a command without a language server is not started', { skip: process.platform === 'win32' }, async (test) => {
  const folder = mkdtempSync(join(tmpdir(), 'component-'));
  const path = process.env.PATH;
  test.after(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true });
  });
  // As the commands of the npm and Python packages.
  const text = '#!/bin/sh\n[ "$*" = "lsp --help" ] || exit 2\n';
  writeFileSync(join(folder, 'k8s-backup-target'), text, { mode: 0o755 });
  process.env.PATH = folder;
  const extension = await start(test, 'node');
  assert.match(extension.log[0], /Starts the server in a worker: .* is on the PATH, but .* no language server/);
  extension.open('untitled:Untitled-1', WRONG);
  await extension.shows('untitled:Untitled-1', 'ttl-not-a-duration');
});

test('a virtual workspace needs the worker', async (test) => {
  const settings = { 'server.path': NATIVE };
  const extension = await start(test, 'node', { folders: ['vscode-vfs://github/owner/repository'], settings });
  assert.match(extension.log[0], /Starts the server in a worker: the native server cannot read/);
});

test('another path in the settings starts another server', async (test) => {
  const extension = await start(test, 'node');
  assert.match(extension.log[0], /not on the PATH/);
  extension.settings['server.path'] = NATIVE;
  extension.changes.settings.fire({ affectsConfiguration: () => true });
  await until(() => extension.log.some((line) => line.includes('Starts the native server')));
  await until(() => extension.registered.size === 4);
});
