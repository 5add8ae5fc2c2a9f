// The manifest and the packaged extension.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';

const root = fileURLToPath(new URL('../', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const sources = readdirSync(join(root, 'src')).filter((name) => name.endsWith('.ts'));
const code = sources.map((name) => readFileSync(join(root, 'src', name), 'utf8')).join('\n');
const { commands, configuration, views, menus, viewsWelcome } = manifest.contributes;

const sorted = (names) => [...new Set(names)].sort();
const found = (pattern) => sorted([...code.matchAll(pattern)].map(([, name]) => name));

test('each command of the code is contributed, and each contributed one is in the code', () => {
  const view = 'k8s-backup-target.selection';
  const named = found(/'(k8s-backup-target\.\w+(?:\.\w+)?)'/g).filter((name) => !name.startsWith(view));
  assert.deepEqual(named, sorted(commands.map(({ command }) => command)));
  assert.ok(code.includes(`'${view}'`));
  assert.deepEqual(
    views.explorer.map(({ id }) => id),
    [view],
  );
  for (const menu of Object.values(menus).flat()) assert.ok(named.includes(menu.command), menu.command);
  assert.ok(viewsWelcome.every(({ contents }) => named.some((name) => contents.includes(`command:${name})`))));
});

test('each setting of the code is contributed, and each contributed one is in the code', () => {
  const contributed = Object.keys(configuration.properties).map((name) => name.replace('k8s-backup-target.', ''));
  const [, paths] = /PATH_SETTINGS = \[(.*)\]/.exec(code);
  const named = [...found(/\bget\('([\w.]+)'\)/gi), ...paths.split(', ').map((name) => name.replaceAll("'", ''))];
  assert.deepEqual(sorted(named), sorted(contributed));
  for (const [name, property] of Object.entries(configuration.properties)) {
    assert.ok(property.markdownDescription && property.default !== undefined, name);
  }
  assert.equal(configuration.properties['k8s-backup-target.server.path'].scope, 'machine');
});

test('a folder that is not trusted cannot set paths', () => {
  const { description, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  const paths = Object.entries(configuration.properties).filter(([, { markdownDescription }]) =>
    markdownDescription.startsWith('The path of'),
  );
  assert.deepEqual(sorted(restrictedConfigurations), sorted(paths.map(([name]) => name)));
  assert.equal(restrictedConfigurations.length, 3);
  for (const named of ['server', 'inventory', 'API resources']) assert.ok(description.includes(named), named);
});

test('the README names all commands and settings', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  for (const { title, command } of commands) {
    if (!command.endsWith('refreshSelection')) assert.ok(readme.includes(title), title);
  }
  for (const name of Object.keys(configuration.properties)) assert.ok(readme.includes(`\`${name}\``), name);
});

test('the versions agree', () => {
  const editor = JSON.parse(readFileSync(join(root, '../package.json'), 'utf8'));
  assert.equal(manifest.version, editor.version);
  assert.equal(manifest.repository.url, editor.repository.url);
  assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode']}`);
  for (const version of Object.values(manifest.devDependencies)) assert.match(version, /^\d/);
  assert.ok(!readFileSync(join(root, 'package-lock.json'), 'utf8').includes('"resolved"'));
});

test('the package contains what it must, and nothing else', (test) => {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  test.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'k8s-backup-target.vsix');
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  execFileSync(process.execPath, [vsce, 'package', '--no-dependencies', '--out', path], { cwd: root, stdio: 'pipe' });
  const files = unzipped(readFileSync(path));
  assert.deepEqual(sorted(files.keys()), [
    '[Content_Types].xml',
    'extension.vsixmanifest',
    'extension/LICENSE.txt',
    'extension/dist/browser.js',
    'extension/dist/libraries.txt',
    'extension/dist/node.js',
    'extension/dist/server.wasm',
    'extension/dist/worker.js',
    'extension/icon.png',
    'extension/package.json',
    'extension/readme.md',
  ]);
  const project = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');
  for (const [name, contents] of files) {
    for (const path of [project, homedir()]) assert.ok(!contents.includes(`${path}/`), `${name} contains ${path}`);
  }
  const icon = files.get('extension/icon.png');
  assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [128, 128]);
});

/** Returns the files of a ZIP archive. */
function unzipped(archive) {
  const files = new Map();
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let entry = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [method, size] = [archive.readUInt16LE(entry + 10), archive.readUInt32LE(entry + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(entry + offset));
    const local = archive.readUInt32LE(entry + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const data = archive.subarray(start, start + size);
    files.set(archive.toString('utf8', entry + 46, entry + 46 + name), method === 0 ? data : inflateRawSync(data));
    entry += 46 + name + extra + comment;
  }
  return files;
}
