// Builds the extension: node build.mjs [COMPONENT], where COMPONENT is the language server.

import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { transpileComponent } from '../../embed/js/build/component.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '../..');
const component = resolve(process.argv[2] ?? join(project, 'target/components/k8s-backup-target-lsp.wasm'));
const generated = join(here, 'src/generated');
const dist = join(here, 'dist');

if (!existsSync(component)) throw new Error(`${component} is missing: run \`cargo xtask build\``);
for (const folder of [generated, dist]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
copyFileSync(join(project, 'LICENSE'), join(here, 'LICENSE'));

const glue = join(generated, 'glue.js');
await transpileComponent(component, { types: generated, glue, core: join(dist, 'server.wasm') });

const shared = { bundle: true, minify: true, format: 'cjs', target: 'es2022', outdir: dist, legalComments: 'eof' };
const entry = (name) => [join(here, 'src', name)];
await build({ ...shared, entryPoints: entry('node.ts'), platform: 'node', external: ['vscode'] });
await build({ ...shared, entryPoints: entry('browser.ts'), platform: 'browser', external: ['vscode'] });
await build({
  ...shared,
  entryPoints: entry('worker.ts'),
  platform: 'neutral',
  external: ['node:worker_threads'],
  plugins: [
    {
      name: 'component',
      setup: ({ onResolve }) => onResolve({ filter: /generated\/start\.js$/ }, () => ({ path: glue })),
    },
  ],
});
