// Reads `testdata` of the project.

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const testdata = join(dirname(fileURLToPath(import.meta.url)), '../../../testdata');

const read = (folder, name) => readFileSync(join(testdata, folder, name), 'utf8');

/** Returns the cases of a folder, each with its file and line. */
export function casesOf(folder) {
  const files = readdirSync(join(testdata, folder)).sort();
  return files.flatMap((file) =>
    read(folder, file)
      .split('\n')
      .map((text, index) => ({ position: `testdata/${folder}/${file}:${index + 1}`, text }))
      .filter(({ text }) => text !== ''),
  );
}

/** Returns the named databags, each with its answer. */
export function readings() {
  const names = readdirSync(join(testdata, 'readings'))
    .filter((name) => name.endsWith('.json'))
    .sort();
  return Object.fromEntries(
    names.map((name) => {
      const txt = read('readings', name.replace(/json$/, 'txt'));
      return [`testdata/readings/${name}`, { json: read('readings', name), txt }];
    }),
  );
}
