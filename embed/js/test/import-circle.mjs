// Finds circles of imports. Type-only imports count: modules that need each other's types belong together.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const IMPORT = /\b(?:from|import)\s*\(?\s*['"](\.[^'"?]+)[^'"]*['"]/g;

/** Returns the files of a circle of imports, with the first one again at the end, or `undefined`. */
export function importCircle(folder) {
  const done = new Set();
  const search = (file, path) => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file].map((each) => relative(folder, each));
    if (done.has(file)) return undefined;
    for (const imported of importsOf(file)) {
      const circle = search(imported, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  const files = readdirSync(folder, { recursive: true }).filter((name) => /\.[jt]s$/.test(name));
  if (files.length === 0) throw new Error(`${folder} does not have source files`);
  for (const file of files) {
    const circle = search(resolve(folder, file), []);
    if (circle) return circle;
  }
  return undefined;
}

function importsOf(file) {
  if (!/\.[jt]s$/.test(file)) return [];
  return Array.from(readFileSync(file, 'utf8').matchAll(IMPORT), ([, name]) => {
    const path = join(dirname(file), name);
    const source = path.replace(/\.js$/, '');
    const found = [`${source}.ts`, `${source}.d.ts`, path].find((candidate) => existsSync(candidate));
    if (!found) throw new Error(`${file} imports ${name}, which does not exist`);
    return found;
  });
}
