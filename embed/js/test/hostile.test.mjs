// Every argument of every function, and every part of it, is replaced by values that break a naive conversion.

import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from '../dist/index.js';
import { contractFunctions, samples } from './contract.mjs';

const evaluator = await load();
const cluster = evaluator.openCluster().value;
const closed = evaluator.openCluster().value;
closed.close();

function inventory() {
  const reader = evaluator.inventoryReader(cluster);
  reader.push(new TextEncoder().encode('{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"b"}}'));
  return reader.finish().value;
}

/** An object of each class of resources, in the instance of the evaluator: it is lost if anything traps. */
const resources = {
  Functions: evaluator,
  Cluster: cluster,
  Document: evaluator.document('ttl: 24h', 'yaml'),
  Targets: evaluator.readTargets([]),
  InventoryReader: evaluator.inventoryReader(cluster),
  Inventory: inventory(),
  Evaluation: evaluator.evaluate(inventory(), {}),
  Coverage: evaluator.coverage(inventory(), [{}]),
};

const LONG = 'x\n\u202e'.repeat(1000);

const throws = () => {
  throw new Error('from the caller');
};

const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};

function detached() {
  const bytes = new Uint8Array(8);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

/** Values of any type, by name. Each is new, since a call can use it up. */
const HOSTILE = {
  undefined: () => undefined,
  null: () => null,
  'a symbol': () => Symbol(LONG),
  'a BigInt': () => 7n,
  'a huge BigInt': () => 1n << 100_000n,
  NaN: () => Number.NaN,
  Infinity: () => Infinity,
  '-Infinity': () => -Infinity,
  'minus zero': () => -0,
  'minus one': () => -1,
  'a fraction': () => 0.5,
  'too large for u32': () => 2 ** 32,
  'too large for i64': () => 2 ** 64,
  'a boolean': () => false,
  'an empty text': () => '',
  'a lone surrogate': () => '\ud800',
  'a long text': () => LONG,
  'a boxed text': () => new String('a'),
  'a boxed empty text': () => new String(''),
  'a boxed number': () => new Number(1),
  'a boxed boolean': () => new Boolean(true),
  'a function': () => throws,
  'a class': () => class {},
  'a date': () => new Date(0),
  'an error': () => new Error(LONG),
  'a promise': () => Promise.resolve({ ttl: '24h' }),
  'a pattern': () => /x/,
  'a weak map': () => new WeakMap(),
  'an object without a prototype': () => Object.create(null),
  'an unknown property': () => ({ [LONG]: 1 }),
  'a circle': () => {
    const circle = [];
    circle.push(circle, { circle });
    return circle;
  },
  'a sparse array': () => [, 'a'],
  'a long sparse array': () => new Array(2 ** 32 - 1),
  'an array with its own map': () => Object.assign(['a'], { map: () => [7], length: 3 }),
  'an array with a getter': () => Object.defineProperty(['a'], 0, { get: throws }),
  'an array-like': () => ({ length: 1, 0: 'a' }),
  arguments: () =>
    (function () {
      return arguments;
    })('a'),
  'a subclass of Array': () =>
    new (class extends Array {
      *[Symbol.iterator]() {
        yield 7;
      }
      map = throws;
    })('a', 'b'),
  'an array with an endless length': () =>
    new Proxy([], { get: (_, name) => (name === 'length' ? Infinity : undefined) }),
  'an array with a length that is a text': () => new Proxy([], { get: () => '1' }),
  'a set': () => new Set(['a']),
  'an empty set': () => new Set(),
  'a map': () => new Map([['a', 7]]),
  'an iterator that throws': () => ({ [Symbol.iterator]: throws }),
  'an iterator without results': () => ({ [Symbol.iterator]: () => ({ next: () => 7 }) }),
  'a generator of one text': () =>
    (function* () {
      yield 'ab';
    })(),
  'pairs of a proxy': () => [new Proxy([], { get: (_, name) => (name === 'length' ? 2 : 7) })],
  'a typed array': () => new Float64Array(2),
  'an empty typed array': () => new BigInt64Array(),
  'a buffer': () => new ArrayBuffer(8),
  'a view': () => new DataView(new ArrayBuffer(8)),
  'shared bytes': () => new Uint8Array(new SharedArrayBuffer(2)),
  'detached bytes': () => detached(),
  'bytes of a subclass': () => {
    class Bytes extends Uint8Array {
      get length() {
        return 1e9;
      }
      get byteLength() {
        return 1e9;
      }
      get buffer() {
        return throws();
      }
    }
    return new Bytes(2);
  },
  'a proxy of bytes': () => new Proxy(new Uint8Array(2), {}),
  'a revoked proxy': () => revoked({}),
  'a revoked proxy of an array': () => revoked([]),
  'a proxy that throws': () => new Proxy({}, { get: throws, has: throws, ownKeys: throws, getPrototypeOf: throws }),
  'a closed cluster': () => closed,
  'a proxy of a cluster': () => new Proxy(cluster, {}),
  'an object with the prototype of a cluster': () => Object.create(Object.getPrototypeOf(cluster)),
  'targets with the prototype of a cluster': () =>
    Object.setPrototypeOf(evaluator.readTargets([]), Object.getPrototypeOf(cluster)),
};

/** Other ways to write the same value: a function answers as for the value. `reenter` is called meanwhile. */
const SAME = {
  'a proxy': (value) => new Proxy(value, {}),
  'getters that change': (value) => getters(value, (member) => ((reads) => () => (reads++ === 0 ? member : 7n))(0)),
  'getters that call the evaluator': (value, reenter) => getters(value, (member) => () => (reenter(), member)),
};

function getters(value, get) {
  const made = Array.isArray(value) ? [...value] : {};
  for (const [name, member] of Object.entries(value)) {
    Object.defineProperty(made, name, { get: get(member), enumerable: true });
  }
  return made;
}

/** Returns all positions in a value: the path in errors, the value, and a function that replaces it. */
function positions(value, path, replace) {
  const found = [{ path, value, replace }];
  const isResource = Object.values(resources).includes(value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || isResource) return found;
  for (const [name, member] of Object.entries(value)) {
    const inner = Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`;
    const replaceInner = (other) =>
      replace(Array.isArray(value) ? value.with(Number(name), other) : { ...value, [name]: other });
    found.push(...positions(member, inner, replaceInner));
  }
  return found;
}

/** Calls a function. Returns its answer as a text, and closes what it opened. */
function answerOf({ class: owner, name }, args) {
  const answer = resources[owner][name](...args);
  for (const opened of [answer, answer?.value]) opened?.close?.();
  return JSON.stringify(answer, (_, member) => (typeof member === 'bigint' ? `${member}n` : member));
}

/** A function, its arguments by type, and their positions. */
const calls = contractFunctions().flatMap((function_) => {
  const all = function_.parameters.map(([, type]) => samples(type, resources));
  const most = Math.max(...all.map(({ length }) => (length === 1 ? 1 : length)));
  return Array.from({ length: most }, (_, at) => {
    const args = all.map((alternatives) => alternatives[at % alternatives.length]);
    const found = args.flatMap((arg, index) =>
      positions(arg, function_.parameters[index][0], (other) => args.with(index, other)),
    );
    // A key of a map is not a position: its path has quotes.
    return { ...function_, args, found: found.filter(({ path }) => !path.endsWith('.a')) };
  });
});

test('all functions and fields are found', () => {
  const names = calls.map(({ class: owner, name }) => `${owner}.${name}`);
  for (const name of ['Functions.checkSpec', 'Functions.coverage', 'InventoryReader.push', 'Coverage.step']) {
    assert.ok(names.includes(name), name);
  }
  assert.ok(new Set(names).size >= 40, `${new Set(names).size} functions`);
  const paths = new Set(calls.flatMap(({ found }) => found.map(({ path }) => path)));
  for (const path of [
    'spec.labelSelector',
    'options.kind',
    'targets[0].spec.ttl',
    'settings.globalPolicy.data',
    'after',
  ]) {
    assert.ok(paths.has(path), path);
  }
  assert.ok(paths.size >= 200, `${paths.size} paths`);
});

const isAbout = (message, path) => message.startsWith(`\`${path}`);

for (const call of calls) {
  const { class: owner, name, found } = call;
  test(`${owner}.${name} with hostile values`, () => {
    for (const { path, replace } of found) {
      for (const [what, value] of Object.entries(HOSTILE)) {
        try {
          answerOf(call, replace(value()));
        } catch (error) {
          const told = `${path}: ${what}: ${error?.stack}`;
          if (error.name === 'ClosedError') assert.equal(what, 'a closed cluster', told);
          else {
            assert.ok(error instanceof TypeError || error instanceof RangeError, told);
            assert.ok(isAbout(error.message, path), told);
          }
          assert.ok(error.message.length < 1500, told);
          assert.doesNotMatch(error.message, /[\p{Cc}\u202e]/u, told);
        }
        assert.equal(resources.Document.skipped(), 0, `${path}: ${what}: the instance was lost`);
      }
    }
  });

  test(`${owner}.${name} reads each part once`, () => {
    const expected = answerOf(call, call.args);
    const reenter = () => {
      evaluator.checkSpec({ ttl: '30d' });
      evaluator.openCluster().value.close();
    };
    for (const { path, value, replace } of found) {
      if (Object.getPrototypeOf(Object(value)) !== Object.prototype && !Array.isArray(value)) continue;
      for (const [what, same] of Object.entries(SAME)) {
        assert.equal(answerOf(call, replace(same(value, reenter))), expected, `${path}: ${what}`);
      }
    }
  });
}

test('methods of other objects are refused', () => {
  const { Functions, ...classes } = resources;
  for (const [name, resource] of Object.entries(classes)) {
    const prototype = Object.getPrototypeOf(resource);
    for (const [method, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (method === 'constructor') continue;
      const other = name === 'Cluster' ? resources.Targets : cluster;
      for (const self of [undefined, {}, other, new Proxy(resource, {}), Object.create(prototype)]) {
        const about = { name: 'TypeError', message: /^`(this|\w+)` must be / };
        assert.throws(() => value.call(self, 1, '', ''), about, `${name}.${method}`);
      }
    }
    assert.throws(() => new resource.constructor({ borrow: () => ({}) }), TypeError);
  }
  assert.equal(resources.Document.skipped(), 0);
});

test('a resource that is closed while other arguments are read is not used', () => {
  const own = inventory();
  const closing = {
    get ttl() {
      own.close();
      return '24h';
    },
  };
  assert.throws(() => evaluator.evaluate(own, closing), { name: 'ClosedError' });
  const other = inventory();
  const targets = [
    {
      get ttl() {
        other.close();
        return '24h';
      },
    },
  ];
  assert.throws(() => evaluator.coverage(other, targets), { name: 'ClosedError' });
  assert.equal(resources.Document.skipped(), 0);
});

test('a trap while arguments are read is of its own call', async () => {
  const other = await load();
  const document = other.document('', 'yaml');
  // The stack overflows in the component, or anywhere else in the package.
  const deep = () => {
    try {
      deep();
    } catch {
      other.checkText('a: 1', 'yaml');
    }
  };
  const trapping = {
    get ttl() {
      deep();
      return '30d';
    },
  };
  assert.deepEqual(
    other.checkSpec(trapping).map(({ code }) => code),
    ['whole-cluster', 'ttl-not-a-duration'],
  );
  // An engine with a deeper stack may not overflow in the component.
  try {
    assert.equal(document.skipped(), 0);
  } catch (error) {
    assert.equal(error.name, 'ClosedError');
  }
  assert.equal(other.document('', 'yaml').skipped(), 0);
  assert.equal(resources.Document.skipped(), 0);
});

test('the cause of an error that the caller threw is kept', () => {
  const cause = new Error('from the caller');
  const spec = {
    get ttl() {
      throw cause;
    },
  };
  assert.throws(() => evaluator.checkSpec(spec), {
    name: 'TypeError',
    message: '`spec.ttl` cannot be read: see the cause of this error',
    cause,
  });
});

test('an error does not repeat a long value', async () => {
  const huge = 'x'.repeat(50_000_000);
  const errors = [
    () => evaluator.document('', huge),
    () => evaluator.checkSpec({ [huge]: 1 }),
    () => evaluator.checkSpec({ includeNamespaces: huge }),
    () => evaluator.readTargets([{ id: huge, databag: {} }]),
    () => evaluator.readTargets([{ id: 1, databag: { [huge]: 7 } }]),
    () => evaluator.readInventory({ [huge]: huge }, huge),
    () => evaluator.readInventory([], { onProgress: huge }),
    () => load({ wasm: `https://x:y:z/${huge}` }),
    () => load({ [huge]: huge }),
    () => evaluator.session().call('validation.rules', { huge }),
  ];
  for (const work of errors) {
    const error = await Promise.resolve()
      .then(work)
      .catch((error) => error);
    assert.ok(error instanceof TypeError, `${work}: ${String(error).slice(0, 300)}`);
    assert.ok(error.message.length < 500, `${work}: ${error.message.length}`);
  }
  const { ok, error } = evaluator.session().call(huge, '{}');
  assert.equal(ok, false);
  assert.ok(JSON.stringify(error).length < 500);
  const answer = evaluator.session().call('validation.check-spec', JSON.stringify({ spec: { [huge]: 1 } }));
  assert.ok(answer.error.message.length + answer.error.help.length < 500);
});

test('an endless list is a RangeError', () => {
  const endless = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: ['a', 'b'] }) }) };
  const about = { name: 'RangeError', message: '`spec.labelSelector` must have at most 4,000,000 items' };
  assert.throws(() => evaluator.checkSpec({ labelSelector: endless }), about);
});

