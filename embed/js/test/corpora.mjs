// The corpora, from the folder beside the package.

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const corpora = join(dirname(fileURLToPath(import.meta.url)), '../../../corpora');

const read = (folder, name) => readFileSync(join(corpora, folder, name), 'utf8');

/** The cases of a corpus, each with where it stands. */
export function corpus(folder) {
  const files = readdirSync(join(corpora, folder)).sort();
  return files.flatMap((file) =>
    read(folder, file)
      .split('\n')
      .map((text, index) => ({ place: `corpora/${folder}/${file}:${index + 1}`, text }))
      .filter(({ text }) => text !== ''),
  );
}

/** The named databags, each with its answer. */
export function readings() {
  const names = readdirSync(join(corpora, 'readings'))
    .filter((name) => name.endsWith('.json'))
    .sort();
  return Object.fromEntries(
    names.map((name) => {
      const txt = read('readings', name.replace(/json$/, 'txt'));
      return [`corpora/readings/${name}`, { json: read('readings', name), txt }];
    }),
  );
}
