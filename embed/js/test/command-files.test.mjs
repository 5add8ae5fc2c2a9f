// The files that the command may read. They are opened like the component opens them.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { outputFiles } = await build({
  stdin: {
    contents: "export { Files } from './files.ts'; export { wasi } from './wasi.ts';",
    resolveDir: fileURLToPath(new URL('../src/command', import.meta.url)),
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const source = Buffer.from(outputFiles[0].contents).toString('base64');
const { Files, wasi } = await import(`data:text/javascript;base64,${source}`);

const CONFIGURATION = '.k8s-backup-target.toml';

/**
 * Creates a folder with files by path, and returns the folder. The contents `-> TARGET` create a symbolic link. The
 * working directory of the command is the folder `work`.
 */
function createFiles(t, files) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'command-')));
  t.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'work'));
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    const [, target] = /^-> (.*)$/.exec(contents) ?? [];
    if (target === undefined) writeFileSync(join(root, path), contents);
    else symlinkSync(target.replace('ROOT', root), join(root, path));
  }
  return root;
}

/** Returns a function that opens a path in a command with these arguments. */
function opener(root, args) {
  const directory = join(root, 'work');
  const given = args.map((arg) => arg.replace('ROOT', root));
  const imports = wasi({ args: given, variables: [], directory, files: new Files(given, directory) });
  const preopens = imports['wasi:filesystem/preopens'].getDirectories();
  return (path) => {
    const absolute = path.replace('ROOT', root);
    const name = absolute.startsWith('/') ? '/' : '.';
    const [folder] = preopens.find(([, preopened]) => preopened === name);
    try {
      return contentsOf(folder.openAt({ symlinkFollow: true }, absolute.replace(/^\//, ''), {}, { read: true }));
    } catch (error) {
      return error.payload ?? error;
    }
  };
}

/** Returns the text of a file, the sorted names in a folder, or the name of another type. */
function contentsOf(descriptor) {
  const type = descriptor.getType();
  if (type === 'directory') {
    const stream = descriptor.readDirectory();
    const names = [];
    for (let entry = stream.readDirectoryEntry(); entry; entry = stream.readDirectoryEntry()) names.push(entry.name);
    return names.sort();
  }
  if (type !== 'regular-file') return type;
  const pieces = [];
  let offset = 0n;
  for (;;) {
    const [bytes, isEnd] = descriptor.read(3n, offset);
    pieces.push(Buffer.from(bytes));
    offset += BigInt(bytes.length);
    if (!isEnd) continue;
    descriptor[Symbol.dispose]();
    return Buffer.concat(pieces).toString();
  }
}

/** Asserts the result of opening each path. */
function opens(root, args, expected) {
  const open = opener(root, args);
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((path) => [path, open(path)])), expected);
}

test('named files are read, and no others', (t) => {
  const root = createFiles(t, { 'work/a.yaml': 'text of a', 'work/b.yaml': 'b', 'out.yaml': 'out' });
  opens(root, ['check', './/a.yaml', '--quiet', 'missing/a.yaml'], {
    'a.yaml': 'text of a',
    'ROOT/work/a.yaml': 'text of a',
    'b.yaml': 'not-permitted',
    'missing.yaml': 'not-permitted',
    'missing/a.yaml': 'no-entry',
    'a.yaml/b': 'not-directory',
    '.': 'not-permitted',
    '../out.yaml': 'not-permitted',
    'ROOT/out.yaml': 'not-permitted',
    '/': 'not-permitted',
    '/etc/passwd': 'not-permitted',
  });
});

test('the value after the first `=` of any argument is a path, an option is not', (t) => {
  const root = createFiles(t, {
    'work/a.json': 'a',
    'work/b=c': 'bc',
    'work/c': 'c',
    'work/-x': 'x',
    'work/--y=z': 'yz',
  });
  opens(root, ['--inventory=a.json', 'spec=b=c', '-x', '--y=z'], {
    'a.json': 'a',
    'b=c': 'bc',
    c: 'not-permitted',
    '-x': 'not-permitted',
    '--y=z': 'not-permitted',
  });
});

test('absolute paths and paths with `..` are read', (t) => {
  const root = createFiles(t, {
    'work/a': 'a',
    'up/b': 'b',
    'up/c': 'c',
    'deep/x/y': 'y',
    'work/link': '-> ../deep/x',
  });
  opens(root, ['ROOT/work/a', '../up/b', 'link/../x'], {
    'ROOT/work/a': 'a',
    '../up/b': 'b',
    '../up/c': 'not-permitted',
    // `link/..` is the folder above the target of the link, as in every other command.
    'link/../x': ['y'],
    'link/../x/y': 'y',
  });
});

test('a named folder is read with everything in it', (t) => {
  const root = createFiles(t, { 'work/specs/a': 'a', 'work/specs/deep/b': 'b', 'work/c': 'c', 'work/specsx': 'x' });
  opens(root, ['specs/'], {
    specs: ['a', 'deep'],
    'specs/deep': ['b'],
    'specs/deep/b': 'b',
    'specs/deep/../a': 'a',
    'specs/missing': 'no-entry',
    'specs/../c': 'not-permitted',
    'specs/../missing': 'not-permitted',
    specsx: 'not-permitted',
  });
  opens(root, ['.'], { '.': ['c', 'specs', 'specsx'], c: 'c', 'specs/a': 'a', '..': 'not-permitted' });
  opens(root, ['..'], { '..': ['work'], '../work/c': 'c', '../../x': 'not-permitted' });
});

test('a link in a named folder is followed while it stays in the folder', (t) => {
  const root = createFiles(t, {
    'work/specs/a': 'a',
    'work/specs/to-a': '-> deep/to-a',
    'work/specs/deep/to-a': '-> ../a',
    'work/specs/deeper': '-> deep',
    'work/specs/out': '-> ../secret',
    'work/specs/nowhere-out': '-> ../missing',
    'work/specs/out-and-in': '-> ../specs/a',
    'work/specs/absolute': '-> ROOT/work/specs/a',
    'work/specs/loop': '-> loop',
    'work/specs/up': '-> ..',
    'work/secret': 'secret',
  });
  opens(root, ['specs'], {
    'specs/to-a': 'a',
    'specs/deeper/to-a': 'a',
    'specs/out': 'not-permitted',
    'specs/nowhere-out': 'not-permitted',
    'specs/out-and-in': 'not-permitted',
    'specs/absolute': 'not-permitted',
    'specs/loop': 'loop',
    'specs/up': 'not-permitted',
    'specs/up/secret': 'not-permitted',
  });
});

test('a named link is followed wherever it leads', (t) => {
  const root = createFiles(t, {
    'other/a': 'a',
    'other/b': 'b',
    'work/to-a': '-> ../other/a',
    'work/folder': '-> ROOT/other',
    'work/dangling': '-> missing',
  });
  opens(root, ['to-a', 'folder', 'dangling'], {
    'to-a': 'a',
    folder: ['a', 'b'],
    'folder/b': 'b',
    '../other/a': 'not-permitted',
    dangling: 'no-entry',
  });
});

test('a configuration is read in the folders of named paths and above', (t) => {
  const root = createFiles(t, {
    [CONFIGURATION]: 'root',
    [`work/${CONFIGURATION}`]: 'work',
    [`work/specs/${CONFIGURATION}`]: 'specs',
    [`work/specs/deep/${CONFIGURATION}`]: 'deep',
    'work/specs/deep/a': 'a',
    [`work/none/${CONFIGURATION}`]: 'none',
    [`side/folder/${CONFIGURATION}`]: 'folder',
    [`side/${CONFIGURATION}`]: 'side',
    'work/linked/secret': 'secret',
    [`work/linked/${CONFIGURATION}`]: '-> ../../secret',
    [`work/links/${CONFIGURATION}`]: '-> other.toml',
    'work/links/other.toml': 'other',
    secret: 'secret',
  });
  const above = { [`ROOT/${CONFIGURATION}`]: 'root', [`/${CONFIGURATION}`]: 'no-entry' };
  opens(root, ['check', 'specs/deep/a', 'missing/b', 'linked/x', 'links/x'], {
    ...above,
    [CONFIGURATION]: 'work',
    [`specs/${CONFIGURATION}`]: 'specs',
    [`specs/deep/${CONFIGURATION}`]: 'deep',
    [`missing/${CONFIGURATION}`]: 'no-entry',
    [`none/${CONFIGURATION}`]: 'not-permitted',
    [`ROOT/side/${CONFIGURATION}`]: 'not-permitted',
    [`linked/${CONFIGURATION}`]: 'not-permitted',
    [`links/${CONFIGURATION}`]: 'other',
    'specs/other.toml': 'not-permitted',
  });
  opens(root, ['../side/folder'], {
    ...above,
    [CONFIGURATION]: 'work',
    [`../side/folder/${CONFIGURATION}`]: 'folder',
    [`ROOT/side/${CONFIGURATION}`]: 'side',
    [`specs/${CONFIGURATION}`]: 'not-permitted',
  });
  opens(root, [], { ...above, [CONFIGURATION]: 'work' });
});

test('the file of `api-resources` is read, from the folder of its configuration', (t) => {
  const line = (value) => `deny = "warnings"\n  api-resources = ${value} # the cluster\n`;
  const root = createFiles(t, {
    [CONFIGURATION]: line("'kinds/all.txt'"),
    'kinds/all.txt': 'all',
    [`work/${CONFIGURATION}`]: line('"kinds.txt"'),
    'work/kinds.txt': 'kinds',
    'work/other.txt': 'other',
    'work/a': '',
  });
  const open = opener(root, ['a']);
  assert.equal(open('kinds.txt'), 'not-permitted');
  open(CONFIGURATION);
  open(`ROOT/${CONFIGURATION}`);
  assert.deepEqual(
    ['kinds.txt', 'ROOT/work/kinds.txt', 'ROOT/kinds/all.txt', 'other.txt', 'kinds.txt/x', '../kinds'].map(open),
    ['kinds', 'kinds', 'all', 'not-permitted', 'not-permitted', 'not-permitted'],
  );
});

test('the file of `api-resources` stays in the folder of its configuration', (t) => {
  const files = {
    'secret.txt': 'secret',
    'work/link.txt': '-> ../secret.txt',
    'work/up': '-> ..',
    'work/inside.txt': '-> deep/kinds.txt',
    'work/deep/kinds.txt': 'kinds',
  };
  const expected = {
    'link.txt': 'not-permitted',
    'up/secret.txt': 'not-permitted',
    '../secret.txt': 'not-permitted',
    'deep/../../secret.txt': 'not-permitted',
    '/etc/passwd': 'not-permitted',
    'inside.txt': 'kinds',
    'missing.txt': 'no-entry',
    deep: 'is-directory',
    '.': 'is-directory',
  };
  const root = createFiles(t, files);
  for (const [path, answer] of Object.entries(expected)) {
    writeFileSync(join(root, 'work', CONFIGURATION), `api-resources = "${path}"\n`);
    const open = opener(root, ['a']);
    open(CONFIGURATION);
    assert.equal(open(path), answer, path);
  }
});

test('a pipe is not opened', { skip: process.platform === 'win32' }, (t) => {
  const root = createFiles(t, {});
  execFileSync('mkfifo', [join(root, 'work/pipe')]);
  opens(root, ['pipe', '/dev/null'], { pipe: 'unknown', '/dev/null': 'unknown' });
});

test('the working directory is known', () => {
  const imports = wasi({ args: ['check'], variables: [['NO_COLOR', '1']], directory: '/a/b', files: undefined });
  const { initialCwd, getArguments, getEnvironment } = imports['wasi:cli/environment'];
  assert.equal(initialCwd(), '/a/b');
  assert.deepEqual(getArguments(), ['k8s-backup-target', 'check']);
  assert.deepEqual(getEnvironment(), [['NO_COLOR', '1']]);
});