test('arguments that do not fit into the memory are a RangeError', () => {
  const long = 'x'.repeat(50_000_000);
  const spec = { includeNamespaces: Array.from({ length: 6 }, () => long) };
  assert.throws(() => evaluator.checkSpec(spec), {
    name: 'RangeError',
    message: 'the arguments of a call must have less than 256 MiB',
  });
  assert.equal(resources.Document.skipped(), 0);
});

test('work between the steps of a job does not break it', async () => {
  const reader = evaluator.inventoryReader(cluster);
  for (let index = 0; index < 5000; index += 1) {
    const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: `pod-${index}`, namespace: 'a' } };
    reader.push(new TextEncoder().encode(JSON.stringify(object)));
  }
  const objects = reader.finish().value;
  const evaluation = evaluator.evaluate(objects, {});
  await Promise.all([evaluation.run(), evaluation.run(), evaluator.evaluate(objects, {}).run()]);
  assert.equal(evaluation.included(), 5000);
  const closing = evaluator.evaluate(objects, {});
  await assert.rejects(closing.run({ onProgress: () => closing.close() }), { name: 'ClosedError' });
  const failing = evaluator.evaluate(objects, {});
  await assert.rejects(failing.run({ onProgress: throws }), /from the caller/);
  assert.equal(failing.step(Infinity), true);
  await assert.rejects(failing.run({ onProgress: 7 }), /^TypeError: `options.onProgress` must be a function/);
  assert.throws(() => failing.steps({ signal: 7 }), /^TypeError: `options.signal` must be an AbortSignal/);
  await assert.rejects(evaluator.readInventory('[]', { onProgress: throws }), /from the caller/);
  assert.equal(resources.Document.skipped(), 0);
});

