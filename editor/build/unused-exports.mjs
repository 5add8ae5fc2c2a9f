import binaryen from 'binaryen';

/** The exports that the page does not call: it uses the typed functions. */
const UNUSED = /k8s-backup:target\/json@/;

/** Removes unused exports from the component's core module, with the functions that only they need. */
export function withoutUnusedExports() {
  return {
    name: 'unused-exports',
    apply: 'build',
    generateBundle(_, bundle) {
      const cores = Object.values(bundle).filter(({ fileName }) => fileName.endsWith('.wasm'));
      if (cores.length !== 1) throw new Error(`expected one core module, found ${cores.length}`);
      cores[0].source = withoutExports(cores[0].source);
    },
  };
}

function withoutExports(core) {
  const module = binaryen.readBinary(core);
  const names = Array.from({ length: module.getNumExports() }, (_, index) => {
    return binaryen.getExportInfo(module.getExportByIndex(index)).name;
  });
  const unused = names.filter((name) => UNUSED.test(name));
  if (unused.length === 0) throw new Error('the core module does not have the unused exports');
  for (const name of unused) module.removeExport(name);
  module.runPasses(['remove-unused-module-elements']);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}
