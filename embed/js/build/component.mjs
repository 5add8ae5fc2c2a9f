// The component as jco transpiles it (jco-transpile is what `jco transpile` runs): glue in JavaScript, and core modules.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transpileBytes } from '@bytecodealliance/jco-transpile';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const NAME = 'component';
const CORE = `${NAME}.core.wasm`;

/**
 * Writes the glue's types into `generated`, the glue into `dist/component.js` and the core module into
 * `dist/core.wasm`.
 *
 * The other core modules join resources to the core; they are 200 bytes each, and become part of the glue.
 */
export async function transpileComponent(component, generated, dist) {
  const { files } = await transpileBytes(readFileSync(component), {
    name: NAME,
    instantiation: { tag: 'sync' },
    nodejsCompat: false,
    noComponentErrorWrapping: false,
  });
  const folder = join(generated, NAME);
  rmSync(folder, { recursive: true, force: true });
  for (const [name, contents] of Object.entries(files)) {
    if (!/\.(d\.ts|js)$/.test(name)) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), contents);
  }
  const joints = Object.entries(files).filter(([name]) => name.endsWith('.wasm') && name !== CORE);
  const texts = joints.map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]);
  writeFileSync(
    join(folder, 'start.js'),
    `import { instantiate } from './${NAME}.js';
const joints = ${JSON.stringify(Object.fromEntries(texts))};
const compiled = {};
const joint = (name) =>
  (compiled[name] ??= new WebAssembly.Module(Uint8Array.from(atob(joints[name]), (byte) => byte.charCodeAt(0))));
export const start = (core) => instantiate((name) => (name === '${CORE}' ? core : joint(name)), {});
`,
  );
  writeFileSync(
    join(folder, 'start.d.ts'),
    `import type { Root } from './${NAME}.js';
/** A new instance over the compiled core module. */
export function start(core: WebAssembly.Module): Root;
`,
  );
  await build({
    entryPoints: [join(folder, 'start.js')],
    outfile: join(dist, 'component.js'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    // Without a definition of its own it is a global, and calls of pure globals are left out.
    pure: ['_debugLog'],
    define: { TextDecoder: 'Decoder', FinalizationRegistry: 'Registry', 'WebAssembly.promising': 'promising' },
    inject: [join(here, 'globals.mjs')],
    plugins: [
      {
        name: 'without-log',
        setup: ({ onLoad }) =>
          onLoad({ filter: /component\.js$/ }, ({ path }) => ({ contents: withoutLog(readFileSync(path, 'utf8')) })),
      },
    ],
  });
  const glue = readFileSync(join(dist, 'component.js'), 'utf8');
  if (glue.includes('_debugLog')) throw new Error('some of the log of the glue is left');
  writeFileSync(join(dist, 'core.wasm'), files[CORE]);
}

/** The glue logs each step if an environment variable says so; that is a tenth of its bytes. */
function withoutLog(glue) {
  const definition = /const _debugLog = \(\.\.\.args\) => \{[^{}]*\{[^{}]*\}[^{}]*\};/;
  if (!definition.test(glue)) throw new Error('the glue defines its log in another way');
  return glue.replace(definition, '');
}