test('sources of an inventory are read once and safely', async () => {
  const reads = async (source, options) => {
    const read = await evaluator.readInventory(source, options);
    const found = read.ok ? read.value.len() : read.diagnostics.map(({ code }) => code);
    if (read.ok) read.value.close();
    return found;
  };
  const text = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"b"}}';
  class Lying extends Uint8Array {
    get length() {
      return Infinity;
    }
    subarray() {
      return new Uint8Array();
    }
  }
  const bytes = new TextEncoder().encode(text);
  assert.equal(await reads(new Lying(bytes)), 1);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  assert.equal(await reads(shared), 1);
  async function* asking() {
    evaluator.checkSpec({});
    yield text.slice(0, 9);
    assert.equal(await reads(text), 1);
    yield text.slice(9);
  }
  assert.equal(await reads(asking()), 1);
  const abort = new AbortController();
  const endless = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: '' }) }) };
  setTimeout(() => abort.abort(new Error('aborted')), 1);
  await assert.rejects(reads(endless, { signal: abort.signal }), /aborted/);
  for (const [source, path] of [
    [[7], 'source'],
    [[new Float64Array(1)], 'source'],
    [[new Proxy(bytes, {})], 'source'],
    [{ [Symbol.iterator]: () => 7 }, 'source'],
    [{ [Symbol.iterator]: () => ({ next: () => 7 }) }, 'source'],
    [detached().buffer, 'source'],
    [detached(), 'source'],
    [Symbol('x'), 'source'],
    [undefined, 'source'],
  ]) {
    await assert.rejects(reads(source), (error) => {
      assert.ok(error instanceof TypeError && isAbout(error.message, path), String(error));
      return true;
    });
  }
  await assert.rejects(reads(text, null), /^TypeError: `options` must be an object/);
  await assert.rejects(reads(text, { signal: {} }), /^TypeError: `options.signal` must be an AbortSignal/);
  await assert.rejects(reads(text, { onProgress: 1 }), /^TypeError: `options.onProgress` must be a function/);
  await assert.rejects(reads(text, { cluster: {} }), /^TypeError: `cluster` must be a Cluster/);
  assert.equal(resources.Document.skipped(), 0);
});
