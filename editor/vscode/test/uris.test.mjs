import assert from 'node:assert/strict';
import { test } from 'node:test';
import { URI } from 'vscode-uri';
import { source } from './source.mjs';

const uris = await source('uris');
const { pathOf, uriOf } = uris;

const convert = (direction, text) => {
  const uri = URI.parse(text);
  return uri.with(uris[direction](uri)).toString();
};

test('URIs of virtual file systems become file URIs', () => {
  for (const [uri, expected] of [
    [
      'vscode-vfs://github/owner/repository/spec.yaml',
      'file:///vscode-uri/vscode-vfs/github/owner/repository/spec.yaml',
    ],
    ['memfs:/project/spec.yaml', 'file:///vscode-uri/memfs/-/project/spec.yaml'],
    [
      'git:/project/spec.yaml?%7B%22ref%22%3A%22~%22%7D',
      'file:///vscode-uri/git/-/project/spec.yaml?%7B%22ref%22%3A%22~%22%7D',
    ],
    ['file:///project/spec.yaml', 'file:///project/spec.yaml'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
  ]) {
    assert.equal(convert('toServer', uri), expected);
    assert.equal(convert('fromServer', expected), uri);
  }
});

test('it is a bijection', () => {
  const schemes = ['file', 'memfs', 'vscode-vfs', 'vscode-uri', 'untitled', 'a+b.c-1'];
  const authorities = ['', 'github', '-', '--', '-.', '-a', 'a/b', 'ssh-remote+host', 'ä%2F'];
  const paths = [
    '',
    '/',
    '/a',
    '/a b/ü#?%.yaml',
    '/a\nb',
    '/c:/a.yaml',
    '/file',
    '/file/a',
    '/memfs/-/a',
    '/vscode-uri',
    '/vscode-uri/',
    '/vscode-uri/a',
    '/vscode-uri/memfs/-/a',
    '/vscode-uri/file/-/vscode-uri/a',
    '/vscode-uri/vscode-vfs/github/a',
    'opaque',
  ];
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

test('a URI keeps its conversion when other schemes are converted', () => {
  for (const [uri, expected] of [
    ['file:///memfs/-/a', 'file:///memfs/-/a'],
    ['file:///vscode-uri/memfs/-/a', 'file:///vscode-uri/file/-/vscode-uri/memfs/-/a'],
  ]) {
    for (const other of [uri, 'memfs:/a', 'file:///vscode-uri/a']) {
      convert('toServer', other);
      assert.equal(convert('toServer', uri), expected);
      assert.equal(convert('fromServer', expected), uri);
    }
  }
});

test('a folder of converted URIs is not converted back', () => {
  for (const uri of ['file:///vscode-uri', 'file:///vscode-uri/.k8s-backup-target.toml', 'file:///vscode-uri/memfs']) {
    assert.equal(convert('fromServer', uri), uri);
  }
});

test('paths of file URIs', () => {
  for (const [uri, path] of [
    ['file:///a%20b/%C3%BC.yaml', '/a b/ü.yaml'],
    ['file:///c%3A/project/a.yaml', 'c:/project/a.yaml'],
    ['file:///project/a%23%3F%25.yaml', '/project/a#?%.yaml'],
  ]) {
    assert.equal(pathOf(uri), path);
    assert.equal(pathOf(uriOf(path)), path);
    assert.equal(URI.parse(uriOf(path)).toString(), URI.parse(uri).toString());
  }
  assert.equal(pathOf('file:///a?query#fragment'), '/a');
  for (const uri of ['untitled:a', 'file:///%', '', 'memfs:/a']) assert.equal(pathOf(uri), undefined);
  for (const path of ['', 'a', '.k8s-backup-target.toml']) assert.equal(uriOf(path), undefined);
});
