// Runs the command that was built.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const command = fileURLToPath(new URL('../dist/command.js', import.meta.url));

/** Runs the command. Returns its output, its exit status, and the signal that ended it. */
export async function runCommand(args, { cwd, env = {}, input = '' }) {
  const child = spawn(process.execPath, [command, ...args], { cwd, env });
  // The command may end before it reads all of its input.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return finished(child);
}

/** Waits until a process ends. */
export async function finished(child) {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name]?.setEncoding('utf8').on('data', (text) => {
      texts[name] += text;
    });
  }
  const [status, signal] = await new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (...ended) => resolve(ended));
  });
  return { ...texts, status, signal };
}
