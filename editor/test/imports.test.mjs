// The modules of the page depend on each other in one direction.

import assert from 'node:assert/strict';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { importCircle } from '../../embed/js/test/import-circle.mjs';

test('no imports of src form a circle', () => {
  const circle = importCircle(fileURLToPath(new URL('../src', import.meta.url)));
  assert.equal(circle, undefined, `a circle of imports: ${circle?.join(' -> ')}`);
});
