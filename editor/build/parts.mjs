import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import binaryen from 'binaryen';

const CORE = fileURLToPath(new URL('../../embed/js/dist/core.wasm', import.meta.url));

/**
 * The parts of the component's core module: which exports each of them keeps, with the functions that these need. The
 * page loads the part for texts first, and the part for clusters when a cluster is opened.
 */
const PARTS = {
  text: /\/(cluster|merge|provider|schedule|validation)@/,
  cluster: /\/(cluster|selection)@/,
};

/** The module of the page that has the URL of the part for clusters. */
const URL_OF_CLUSTER_PART = 'virtual:cluster-part';

/** Replaces the core module by its part for texts. */
export function textPart() {
  return {
    name: 'text-part',
    apply: 'build',
    generateBundle(_, bundle) {
      const cores = Object.values(bundle).filter(({ fileName }) => fileName.startsWith('assets/core-'));
      if (cores.length !== 1) throw new Error(`expected one core module, found ${cores.length}`);
      cores[0].source = partOf(readFileSync(CORE), PARTS.text);
    },
  };
}

/** Adds the part for clusters to the page. */
export function clusterPart() {
  return {
    name: 'cluster-part',
    resolveId: (id) => (id === URL_OF_CLUSTER_PART ? `\0${id}` : undefined),
    load(id) {
      if (id !== `\0${URL_OF_CLUSTER_PART}`) return undefined;
      const source = partOf(readFileSync(CORE), PARTS.cluster);
      const file = this.emitFile({ type: 'asset', name: 'cluster-part.wasm', source });
      return `export default import.meta.ROLLUP_FILE_URL_${file};`;
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
