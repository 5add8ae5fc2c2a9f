// The command of the installed package, which the library does not load.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { before } from 'node:test';
import { build } from 'esbuild';
import { install } from './installed.mjs';
import { testdata } from './testdata.mjs';

let folder;
before(() => {
  folder = install();
});

/** Runs the command with npx, without network. */
const npx = (...args) =>
  new Promise((resolve) =>
    execFile(
      'npx',
      ['--no-install', 'k8s-backup-target', ...args],
      { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' },
      (error, stdout, stderr) => resolve({ stdout, stderr, status: error?.code ?? 0 }),
    ),
  );

test('npx runs the command of the installed package', async () => {
  writeFileSync(join(folder, 'good.yaml'), 'include_namespaces: [prod]\nttl: 24h\n');
  assert.deepEqual(await npx('check', 'good.yaml'), {
    stdout: 'checked 1 file: no problems found\n',
    stderr: '',
    status: 0,
  });
  cpSync(join(testdata, 'transcripts/files/specs'), join(folder, 'specs'), { recursive: true });
  const transcript = readFileSync(join(testdata, 'transcripts/formats.txt'), 'utf8');
  const [, output] = /^\$ check --format json specs\/\n(.*?)^exit 1$/ms.exec(transcript);
  assert.deepEqual(await npx('check', '--format', 'json', 'specs/'), { stdout: output, stderr: '', status: 1 });
});

test('the command of the README prints the output below it', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, spec, args, output] = /```yaml\n([^]*?)```\n\n```console\n\$ npx k8s-backup-target (.*)\n([^]*?)```/.exec(
    readme,
  );
  writeFileSync(join(folder, 'spec.yaml'), spec);
  assert.deepEqual(await npx(...args.split(' ')), { stdout: output, stderr: '', status: 1 });
});

test('the package does not have dependencies', () => {
  const installed = join(folder, 'node_modules/k8s-backup-target/package.json');
  const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(readFileSync(installed, 'utf8'));
  assert.deepEqual([dependencies, optionalDependencies, peerDependencies], [undefined, undefined, undefined]);
});

test('the library does not load the command or modules of Node', async () => {
  const { metafile } = await build({
    stdin: { contents: "import 'k8s-backup-target'; import 'k8s-backup-target/inline';", resolveDir: folder },
    bundle: true,
    format: 'esm',
    write: false,
    metafile: true,
    treeShaking: false,
    ignoreAnnotations: true,
  });
  const files = Object.keys(metafile.inputs).map((path) => path.replace(/.*\//, ''));
  assert.deepEqual(files.sort(), ['<stdin>', 'component.js', 'evaluator.js', 'index.js', 'inline.js']);
});
