// The property of the form: what is read after a change is what was read before, with that change; comments stay.

import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from '../../embed/js/dist/index.js';
import { load as loadSource } from './source.mjs';

const evaluator = await load();
const { DocumentEdits } = await loadSource('edit/edits.ts');

/** Ways to write a spec; in each, the spec stands where the path leads. */
const TEXTS = {
  block: [
    'yaml',
    [],
    'include_namespaces:\n  - a # first\n  # between\n  - b\nlabel_selector:\n  app: x # why\nttl: 24h # a day\n# end\n',
  ],
  'lists under their key': ['yaml', [], '# top\ninclude_namespaces:\n- a\n- b\nlabel_selector:\n  app: x\nttl: 24h'],
  flow: ['yaml', [], 'include_namespaces: [a, "b"] # two\nlabel_selector: {app: x}\nttl: \'24h\'\n'],
  'flow over lines': [
    'yaml',
    [],
    'include_namespaces: [\n  a,\n  b, # last\n]\nlabel_selector: {\n  app: x,\n}\nttl: 24h\n',
  ],
  braces: ['yaml', [], '{include_namespaces: [a, b], label_selector: {app: x}, ttl: 24h} # all\n'],
  'a target': [
    'yaml',
    ['spec'],
    'app: shop\nrelation_name: backup\nmodel: prod\nspec:\n    include_namespaces:\n        - a\n        - b\n    label_selector:\n        app: x\n    ttl: 24h\n',
  ],
  'a list of targets': [
    'yaml',
    ['0', 'spec'],
    '- app: shop # one\n  relation_name: backup\n  model: prod\n  spec:\n    include_namespaces: [a, b]\n    label_selector: {app: x}\n    ttl: 24h\n# two\n- app: other\n  relation_name: backup\n  model: prod\n  spec:\n    ttl: 1h\n',
  ],
  'a document of several': [
    'yaml',
    [],
    '---\ninclude_namespaces: [a, b]\nlabel_selector: {app: x}\nttl: 24h\n---\n# second\nttl: 1h\n',
  ],
  'an anchor and a tag': [
    'yaml',
    [],
    'include_namespaces: &all [a, b]\nlabel_selector: !!map {app: x}\nttl: &life 24h\n',
  ],
  'no more than it needs': [
    'yaml',
    [],
    'include_namespaces: [a, b]\nlabel_selector: {app: x}\nttl: 24h\nexclude_namespaces:\nexclude_resources: null\n',
  ],
  json: ['json', [], '{"include_namespaces": ["a", "b"], "label_selector": {"app": "x"}, "ttl": "24h"}'],
  'json over lines': [
    'json',
    [],
    '{\n  "include_namespaces": [\n    "a",\n    "b"\n  ],\n  "label_selector": {\n    "app": "x"\n  },\n  "ttl": "24h"\n}\n',
  ],
  'json with tabs': [
    'json',
    ['spec'],
    '{\n\t"app": "shop",\n\t"relation_name": "backup",\n\t"model": "prod",\n\t"spec": {\n\t\t"include_namespaces": ["a", "b"],\n\t\t"label_selector": {"app": "x"},\n\t\t"ttl": "24h"\n\t}\n}\n',
  ],
};

