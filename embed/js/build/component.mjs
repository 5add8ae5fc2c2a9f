// Transpiles components with jco-transpile, the library of `jco transpile`, into glue in JavaScript and core modules.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transpileBytes } from '@bytecodealliance/jco-transpile';
import { build } from 'esbuild';
import { withMaximumMemory } from './memory.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const NAME = 'component';
const CORE = `${NAME}.core.wasm`;

/** Maximum memory of an instance: 1 GiB, as in the other hosts. The glue cannot handle resources at larger addresses. */
const MAX_MEMORY_PAGES = 2 ** 30 / 2 ** 16;

/**
 * Transpiles a component: the types of the glue to the folder `types`, the glue to the file `glue`, the core module to
 * the file `core`.
 *
 * The other core modules connect imports and resources to the core. They have about 300 bytes each, and become part of
 * the glue.
 */
export async function transpileComponent(component, { types, glue, core }) {
  const { files } = await transpileBytes(readFileSync(component), {
    name: NAME,
    instantiation: { tag: 'sync' },
    nodejsCompat: false,
    noComponentErrorWrapping: false,
  });
  rmSync(types, { recursive: true, force: true });
  for (const [name, contents] of Object.entries(files)) {
    if (!/\.(d\.ts|js)$/.test(name)) continue;
    mkdirSync(dirname(join(types, name)), { recursive: true });
    writeFileSync(join(types, name), contents);
  }
  const small = Object.entries(files).filter(([name]) => name.endsWith('.wasm') && name !== CORE);
  const texts = small.map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]);
  writeFileSync(
    join(types, 'start.js'),
    `import { instantiate } from './${NAME}.js';
const small = ${JSON.stringify(Object.fromEntries(texts))};
const compiled = {};
const compile = (name) =>
  (compiled[name] ??= new WebAssembly.Module(Uint8Array.from(atob(small[name]), (byte) => byte.charCodeAt(0))));
export function start(core, imports) {
  let memory;
  const instantiateCore = (module, imports) => {
    const instance = new WebAssembly.Instance(module, imports);
    memory ??= instance.exports.memory;
    return instance;
  };
  const root = instantiate((name) => (name === '${CORE}' ? core : compile(name)), imports, instantiateCore);
  return { root, memory };
}
`,
  );
  writeFileSync(
    join(types, 'start.d.ts'),
    `import type { Root } from './${NAME}.js';
/** Returns a new instance of the compiled core module, and its memory. */
export declare function start(core: WebAssembly.Module, imports: object): { root: Root; memory: WebAssembly.Memory };
`,
  );
  await build({
    entryPoints: [join(types, 'start.js')],
    outfile: glue,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    // Without a definition it is a global, and esbuild removes calls of pure globals.
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
  if (readFileSync(glue, 'utf8').includes('_debugLog')) throw new Error('the glue still writes a log');
  writeFileSync(
    core,
    withMaximumMemory(files[CORE], () => MAX_MEMORY_PAGES),
  );
}

/** Removes the log that an environment variable turns on. It is a tenth of the glue. */
function withoutLog(glue) {
  const definition = /const _debugLog = \(\.\.\.args\) => \{[^{}]*\{[^{}]*\}[^{}]*\};/;
  if (!definition.test(glue)) throw new Error('the glue does not define its log as expected');
  return glue.replace(definition, '');
}
