// The modules of the page have no circular imports.

import assert from 'node:assert/strict';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { importCircle } from '../../embed/js/test/import-circle.mjs';

test('src has no circular imports', () => {
  const circle = importCircle(fileURLToPath(new URL('../src', import.meta.url)));
  assert.equal(circle, undefined, `circular imports: ${circle?.join(' -> ')}`);
});