/** What is done, and what it makes of the spec. */
const CHANGES = {
  'set the ttl': [(e, f) => e.set(f('ttl'), '48h'), (s) => (s.ttl = '48h')],
  'set a ttl that needs quotes': [(e, f) => e.set(f('ttl'), 'on: #'), (s) => (s.ttl = 'on: #')],
  'remove the ttl': [(e, f) => e.set(f('ttl'), undefined), (s) => delete s.ttl],
  'set a new field': [(e, f) => e.set(f('include_cluster_resources'), true), (s) => (s.includeClusterResources = true)],
  'add to a list': [(e, f) => e.addItem(f('include_namespaces'), 'prod-*'), (s) => s.includeNamespaces.push('prod-*')],
  'add a star': [(e, f) => e.addItem(f('include_namespaces'), '*'), (s) => s.includeNamespaces.push('*')],
  'add a number': [(e, f) => e.addItem(f('include_namespaces'), '12'), (s) => s.includeNamespaces.push('12')],
  'add to a new list': [(e, f) => e.addItem(f('include_resources'), 'pods'), (s) => (s.includeResources = ['pods'])],
  'add to a list without entries': [
    (e, f) => e.addItem(f('exclude_namespaces'), 'c'),
    (s) => (s.excludeNamespaces = ['c']),
  ],
  'add to a list that is null': [(e, f) => e.addItem(f('exclude_resources'), 'c'), (s) => (s.excludeResources = ['c'])],
  'remove the first of a list': [
    (e, f) => e.removeItem(f('include_namespaces'), 0),
    (s) => s.includeNamespaces.shift(),
  ],
  'remove the last of a list': [(e, f) => e.removeItem(f('include_namespaces'), 1), (s) => s.includeNamespaces.pop()],
  'add a label': [
    (e, f) => e.setEntry(f('label_selector'), 'k8s.io/a', 'true'),
    (s) => s.labelSelector.push(['k8s.io/a', 'true']),
  ],
  'change a label': [(e, f) => e.setEntry(f('label_selector'), 'app', ''), (s) => (s.labelSelector = [['app', '']])],
  'remove the only label': [(e, f) => e.removeEntry(f('label_selector'), 'app'), (s) => delete s.labelSelector],
};

const specOf = (text, format) => {
  const document = evaluator.document(text, format);
  const [spec] = document.specs();
  document.close();
  return spec;
};
const comments = (text) => text.match(/(^|\s)#.*/gm)?.map((comment) => comment.trim()) ?? [];
const apply = (text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to);

for (const [way, [format, path, text]] of Object.entries(TEXTS)) {
  test(way, () => {
    assert.ok(specOf(text, format), 'the text can be read');
    for (const [name, [change, expect]] of Object.entries(CHANGES)) {
      const made = change(new DocumentEdits(text, format), (name) => ({ subject: 0, path, name }));
      assert.ok(made, `${name}: a change`);
      const changed = apply(text, made);
      const expected = specOf(text, format);
      expect(expected);
      assert.deepEqual(specOf(changed, format), expected, `${name}:\n${changed}`);
      const removed = comments(text.slice(made.from, made.to).concat(text.slice(made.to).split('\n', 1)[0]));
      const lost = comments(text).filter(
        (comment) => !comments(changed).includes(comment) && !removed.includes(comment),
      );
      assert.deepEqual(lost, [], `${name}: comments\n${changed}`);
    }
  });
}

test('change upon change, down to nothing and back', () => {
  for (const format of ['yaml', 'json']) {
    let text = format === 'yaml' ? '# only this\n' : '';
    const field = (name) => ({ subject: 0, path: [], name });
    const edit = (change) => {
      const made = change(new DocumentEdits(text, format));
      assert.ok(made, text);
      text = apply(text, made);
    };
    edit((edits) => edits.addItem(field('include_namespaces'), 'a'));
    edit((edits) => edits.setEntry(field('label_selector'), 'app', 'x'));
    edit((edits) => edits.set(field('ttl'), '1h'));
    assert.deepEqual(specOf(text, format), { includeNamespaces: ['a'], labelSelector: [['app', 'x']], ttl: '1h' });
    edit((edits) => edits.set(field('ttl'), undefined));
    edit((edits) => edits.removeEntry(field('label_selector'), 'app'));
    edit((edits) => edits.removeItem(field('include_namespaces'), 0));
    assert.deepEqual(specOf(text, format), {}, text);
    edit((edits) => edits.set(field('ttl'), '2h'));
    assert.deepEqual(specOf(text, format), { ttl: '2h' }, text);
    if (format === 'yaml') assert.match(text, /^# only this\n/);
  }
});

test('where an alias stands nothing is changed', () => {
  const edits = new DocumentEdits('a: &x [n]\ninclude_namespaces: *x\n', 'yaml');
  assert.equal(edits.addItem({ subject: 0, path: [], name: 'include_namespaces' }, 'm'), undefined);
});
