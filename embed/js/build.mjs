// Builds the package: node build.mjs [COMPONENT]

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { transpileComponent } from './build/component.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '../..');
const component = resolve(process.argv[2] ?? join(project, 'target/components/k8s-backup-target.wasm'));
const generated = join(here, 'src/generated');
const dist = join(here, 'dist');

if (!existsSync(component)) throw new Error(`${component} is missing: \`cargo xtask build\` makes it`);
for (const folder of [generated, dist]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

copyFileSync(join(project, 'LICENSE'), join(here, 'LICENSE'));
await transpileComponent(component, generated, dist);
const core = gzipSync(readFileSync(join(dist, 'core.wasm')), { level: 9 }).toString('base64');
writeFileSync(join(generated, 'core.ts'), `/** @internal */\nexport const core: string = '${core}';\n`);

await build({
  entryPoints: [join(here, 'src/index.ts'), join(here, 'src/inline.ts')],
  outdir: dist,
  bundle: true,
  splitting: true,
  chunkNames: 'evaluator',
  format: 'esm',
  target: 'es2022',
  keepNames: true,
  plugins: [
    {
      name: 'component',
      setup: ({ onResolve }) =>
        onResolve({ filter: /component\/start\.js$/ }, () => ({ path: './component.js', external: true })),
    },
  ],
});
execFileSync(process.execPath, [join(here, 'node_modules/typescript/bin/tsc'), '-p', here], { stdio: 'inherit' });
