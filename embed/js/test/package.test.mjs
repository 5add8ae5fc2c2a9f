// The installed package: the examples of its documentation, Node, and bundlers without settings.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import { openPage, serve } from './host.mjs';
import { install } from './installed.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const node = (file) => execFileSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' });

let folder;
before(() => {
  folder = install();
});

const readme = readFileSync(join(here, '../README.md'), 'utf8');

for (const name of ['README.md', 'docs/library.md']) {
  test(`each example of ${name} prints the output below it`, async (t) => {
    const text = readFileSync(join(here, '..', name), 'utf8');
    const examples = [...text.matchAll(/```js\n([^]*?)```\n\n```text\n([^]*?)```/g)];
    assert.equal(examples.length, text.match(/```js\n/g).length);
    for (const [index, [, code, output]] of examples.entries()) {
      await t.test(`example ${index + 1}`, () => {
        const file = join(folder, 'example.mjs');
        writeFileSync(file, code);
        assert.equal(node(file), output);
      });
    }
  });
}

/** Returns the answer of the page at `path` of a folder. */
async function answerOf(t, root, path = '/index.html', policy) {
  const server = await serve({ '/': root }, policy);
  t.after(server.close);
  const { page, errors, close } = await openPage(`${server.origin}${path}`);
  t.after(close);
  const answer = await page
    .waitForFunction(() => document.getElementById('answer')?.textContent)
    .catch(() => {
      throw new Error(errors.join('\n'));
    });
  assert.deepEqual(errors, []);
  return answer.jsonValue();
}

const SENTENCE =
  'Saves all namespaced resources in prod. Also saves its Namespace object, and what these objects use: persistentvolumes, priorityclasses, clusterrolebindings, clusterroles and customresourcedefinitions. Does not save other cluster-scoped resources. Each backup expires after 1 day.';

test('the page of the README works', async (t) => {
  const [, html] = /```html\n([^]*?)```/.exec(readme);
  writeFileSync(join(folder, 'readme.html'), `<link rel="icon" href="data:,">\n${html}`);
  assert.equal(
    await answerOf(t, folder, '/readme.html', "default-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' data:"),
    SENTENCE,
  );
});

/** Writes a small program for pages and Node that imports an entry point of the package. */
function program(name, entry) {
  const root = join(folder, name);
  mkdirSync(root);
  writeFileSync(
    join(root, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><p id="answer"></p><script type="module" src="./main.js"></script>',
  );
  writeFileSync(
    join(root, 'main.js'),
    `import { load } from '${entry}';
load().then((evaluator) => {
  const answer = evaluator.describe({ includeNamespaces: ['prod'], ttl: '24h' });
  if (globalThis.document) document.getElementById('answer').textContent = answer;
  else console.log(answer);
});
`,
  );
  return root;
}

test('Vite bundles it without settings', async (t) => {
  const root = program('vite', 'k8s-backup-target');
  await vite({ root, configFile: false, logLevel: 'error' });
  assert.equal(await answerOf(t, join(root, 'dist')), SENTENCE);
});

test('esbuild bundles it into one file without settings', async (t) => {
  const root = program('esbuild', 'k8s-backup-target/inline');
  const outfile = join(root, 'bundle.js');
  await esbuild({ entryPoints: [join(root, 'main.js')], outfile, bundle: true, format: 'esm', logLevel: 'error' });
  writeFileSync(join(root, 'main.js'), readFileSync(outfile));
  assert.equal(await answerOf(t, root), SENTENCE);
  assert.equal(node(outfile), `${SENTENCE}\n`);
});

test('ES modules and CommonJS scripts in Node can import it', () => {
  const root = program('node', 'k8s-backup-target');
  assert.equal(node(join(root, 'main.js')), `${SENTENCE}\n`);
  const file = join(root, 'main.cjs');
  writeFileSync(
    file,
    `import('k8s-backup-target').then(async ({ load }) => console.log((await load()).rules().length > 50));`,
  );
  assert.equal(node(file), 'true\n');
});

test('the schemas of each release are those of the command', () => {
  const schema = (file) => readFileSync(join(folder, 'node_modules/k8s-backup-target/schemas', `${file}.json`), 'utf8');
  const command = join(folder, 'node_modules/k8s-backup-target/dist/command.js');
  const printed = (...args) => execFileSync(process.execPath, [command, 'schema', ...args], { encoding: 'utf8' });
  assert.equal(schema('target'), printed('target'));
  assert.equal(schema('schedule-1.15'), printed('schedule', '--velero-version=1.15'));
  assert.notEqual(schema('schedule-1.15'), schema('schedule-1.18'));
  assert.ok(JSON.parse(schema('helm-values-next')).properties.schedules);
});
