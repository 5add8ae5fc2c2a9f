// The transcripts of `testdata/transcripts`: the command must have the same output and exit statuses.
// `host-test/tests/flows/command/transcripts.rs` documents their format.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { runCommand } from './command.mjs';
import { testdata } from './testdata.mjs';

const folder = join(testdata, 'transcripts');
const files = join(folder, 'files');

for (const name of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
  test(`${name} is the same`, async () => {
    const transcript = readFileSync(join(folder, name), 'utf8');
    assert.equal(await answered(transcript), transcript);
  });
}

/** Returns the transcript with the answers of this command. */
async function answered(transcript) {
  const parts = [];
  for (const line of transcript.split('\n')) {
    if (line.startsWith('# ')) parts.push(`${line}\n`);
    else if (/^\$( |$)/.test(line)) parts.push(`${line}\n${await run(line.slice(1))}\n`);
  }
  return parts.join('');
}

async function run(line) {
  const words = wordsOf(line);
  const env = {};
  while (/^[A-Z_]+=/.test(words[0])) {
    const [name, value] = words.shift().split(/=(.*)/s);
    env[name] = value;
  }
  const redirection = words.indexOf('<');
  const input = redirection < 0 ? '' : readFileSync(join(files, words.splice(redirection)[1]));
  const { stdout, stderr, status } = await runCommand(words, { cwd: files, env, input });
  return `${stdout}${stderr.replace(/^(?=[^])/gm, '! ')}exit ${status}\n`;
}

/** Returns the words of a line as a shell reads them, with single quotes only. */
const wordsOf = (line) =>
  line
    .split("'")
    .flatMap((part, index) => (index % 2 === 1 ? [part] : part.split(/\s+/).filter((word) => word !== '')));
