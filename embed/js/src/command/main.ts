#!/usr/bin/env node
/** The command `k8s-backup-target`: runs the component with the files that its arguments name. */

import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';
import { escaped } from '../escaped.js';
import { start } from '../generated/command/start.js';
import { Files } from './files.js';
import { Exit, OutputStream, wasi } from './wasi.js';

/** The exit status of a command that cannot run, as in the component. */
const FAILURE = 2;

try {
  const args = process.argv.slice(2);
  const directory = process.cwd();
  const core = new WebAssembly.Module(readFileSync(new URL('./command.wasm', import.meta.url)));
  const files = new Files(args, directory);
  start(core, wasi({ args, variables: variables(), directory, files })).root.run.run();
} catch (error) {
  if (error instanceof Exit) process.exitCode = error.status;
  else {
    process.exitCode = FAILURE;
    report(error);
  }
}

/** Returns the variables for colors. A terminal turns them on, unless the user sets `CLICOLOR_FORCE`. */
function variables(): Array<[string, string]> {
  const { NO_COLOR, CLICOLOR_FORCE = isatty(1) ? '1' : undefined } = process.env;
  return Object.entries({ NO_COLOR, CLICOLOR_FORCE }).filter((entry): entry is [string, string] => entry[1] != null);
}

function report(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const isTrap = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
  // A message can contain a path. GitHub reads `##[` as a command.
  const shown = escaped(message).replaceAll('##[', '##\\u{5b}');
  const text = isTrap ? `the component trapped (a bug): ${shown}` : shown;
  try {
    new OutputStream(2).blockingWriteAndFlush(Buffer.from(`error: ${text}\n`));
  } catch {
    // stderr is closed: nothing more can be reported.
  }
}
