// Property of the form: after a change, the text decodes to the previous spec with that change, and keeps its comments.

import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from '../../embed/js/dist/index.js';
import { load as loadSource } from './source.mjs';

const evaluator = await load();
const { addEntry, removeEntry, setLabel } = await loadSource('form/changes.ts');
const { textQuestions } = await loadSource('worker/text.ts');
const { KnownCluster } = await loadSource('worker/known-cluster.ts');
const { check, edit, write } = textQuestions(evaluator, new KnownCluster(evaluator));

/** Ways to write a spec, each with the JSON pointer to the spec. */
const TEXTS = {
  block: [
    'yaml',
    '',
    'include_namespaces:\n  - a # first\n  # between\n  - b\nlabel_selector:\n  app: x # why\nttl: 24h # a day\n# end\n',
  ],
  'lists under their key': ['yaml', '', '# top\ninclude_namespaces:\n- a\n- b\nlabel_selector:\n  app: x\nttl: 24h'],
  flow: ['yaml', '', 'include_namespaces: [a, "b"] # two\nlabel_selector: {app: x}\nttl: \'24h\'\n'],
  'flow over lines': [
    'yaml',
    '',
    'include_namespaces: [\n  a,\n  b, # last\n]\nlabel_selector: {\n  app: x,\n}\nttl: 24h\n',
  ],
  braces: ['yaml', '', '{include_namespaces: [a, b], label_selector: {app: x}, ttl: 24h} # all\n'],
  'a target': [
    'yaml',
    '/spec',
    'app: shop\nrelation_name: backup\nmodel: prod\nspec:\n    include_namespaces:\n        - a\n        - b\n    label_selector:\n        app: x\n    ttl: 24h\n',
  ],
  'a list of targets': [
    'yaml',
    '/0/spec',
    '- app: shop # one\n  relation_name: backup\n  model: prod\n  spec:\n    include_namespaces: [a, b]\n    label_selector: {app: x}\n    ttl: 24h\n# two\n- app: other\n  relation_name: backup\n  model: prod\n  spec:\n    ttl: 1h\n',
  ],
  'one of several documents': [
    'yaml',
    '',
    '---\ninclude_namespaces: [a, b]\nlabel_selector: {app: x}\nttl: 24h\n---\n# second\nttl: 1h\n',
  ],
  'an anchor and a tag': [
    'yaml',
    '',
    'include_namespaces: &all [a, b]\nlabel_selector: !!map {app: x}\nttl: &life 24h\n',
  ],
  'empty fields': [
    'yaml',
    '',
    'include_namespaces: [a, b]\nlabel_selector: {app: x}\nttl: 24h\nexclude_namespaces:\nexclude_resources: null\n',
  ],
  json: ['json', '', '{"include_namespaces": ["a", "b"], "label_selector": {"app": "x"}, "ttl": "24h"}'],
  'json over lines': [
    'json',
    '',
    '{\n  "include_namespaces": [\n    "a",\n    "b"\n  ],\n  "label_selector": {\n    "app": "x"\n  },\n  "ttl": "24h"\n}\n',
  ],
  'json with tabs': [
    'json',
    '/spec',
    '{\n\t"app": "shop",\n\t"relation_name": "backup",\n\t"model": "prod",\n\t"spec": {\n\t\t"include_namespaces": ["a", "b"],\n\t\t"label_selector": {"app": "x"},\n\t\t"ttl": "24h"\n\t}\n}\n',
  ],
};

/** Changes, and their effect on the spec. */
const CHANGES = {
  'set the ttl': [(f) => set(f('ttl'), '48h'), (s) => (s.ttl = '48h')],
  'set a ttl that needs quotes': [(f) => set(f('ttl'), 'on: #'), (s) => (s.ttl = 'on: #')],
  'remove the ttl': [(f) => set(f('ttl'), undefined), (s) => delete s.ttl],
  'set a new field': [(f) => set(f('include_cluster_resources'), true), (s) => (s.includeClusterResources = true)],
  'add to a list': [(f) => addEntry(f('include_namespaces'), 'prod-*'), (s) => s.includeNamespaces.push('prod-*')],
  'add a star': [(f) => addEntry(f('include_namespaces'), '*'), (s) => s.includeNamespaces.push('*')],
  'add a number': [(f) => addEntry(f('include_namespaces'), '12'), (s) => s.includeNamespaces.push('12')],
  'add to a new list': [(f) => addEntry(f('include_resources'), 'pods'), (s) => (s.includeResources = ['pods'])],
  'add to an empty list': [(f) => addEntry(f('exclude_namespaces'), 'c'), (s) => (s.excludeNamespaces = ['c'])],
  'add to a list that is null': [(f) => addEntry(f('exclude_resources'), 'c'), (s) => (s.excludeResources = ['c'])],
  'remove the first of a list': [
    (f) => removeEntry(f('include_namespaces'), ['0', '1'], 0),
    (s) => s.includeNamespaces.shift(),
  ],
  'remove the last of a list': [
    (f) => removeEntry(f('include_namespaces'), ['0', '1'], 1),
    (s) => s.includeNamespaces.pop(),
  ],
  'add a label': [
    (f) => setLabel(f('label_selector'), 'k8s.io/a', 'true'),
    (s) => s.labelSelector.push(['k8s.io/a', 'true']),
  ],
  'change a label': [(f) => setLabel(f('label_selector'), 'app', ''), (s) => (s.labelSelector = [['app', '']])],
  'remove the only label': [(f) => removeEntry(f('label_selector'), ['app'], 0), (s) => delete s.labelSelector],
};

