// Builds the extension: node build.mjs [COMPONENT], where COMPONENT is the language server.

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { transpileComponent } from '../../embed/js/build/component.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '../..');
const component = resolve(process.argv[2] ?? join(project, 'target/components/k8s-backup-target-lsp.wasm'));
const generated = join(here, 'generated');
const dist = join(here, 'dist');

if (!existsSync(component)) throw new Error(`${component} is missing: run \`cargo xtask build\``);
for (const folder of [generated, dist]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
copyFileSync(join(project, 'LICENSE'), join(here, 'LICENSE'));

const glue = join(generated, 'glue.js');
await transpileComponent(component, { types: generated, glue, core: join(dist, 'server.wasm') });

const shared = { bundle: true, minify: true, format: 'cjs', target: 'es2022', outdir: dist, metafile: true };
const builds = await Promise.all([
  build({ ...shared, entryPoints: [join(here, 'src/node.ts')], platform: 'node', external: ['vscode'] }),
  build({ ...shared, entryPoints: [join(here, 'src/browser.ts')], platform: 'browser', external: ['vscode'] }),
  build({
    ...shared,
    entryPoints: [join(here, 'src/worker.ts')],
    platform: 'neutral',
    external: ['node:worker_threads'],
    alias: { component: glue },
  }),
]);

// The licences of the libraries ask for a copy of their text.
const inputs = builds.flatMap(({ metafile }) => Object.keys(metafile.inputs));
const libraries = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
const notices = [...libraries].sort().map((library) => {
  const { name, version } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
  const file = readdirSync(library).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${name} has no licence`);
  return `${name} ${version}\n\n${readFileSync(join(library, file), 'utf8').trim()}\n`;
});
writeFileSync(join(dist, 'libraries.txt'), notices.join('\n---\n\n'));
