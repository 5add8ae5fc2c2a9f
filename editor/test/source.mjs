// Loads modules of the page without a page.

import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const evaluator = 'k8s-backup-target';

/** Returns the exports of a module in src/. */
export async function load(name) {
  const [{ output }] = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL(`../src/${name}`, import.meta.url)), formats: ['es'] },
      rollupOptions: {
        external: [evaluator],
        output: { paths: { [evaluator]: new URL('../../embed/js/dist/index.js', import.meta.url).href } },
      },
    },
  });
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}
