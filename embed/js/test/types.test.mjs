// The types: correct code compiles, incorrect code does not, and every public item is documented.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, '../dist');
const declarations = readdirSync(dist, { recursive: true }).filter((name) => name.endsWith('.d.ts'));

for (const [host, config] of Object.entries({ 'a browser': 'tsconfig.json', Node: 'tsconfig.node.json' })) {
  test(`the example compiles with the types of ${host}`, () => {
    const tsc = join(here, '../node_modules/typescript/bin/tsc');
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', join(here, 'types', config)], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
  });
}

test('every public item is documented', () => {
  assert.ok(declarations.length > 10);
  const undocumented = declarations.flatMap((name) => {
    const lines = readFileSync(join(dist, name), 'utf8').split('\n');
    const isItem = (line) => /^export (declare|interface|type [^{]|const)/.test(line) || /^ {4}[a-z[].*;$/i.test(line);
    const isDocumented = (index) => /\*\/$/.test(lines[index - 1]);
    return lines.flatMap((line, index) =>
      isItem(line) && !isDocumented(index) ? [`${name}:${index + 1}: ${line}`] : [],
    );
  });
  assert.deepEqual(undocumented, []);
});
