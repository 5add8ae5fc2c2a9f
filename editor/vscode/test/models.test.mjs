// The modules that do not need VS Code.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { source } from './source.mjs';

const { Files } = await source('files');
const { findNative } = await source('native');
const { entriesOf } = await source('runs');
const { isAbsolute, serverSettings } = await source('settings');
const { itemsOf, MAX_LISTED } = await source('tree');

const bytes = new Uint8Array([1]);

test('files: what is known', () => {
  const files = new Files();
  files.set('/project/a/b.yaml', bytes);
  files.set('/project/c.yaml', bytes);
  assert.deepEqual(files.open('/project/a/b.yaml'), { tag: 'file', val: bytes });
  const folder = (...entries) => ({ tag: 'folder', val: entries.map(([name, kind]) => ({ name, kind })) });
  assert.deepEqual(files.open('/project'), folder(['a', 'folder'], ['c.yaml', 'file']));
  assert.deepEqual(files.open('/project/'), files.open('/project'));
  assert.deepEqual(files.open('/'), folder(['project', 'folder']));
  files.set('/project/a/b.yaml', null);
  assert.deepEqual(files.open('/project'), folder(['c.yaml', 'file']));
  assert.deepEqual(files.takeWanted(), []);
  files.setFolder('/empty/');
  files.setFolder('/project');
  assert.deepEqual(files.open('/empty'), folder());
  assert.deepEqual(files.open('/project'), folder(['c.yaml', 'file']));
});

test('files: what is not known is wanted, until it is absent', () => {
  const files = new Files();
  assert.equal(files.open('/a'), undefined);
  assert.equal(files.open('/b'), undefined);
  assert.equal(files.open('/b'), undefined);
  assert.deepEqual(files.takeWanted(), ['/a', '/b']);
  assert.deepEqual(files.takeWanted(), []);
  files.set('/a', null);
  assert.equal(files.open('/a'), undefined);
  assert.deepEqual(files.takeWanted(), []);
  files.set('/a', bytes);
  assert.deepEqual(files.open('/a'), { tag: 'file', val: bytes });
});

test('files: 20,000 files are listed in a short time', () => {
  const files = new Files();
  for (let index = 0; index < 20_000; index += 1) files.set(`/project/${index % 200}/${index}.yaml`, bytes);
  const started = performance.now();
  for (let index = 0; index < 200; index += 1) assert.equal(files.open(`/project/${index}`).val.length, 100);
  assert.ok(performance.now() - started < 1000);
});

test('settings: empty ones are left out', () => {
  const toPath = (text) => `/project/${text}`;
  const settings = (values) => serverSettings((name) => values[name], toPath);
  assert.deepEqual(settings({ veleroVersion: '', apiResources: ' ', inventory: '', ignore: [] }), {});
  assert.deepEqual(settings({ veleroVersion: 1.17, apiResources: null, inventory: [], ignore: 'a' }), {});
  assert.deepEqual(settings({ veleroVersion: ' 1.17', apiResources: 'a.txt', inventory: 'b.json', ignore: ['a', 7] }), {
    veleroVersion: '1.17',
    apiResources: '/project/a.txt',
    inventory: '/project/b.json',
    ignore: ['a', '7'],
  });
});

test('settings: absolute paths', () => {
  for (const path of ['/a', '\\a', 'c:\\a', 'C:/a']) assert.ok(isAbsolute(path), path);
  for (const path of ['a', './a', '../a', 'c:a', '~/a']) assert.ok(!isAbsolute(path), path);
});

test('runs', () => {
  const runs = ['2026-01-01T02:00:00Z', '2026-01-02T02:00:00Z'];
  const local = (time) => `at ${time.getTime()}`;
  const one = { name: 'schedule/velero/nightly', schedule: '0 2 * * *', words: 'every day', paused: false, runs };
  assert.deepEqual(entriesOf([one, { ...one, name: 'b', paused: true, words: null }, { ...one, runs: [] }], local), [
    { label: 'schedule/velero/nightly', isSeparator: true },
    { label: 'at 1767232800000', description: runs[0], detail: 'every day' },
    { label: 'at 1767319200000', description: runs[1], detail: 'every day' },
    { label: 'b', isSeparator: true },
    { label: 'at 1767232800000', description: runs[0], detail: 'Paused: none of these runs happens. 0 2 * * *' },
    { label: 'at 1767319200000', description: runs[1], detail: 'Paused: none of these runs happens. 0 2 * * *' },
    { label: 'schedule/velero/nightly', isSeparator: true },
    { label: 'No next run', detail: 'every day' },
  ]);
  assert.deepEqual(entriesOf([], local), []);
});

const object = (group_resource, namespace, name) => ({ group_resource, namespace, name });
const verdict = (object, other = {}) => ({
  object,
  included: true,
  reason: 'selected',
  pointer: null,
  brought_by: null,
  ...other,
});
const selection = (verdicts, other = {}) => ({
  target: null,
  objects: 1417,
  included: verdicts.length,
  outcome: 'completed',
  contents: null,
  diagnostics: [],
  verdicts,
  ...other,
});
const labels = (items) => items.map(({ label, description }) => (description ? `${label}: ${description}` : label));

