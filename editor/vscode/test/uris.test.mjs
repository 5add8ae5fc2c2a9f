import assert from 'node:assert/strict';
import { test } from 'node:test';
import { URI } from 'vscode-uri';
import { source } from './source.mjs';

const { Uris, pathOf, uriOf } = await source('uris');

const toServer = (uris, text) => {
  const uri = URI.parse(text);
  return uri.with(uris.toServer(uri)).toString();
};
const fromServer = (uris, text) => {
  const uri = URI.parse(text);
  return uri.with(uris.fromServer(uri)).toString();
};

test('URIs of virtual file systems become file URIs', () => {
  const uris = new Uris();
  for (const [uri, expected] of [
    ['vscode-vfs://github/owner/repository/spec.yaml', 'file:///vscode-vfs/github/owner/repository/spec.yaml'],
    ['memfs:/work/spec.yaml', 'file:///memfs/-/work/spec.yaml'],
    ['git:/work/spec.yaml?%7B%22ref%22%3A%22~%22%7D', 'file:///git/-/work/spec.yaml?%7B%22ref%22%3A%22~%22%7D'],
    ['file:///work/spec.yaml', 'file:///work/spec.yaml'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
  ]) {
    assert.equal(toServer(uris, uri), expected);
    assert.equal(fromServer(uris, expected), uri);
  }
});

test('it is a bijection', () => {
  const schemes = ['file', 'memfs', 'vscode-vfs', 'untitled'];
  const authorities = ['', 'github', '-', '--', '-.', '-a', 'a/b', 'ssh-remote+host', 'ä%2F'];
  const paths = [
    '',
    '/',
    '/a',
    '/a b/ü#?%.yaml',
    '/c:/a.yaml',
    '/file',
    '/file/a',
    '/memfs/-/a',
    '/vscode-vfs/github/a',
    'opaque',
  ];
  const uris = new Uris();
  for (const scheme of schemes) uris.toServer({ scheme, authority: '', path: '/' });
  const seen = new Map();
  for (const scheme of schemes) {
    for (const authority of authorities) {
      for (const path of paths) {
        if (authority !== '' && path === 'opaque') continue;
        // VS Code gives every file a path.
        if (scheme === 'file' && !path.startsWith('/')) continue;
        const uri = { scheme, authority, path };
        const converted = uris.toServer(uri);
        assert.ok(['file', 'untitled'].includes(converted.scheme));
        assert.deepEqual(uris.fromServer(converted), uri);
        const text = JSON.stringify(converted);
        assert.equal(seen.get(text), undefined, text);
        seen.set(text, uri);
      }
    }
  }
});

test('a real file is not taken for one of a virtual file system', () => {
  const uris = new Uris();
  assert.equal(fromServer(uris, 'file:///memfs/-/a'), 'file:///memfs/-/a');
  toServer(uris, 'memfs:/a');
  assert.equal(fromServer(uris, 'file:///memfs/-/a'), 'memfs:/a');
  assert.equal(toServer(uris, 'file:///memfs/-/a'), 'file:///file/-/memfs/-/a');
  assert.equal(fromServer(uris, 'file:///file/-/memfs/-/a'), 'file:///memfs/-/a');
});

test('paths of file URIs', () => {
  for (const [uri, path] of [
    ['file:///a%20b/%C3%BC.yaml', '/a b/ü.yaml'],
    ['file:///c%3A/work/a.yaml', 'c:/work/a.yaml'],
    ['file:///work/a%23%3F%25.yaml', '/work/a#?%.yaml'],
  ]) {
    assert.equal(pathOf(uri), path);
    assert.equal(pathOf(uriOf(path)), path);
    assert.equal(URI.parse(uriOf(path)).toString(), URI.parse(uri).toString());
  }
  assert.equal(pathOf('file:///a?query#fragment'), '/a');
  for (const uri of ['untitled:a', 'file:///%', '', 'memfs:/a']) assert.equal(pathOf(uri), undefined);
  for (const path of ['', 'a', '.k8s-backup-target.toml']) assert.equal(uriOf(path), undefined);
});
