// The server in the worker finds in all named cases what the library of the page finds.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { load } from '../../../embed/js/dist/index.js';
import { startServer } from './server.mjs';

const cases = new URL('../../../testdata/cases/', import.meta.url);

function* failingCases() {
  for (const code of readdirSync(cases)) {
    const folder = new URL(`${code}/fail/`, cases);
    if (!existsSync(folder)) continue;
    for (const file of readdirSync(folder).filter((file) => /\.(yaml|json)$/.test(file))) {
      yield { name: `${code}-${file}`, text: readFileSync(new URL(file, folder), 'utf8') };
    }
  }
}

/** What of a diagnostic is compared: where it is, its rule, and its text. */
const found = ({ code, message, help, span }) => [code, help ? `${message}\nhelp: ${help}` : message, span?.start.line];

test('the diagnostics are those of the library', async (t) => {
  const evaluator = await load();
  const server = await startServer(t);
  let compared = 0;
  for (const { name, text } of failingCases()) {
    const uri = `file:///cases/${name}`;
    const format = name.endsWith('.json') ? 'json' : 'yaml';
    await server.open(uri, text, format);
    // Diagnostics follow the answer to the first request, and come before the answer to the second.
    for (let request = 0; request < 2; request += 1) {
      await server.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } });
    }
    const at = server.seen.findLastIndex(({ params }) => params.uri === uri);
    // It could be of another program.
    if (at < 0) continue;
    const { diagnostics } = server.seen[at].params;
    const shown = diagnostics.map(({ code, message, range }) => [code, message, range.start.line + 1]);
    const expected = evaluator.checkText(text, format).map(found);
    assert.deepEqual(
      shown,
      expected.map(([code, message, line]) => [code, message, line ?? 1]),
      name,
    );
    compared += 1;
  }
  assert.ok(compared > 400, `${compared} texts`);
});