function set(pointer, value) {
  return { pointer, value };
}

/** Returns the text after a change, and the removed part. */
function changed(text, format, change) {
  const edits = edit({ text, format, subject: 0, changes: [change] });
  if (!edits.ok) return edits;
  assert.equal(edits.value[0].length, 1);
  const [[{ span, text: written }]] = edits.value;
  const [from, to] = [span.start.utf16Offset, span.end.utf16Offset];
  return { ok: true, text: text.slice(0, from) + written + text.slice(to), removed: text.slice(from, to), to };
}

const specOf = (text, format, options) => {
  const document = evaluator.document(text, format, options);
  const [spec] = document.specs();
  document.close();
  return spec;
};
const comments = (text) => text.match(/(^|\s)#.*/gm)?.map((comment) => comment.trim()) ?? [];

for (const [way, [format, pointer, text]] of Object.entries(TEXTS)) {
  test(way, () => {
    assert.ok(specOf(text, format), 'the text is a spec');
    for (const [name, [change, expect]] of Object.entries(CHANGES)) {
      const made = changed(
        text,
        format,
        change((name) => `${pointer}/${name}`),
      );
      assert.ok(made.ok, `${name}: ${JSON.stringify(made.diagnostics)}`);
      const expected = specOf(text, format);
      expect(expected);
      assert.deepEqual(specOf(made.text, format), expected, `${name}:\n${made.text}`);
      const removed = comments(made.removed.concat(text.slice(made.to).split('\n', 1)[0]));
      const lost = comments(text).filter(
        (comment) => !comments(made.text).includes(comment) && !removed.includes(comment),
      );
      assert.deepEqual(lost, [], `${name}: comments\n${made.text}`);
    }
  });
}

test('many changes, down to an empty spec and back', () => {
  for (const format of ['yaml', 'json']) {
    let text = format === 'yaml' ? '# only this\n' : '';
    const make = (change) => {
      const made = changed(text, format, change);
      assert.ok(made.ok, `${text}: ${JSON.stringify(made.diagnostics)}`);
      text = made.text;
    };
    make(addEntry('/include_namespaces', 'a'));
    make(setLabel('/label_selector', 'app', 'x'));
    make(set('/ttl', '1h'));
    assert.deepEqual(specOf(text, format), { includeNamespaces: ['a'], labelSelector: [['app', 'x']], ttl: '1h' });
    make(set('/ttl', undefined));
    make(removeEntry('/label_selector', ['app'], 0));
    make(removeEntry('/include_namespaces', ['0'], 0));
    // Without fields, the kind is not detected.
    assert.deepEqual(specOf(text, format, { kind: 'spec' }), {}, text);
    make(set('/ttl', '2h'));
    assert.deepEqual(specOf(text, format), { ttl: '2h' }, text);
    if (format === 'yaml') assert.match(text, /^# only this\n/);
  }
});

test('a target in a databag is edited in its string', () => {
  const text = '{"backup_targets": "[{\\"app\\": \\"a\\", \\"spec\\": {\\"ttl\\": \\"1h\\"}}]"}';
  const made = changed(text, 'json', addEntry('/backup_targets/0/spec/include_namespaces', 'b'));
  assert.equal(made.text, text.replace('\\"1h\\"', '\\"1h\\", \\"include_namespaces\\": [\\"b\\"]'));
});

test('a value that is an alias is not changed', () => {
  const text = 'a: &x [n]\ninclude_namespaces: *x\n';
  const refused = changed(text, 'yaml', addEntry('/include_namespaces', 'm'));
  assert.equal(refused.ok, false);
  assert.deepEqual(
    refused.diagnostics.map(({ code, subject, pointer }) => ({ code, subject, pointer })),
    [{ code: 'edit-refused', subject: 0, pointer: '/include_namespaces/-' }],
  );
});

test('the given text is edited, not the text that was checked last', () => {
  const change = set('/ttl', '2h');
  check({ text: 'ttl: 1h\n', format: 'yaml', veleroVersion: '' });
  assert.equal(changed('# more\nttl: 1h\n', 'yaml', change).text, '# more\nttl: 2h\n');
  assert.equal(changed('ttl: 1h\n', 'yaml', change).text, 'ttl: 2h\n');
});

test('written targets are read back unchanged', () => {
  const spec = {
    includeNamespaces: ['prod-*', 'nan'],
    labelSelector: [
      ['2', 'x'],
      ['1', 'on'],
    ],
    ttl: '24h',
  };
  const targets = [
    { app: 'on', relationName: 'a "b"', model: '12', spec },
    { app: 'shop', relationName: 'backup', model: 'prod', spec: {} },
  ];
  for (const format of ['yaml', 'json']) {
    for (const some of [targets, targets.slice(1)]) {
      const text = write({ entries: some.map((target) => ({ spec: target.spec, target })), format });
      const document = evaluator.document(text, format);
      assert.deepEqual(document.targets(), some, text);
      document.close();
    }
  }
  const entries = [{ spec }, { spec: { ttl: '1h' } }].map(({ spec }) => ({ spec, target: undefined }));
  assert.equal(write({ entries, format: 'yaml' }), `${evaluator.formatSpec(spec, 'yaml')}---\nttl: 1h\n`);
});
