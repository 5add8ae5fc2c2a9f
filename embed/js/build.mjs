// Builds the package: node build.mjs [FOLDER], where FOLDER has the components.

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { transpileComponent } from './build/component.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '../..');
const components = resolve(process.argv[2] ?? join(project, 'target/components'));
const generated = join(here, 'src/generated');
const dist = join(here, 'dist');
const schemas = join(here, 'schemas');

const component = (name) => {
  const path = join(components, name);
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`cargo xtask build\``);
  return path;
};
const [evaluator, command] = [component('k8s-backup-target.wasm'), component('k8s-backup-target-cli.wasm')];

for (const folder of [generated, dist, schemas]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
copyFileSync(join(project, 'LICENSE'), join(here, 'LICENSE'));

await transpileComponent(evaluator, {
  types: join(generated, 'component'),
  glue: join(dist, 'component.js'),
  core: join(dist, 'core.wasm'),
});
const core = gzipSync(readFileSync(join(dist, 'core.wasm')), { level: 9 }).toString('base64');
writeFileSync(join(generated, 'core.ts'), `/** @internal */\nexport const core: string = '${core}';\n`);

/** Resolves the imports that match to this path. */
const resolved = (filter, path, external) => ({
  name: 'component',
  setup: ({ onResolve }) => onResolve({ filter }, () => ({ path, external })),
});

await build({
  entryPoints: [join(here, 'src/index.ts'), join(here, 'src/inline.ts')],
  outdir: dist,
  bundle: true,
  splitting: true,
  chunkNames: 'evaluator',
  format: 'esm',
  target: 'es2022',
  keepNames: true,
  plugins: [resolved(/component\/start\.js$/, './component.js', true)],
});

const glue = join(generated, 'command/glue.js');
await transpileComponent(command, { types: dirname(glue), glue, core: join(dist, 'command.wasm') });
await build({
  entryPoints: [join(here, 'src/command/main.ts')],
  outfile: join(dist, 'command.js'),
  bundle: true,
  platform: 'node',
  minify: true,
  format: 'esm',
  target: 'es2022',
  plugins: [resolved(/command\/start\.js$/, glue, false)],
});

for (const project of [here, join(here, 'src/command')]) {
  execFileSync(process.execPath, [join(here, 'node_modules/typescript/bin/tsc'), '-p', project], { stdio: 'inherit' });
}

/** Writes what the command prints as the schema of a kind. */
function writeSchema(file, ...args) {
  const text = execFileSync(process.execPath, [join(dist, 'command.js'), 'schema', ...args]);
  writeFileSync(join(schemas, `${file}.json`), text);
}

for (const kind of ['spec', 'target', 'targets']) writeSchema(kind, kind);
const { load } = await import('./dist/index.js');
for (const { name } of (await load()).veleroVersions()) {
  for (const kind of ['backup', 'schedule', 'helm-values']) {
    writeSchema(`${kind}-${name}`, kind, `--velero-version=${name}`);
  }
}
