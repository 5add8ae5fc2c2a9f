// The modules of the package depend on each other in one direction only.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { importCircle } from './import-circle.mjs';

test('the imports of src do not form a circle', () => {
  const circle = importCircle(fileURLToPath(new URL('../src', import.meta.url)));
  assert.equal(circle, undefined, `a circle of imports: ${circle?.join(' -> ')}`);
});

test('a circle of imports is found', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'imports-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'first.ts'), "import {\n  second,\n} from './deep/second.js';\n");
  writeFileSync(join(folder, 'deep/second.ts'), "export type { Third } from '../third';\n");
  writeFileSync(join(folder, 'third.ts'), "let first: import('./first.js').First;\n");
  assert.deepEqual(new Set(importCircle(folder)), new Set(['first.ts', join('deep', 'second.ts'), 'third.ts']));
  writeFileSync(join(folder, 'third.ts'), "import styles from './style.css?inline';\n");
  writeFileSync(join(folder, 'style.css'), '');
  assert.equal(importCircle(folder), undefined);
});
