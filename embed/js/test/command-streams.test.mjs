// The standard streams of the command, interrupts and traps.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { command, finished, runCommand } from './command.mjs';
import { withMemory } from './shared/layer.mjs';

const skip = process.platform === 'win32' && 'needs POSIX';
const cwd = mkdtempSync(join(tmpdir(), 'command-'));
after(() => rmSync(cwd, { recursive: true }));

const SPEC = 'include_namespaces: [prod]\nttl: 24h\n';
const NO_PROBLEMS = { stdout: 'checked 1 file: no problems found\n', stderr: '', status: 0, signal: null };

/** Its output is longer than the buffer of a pipe: it has an error for each of 5,000 namespaces. */
writeFileSync(join(cwd, 'long.yaml'), `include_namespaces: [${'A, '.repeat(5000)}]\n`);
const LONG = ['check', '--format', 'json', 'long.yaml'];

const start = (args, stdio, run = [process.execPath, command]) =>
  spawn(run[0], [...run.slice(1), ...args], { cwd, env: {}, stdio });

test('standard input is read to its end', async () => {
  assert.deepEqual(await runCommand(['check', '-'], { cwd, input: SPEC }), NO_PROBLEMS);
  const pieces = start(['check', '-'], 'pipe');
  for (const piece of SPEC.match(/.{1,9}/gs)) {
    pieces.stdin.write(piece);
    await setTimeout(5);
  }
  pieces.stdin.end();
  assert.deepEqual(await finished(pieces), NO_PROBLEMS);
});

test('an absent standard input is empty', { skip }, async () => {
  const empty = await runCommand(['check', '-'], { cwd });
  assert.deepEqual(await finished(start(['check', '-'], ['ignore', 'pipe', 'pipe'])), empty);
  const closed = ['sh', '-c', 'exec "$0" "$@" <&-', process.execPath, command];
  assert.deepEqual(await finished(start(['check', '-'], 'pipe', closed)), empty);
});

test('standard input that fails is reported', { skip }, async () => {
  const child = start(['check', '-'], [openSync(cwd, 'r'), 'pipe', 'pipe']);
  const { stderr, status } = await finished(child);
  assert.deepEqual([stderr, status], ['error: cannot read `<stdin>`: reading it failed\n', 2]);
});

test('a closed standard output ends the command quietly', async () => {
  const child = start(LONG, 'pipe');
  child.stdout.destroy();
  const { stderr, status } = await finished(child);
  assert.deepEqual([stderr, status], ['', 1]);
});

test('a closed standard error ends the command quietly', async () => {
  const child = start(['check', 'missing.yaml'], 'pipe');
  child.stderr.destroy();
  assert.equal((await finished(child)).status, 2);
});

test('standard output that fails is reported', { skip: skip || process.platform !== 'linux' }, async () => {
  const { stderr, status } = await finished(start(LONG, ['ignore', openSync('/dev/full', 'w'), 'pipe']));
  assert.deepEqual([stderr, status], ['error: cannot write to standard output: writing to it failed\n', 2]);
});

test('the command waits for pipes that another process made non-blocking', { skip }, async () => {
  const expected = await runCommand(LONG, { cwd });
  assert.ok(expected.stdout.length > 1e6);
  // Node makes its own standard streams non-blocking, and the command shares them here.
  const parent = `
    require('node:child_process')
      .spawn(process.execPath, process.argv.slice(1), { stdio: 'inherit' })
      .on('exit', (status) => { process.exitCode = status; });
    process.stdin; process.stdout;`;
  const child = start(['check', '--format', 'json', '-'], 'pipe', [process.execPath, '-e', parent, '--', command]);
  // Meanwhile the command waits for input, and then for a reader.
  await setTimeout(500);
  child.stdin.end(readFileSync(join(cwd, 'long.yaml')));
  await setTimeout(500);
  const { stdout, stderr, status } = await finished(child);
  assert.equal(stdout.replaceAll('<stdin>', 'long.yaml'), expected.stdout);
  assert.deepEqual([stderr, status], ['', 1]);
});

test('an interrupt ends the command at once', { skip }, async () => {
  const child = start(['check', '-'], 'pipe');
  // This is longer than the buffer of a pipe: the command is reading when all of it is written.
  await new Promise((resolve) => child.stdin.write('#'.repeat(4 << 20), resolve));
  child.kill('SIGINT');
  assert.equal((await finished(child)).signal, 'SIGINT');
});

test('a trap of the component is an error with status 2', async () => {
  const dist = join(cwd, 'dist');
  mkdirSync(dist);
  copyFileSync(command, join(dist, 'command.mjs'));
  writeFileSync(join(dist, 'command.wasm'), withMemory(readFileSync(join(dirname(command), 'command.wasm')), 16));
  const child = start(['check', '-'], 'pipe', [process.execPath, join(dist, 'command.mjs')]);
  child.stdin.on('error', () => {});
  child.stdin.end('#'.repeat(4 << 20));
  const { stdout, stderr, status } = await finished(child);
  assert.deepEqual([stdout, status], ['', 2]);
  assert.match(stderr, /^error: the component trapped \(a bug\): .*unreachable.*\n$/);
});

test('a working directory that was deleted is an error with status 2', { skip }, async () => {
  const script = 'mkdir gone && cd gone && rmdir ../gone && exec "$0" "$@"';
  const { stderr, status } = await finished(start(['rules'], 'pipe', ['sh', '-c', script, process.execPath, command]));
  assert.match(stderr, /^error: .+\n$/);
  assert.equal(status, 2);
});

test('a path in an error of the package is on one line', { skip }, async () => {
  const folder = join(cwd, 'x\n::error::y\u202e\u001b[31m##[error]z');
  mkdirSync(folder);
  copyFileSync(command, join(folder, 'command.mjs'));
  const child = start(['--version'], 'pipe', [process.execPath, join(folder, 'command.mjs')]);
  const { stdout, stderr, status } = await finished(child);
  assert.deepEqual([stdout, status], ['', 2]);
  assert.match(stderr, /^error: ENOENT.*x\\u\{a\}::error::y\\u\{202e\}\\u\{1b\}\[31m##\\u\{5b\}error\]z.*\n$/);
});