test('the tree: kinds, namespaces and objects', () => {
  const pod = object('pods', 'b', 'web');
  const [item] = itemsOf(
    [
      selection([
        verdict(pod),
        verdict(object('persistentvolumes', null, 'pv'), { reason: 'comes-along', brought_by: pod }),
        verdict(object('pods', 'a', 'z'), { pointer: '/include_namespaces' }),
        verdict(object('pods', 'a', 'y')),
      ]),
    ],
    'spec.yaml',
  );
  assert.deepEqual(labels([item]), ['spec.yaml: 4 of 1,417 objects, completed']);
  const kinds = item.children();
  assert.deepEqual(labels(kinds), ['persistentvolumes: 1', 'pods: 3']);
  assert.deepEqual(labels(kinds[0].children()), ['pv: comes along with pods/b/web']);
  const namespaces = kinds[1].children();
  assert.deepEqual(labels(namespaces), ['a: 2', 'b: 1']);
  const objects = namespaces[0].children();
  assert.deepEqual(labels(objects), ['y', 'z']);
  assert.equal(objects[1].tooltip, 'pods/a/z\nselected\nby /include_namespaces');
  assert.equal(objects[1].children, undefined);
});

test('the tree: names and diagnostics', () => {
  const found = { code: 'a', severity: 'warning', message: 'wrong', help: null, object: null, span: null };
  const [target, backup] = itemsOf(
    [
      selection([], {
        target: 'app, relation',
        diagnostics: [
          { ...found, help: 'write it', span: { start: { utf16_offset: 7 } } },
          { ...found, severity: 'advice', object: object('pods', 'a', 'web') },
        ],
      }),
      selection([], { backup: 'backup/velero/one', outcome: 'refused' }),
    ],
    'spec.yaml',
  );
  assert.deepEqual(labels([target, backup]), [
    'app, relation: 0 of 1,417 objects, completed',
    'backup/velero/one: 0 of 1,417 objects, refused',
  ]);
  assert.deepEqual(target.children(), [
    { label: 'wrong', tooltip: 'wrong\nhelp: write it', icon: 'warning', offset: 7 },
    { label: 'wrong', tooltip: 'wrong', icon: 'info', description: 'pods/a/web' },
  ]);
});

test('the tree: 100,000 objects', () => {
  const verdicts = Array.from({ length: 100_000 }, (_, index) =>
    verdict(object('pods', 'a', `pod-${String(index).padStart(6, '0')}`)),
  );
  const started = performance.now();
  const [item] = itemsOf([selection(verdicts)], 'spec.yaml');
  const [kind] = item.children();
  const [namespace] = kind.children();
  const ranges = namespace.children();
  assert.equal(ranges.length, 100_000 / MAX_LISTED);
  assert.equal(labels(ranges)[1], 'pod-000500 … pod-000999: 500');
  assert.equal(ranges[1].children().length, MAX_LISTED);
  assert.ok(performance.now() - started < 2000);
});

test('the native server', { skip: process.platform === 'win32' }, async (test) => {
  const root = mkdtempSync(join(tmpdir(), 'native-'));
  test.after(() => rmSync(root, { recursive: true }));
  const program = (name, text, mode = 0o755) => {
    const path = join(root, name, 'k8s-backup-target');
    mkdirSync(join(root, name));
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, mode);
    return path;
  };
  const works = program('works', '[ "$*" = lsp ] && ! read -r line');
  const old = program('old', 'exit 2');
  const component = program('component', '[ "$*" = "lsp --help" ] || exit 2');
  const plain = program('plain', 'exit 0', 0o644);
  const found = async (setting, ...folders) => {
    const {
      path,
      reason,
      isWrong = false,
    } = await findNative(setting, folders.map((name) => join(root, name)).join(delimiter));
    return [path, reason.replaceAll(root, '').replace(/ in the setting.*program:.*/, ''), isWrong];
  };
  assert.deepEqual(await found('', 'nothing', 'plain', 'works'), [
    works,
    '/works/k8s-backup-target is on the PATH',
    false,
  ]);
  for (const name of ['old', 'component']) {
    const [path, reason, isWrong] = await found('', name, 'works');
    assert.deepEqual([path, isWrong], [undefined, false]);
    assert.equal(
      reason,
      `/${name}/k8s-backup-target is on the PATH, but \`k8s-backup-target lsp\` fails: ` +
        'the commands of the npm and Python packages have no language server',
    );
  }
  assert.deepEqual(await found(''), [undefined, 'k8s-backup-target is not on the PATH', false]);
  assert.deepEqual(await found(works), [works, 'the setting names /works/k8s-backup-target', false]);
  for (const wrong of [old, component, plain, root, join(root, 'nothing'), 'k8s-backup-target']) {
    const { path, reason, isWrong } = await findNative(wrong, join(root, 'works'));
    assert.deepEqual([path, isWrong], [undefined, true], reason);
    assert.match(reason, /remove the setting/);
  }
});
