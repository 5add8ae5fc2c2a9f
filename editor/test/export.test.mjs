// The texts of exports.

import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './source.mjs';

const { csv, markdown } = await load('keep/export.ts');

const row = (name, more = {}) => ({
  index: 0,
  groupResource: 'secrets',
  namespace: 'prod',
  name,
  verdict: { included: true, reason: 'selected', pointer: '/include_namespaces/0' },
  broughtBy: undefined,
  isIncluded: true,
  claim: undefined,
  ...more,
});

test('no cell of the CSV starts a formula', () => {
  const starts = ['=', '+', '-', '@', '|', '%', ' =', '\t=', '\n=', '\uff1d', '\uff0b', '\uff0d', '\uff20'];
  const names = starts.map((start) => `${start}cmd|' /C calc'!A0`);
  const text = csv(names.map((name) => row(name, { namespace: name, groupResource: name, broughtBy: name })));
  const cells = text
    .split('\r\n')
    .slice(1, -1)
    .flatMap((line) => line.slice(1, -1).split('","'));
  assert.ok(cells.length >= names.length * 8);
  for (const cell of cells) assert.match(cell, /^($|[\w'(/])/);
  assert.equal(cells[0], "'=cmd|' /C calc'!A0");
});

test('quotes and invisible characters of the CSV are escaped', () => {
  const [, line] = csv([row('a"b,\u202ec', { namespace: undefined })]).split('\r\n');
  assert.equal(line, '"secrets","","a""b,\\u{202e}c","yes","selected","include_namespaces/0","",""');
});

test('names cannot become Markdown or HTML', () => {
  const name = '<img src=x>|`a`*b*[c](d)\n# e';
  const report = {
    title: 'Objects',
    facts: [name],
    tables: [{ heads: ['Kind', 'Saved'], rows: [[name, 3]] }],
    objects: [row(name)],
    total: 1002,
  };
  const text = markdown(report);
  const safe = '\\<img src=x\\>\\|\\`a\\`\\*b\\*\\[c\\](d) \\# e';
  assert.equal(text.split(safe).length - 1, 3);
  assert.equal(text.split('\n').filter((line) => line.startsWith('# ')).length, 1);
  assert.match(text, /^1,001 more objects are in the CSV file\.$/m);
});

test('a volume claim has its contents, and an object what it comes with', () => {
  const claim = { state: 'without-contents', why: 'no pod uses it' };
  const text = csv([row('data', { claim, broughtBy: 'pods prod/web' })]);
  assert.match(text, /"pods prod\/web","saved without contents: no pod uses it"\r\n$/);
});
