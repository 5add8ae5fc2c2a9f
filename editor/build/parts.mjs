import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import binaryen from 'binaryen';
import { withMaximumMemory } from '../../embed/js/build/memory.mjs';

const TEXTS = fileURLToPath(new URL('../../target/components/k8s-backup-target-texts.wasm', import.meta.url));
const CORE = fileURLToPath(new URL('../../embed/js/dist/core.wasm', import.meta.url));

/** Maximum memory of the module for texts, in pages: 1 GiB, as in the package. */
const MAX_MEMORY_PAGES = 2 ** 30 / 2 ** 16;

/** The module of the page that has the URL of the module for texts. */
const URL_OF_TEXTS = 'virtual:text-module';

/** Adds the module for texts to the page, which loads it first. */
export function textModule() {
  return {
    name: 'text-module',
    resolveId: (id) => (id === URL_OF_TEXTS ? `\0${id}` : undefined),
    load(id) {
      if (id !== `\0${URL_OF_TEXTS}`) return undefined;
      if (!existsSync(TEXTS)) throw new Error(`${TEXTS} is missing: run \`cargo xtask build\``);
      const source = withMaximumMemory(readFileSync(TEXTS), () => MAX_MEMORY_PAGES);
      const file = this.emitFile({ type: 'asset', name: 'texts.wasm', source });
      return `export default import.meta.ROLLUP_FILE_URL_${file};`;
    },
  };
}

/** The module of the page that has the rules. The page loads it when a rule is opened. */
const RULES = 'virtual:rules';

/** Adds the catalogue of rules to the page. The module for texts does not have it. */
export function rules() {
  return {
    name: 'rules',
    resolveId: (id) => (id === RULES ? `\0${id}` : undefined),
    async load(id) {
      if (id !== `\0${RULES}`) return undefined;
      const { load } = await import('../../embed/js/dist/index.js');
      return `export default ${JSON.stringify((await load()).rules())};`;
    },
  };
}

/** The exports of the package's core module that the page calls when a cluster is opened. */
const OF_CLUSTERS = /\/(cluster|selection)@/;

/** Replaces the package's core module by its part for clusters. */
export function clusterPart() {
  return {
    name: 'cluster-part',
    apply: 'build',
    generateBundle(_, bundle) {
      const cores = Object.values(bundle).filter(({ fileName }) => fileName.startsWith('assets/core-'));
      if (cores.length !== 1) throw new Error(`expected one core module, found ${cores.length}`);
      cores[0].source = partOf(readFileSync(CORE), OF_CLUSTERS);
    },
  };
}

/**
 * Returns a core module without other exports of the component, and without the functions that only they need. The glue
 * needs all destructors, and exports share the functions that free their results.
 */
function partOf(core, kept) {
  const module = binaryen.readBinary(core);
  const names = Array.from({ length: module.getNumExports() }, (_, index) => {
    return binaryen.getExportInfo(module.getExportByIndex(index)).name;
  });
  const unused = names.filter((name) => name.includes('@') && !/^cabi_post_|\[dtor\]/.test(name) && !kept.test(name));
  if (unused.length === 0) throw new Error('the core module does not have the unused exports');
  for (const name of unused) module.removeExport(name);
  module.runPasses(['remove-unused-module-elements']);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}
