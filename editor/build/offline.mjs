import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The part for clusters, and the example cluster. The page works without them. */
const LATER = /^assets\/(core|evaluator|inventory|part|objects|api-resources|example-cluster)-/;

/** Writes the service worker with the names of all files: first those that the page needs, then the others. */
export function offline() {
  let root;
  let dist;
  return {
    name: 'offline',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      dist = join(config.root, config.build.outDir);
    },
    closeBundle() {
      const files = readdirSync(dist, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/^service-worker\.js|\.(br|map)$/.test(entry.name))
        .map((entry) => relative(dist, join(entry.parentPath, entry.name)))
        .sort();
      const hash = createHash('sha256');
      for (const file of files) hash.update(file).update(readFileSync(join(dist, file)));
      const version = hash.digest('hex').slice(0, 16);
      const source = readFileSync(join(root, 'src/service-worker.js'), 'utf8');
      const listed = files.map((file) => (file === 'index.html' ? './' : `./${file}`));
      const [later, first] = [
        listed.filter((file) => LATER.test(file.slice(2))),
        listed.filter((file) => !LATER.test(file.slice(2))),
      ];
      if (later.length !== 7) throw new Error(`expected seven files for clusters, found ${later.length}`);
      writeFileSync(
        join(dist, 'service-worker.js'),
        source
          .replace('__VERSION__', version)
          .replace('__FIRST__', JSON.stringify(first))
          .replace('__LATER__', JSON.stringify(later)),
      );
    },
  };
}
