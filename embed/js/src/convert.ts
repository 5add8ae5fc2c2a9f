/** Checks and converts arguments, so that a mistake in a program is a `TypeError` that names the argument. */

import { escaped } from './escaped.js';

/**
 * Keys with text values: a plain object, a `Map`, or pairs. Maps and pairs keep their order. A plain object puts keys
 * such as `"1"` first.
 */
export type Pairs = Readonly<Record<string, string>> | Iterable<readonly [string, string]>;

/**
 * Converts an argument. The result has no code of the caller: getters, proxies and methods of subclasses were called once,
 * or not at all.
 *
 * @internal
 */
export type Convert<T> = (value: unknown, path: string) => T;

/** Maximum number of characters of a value in an error. */
const MAX_SHOWN = 60;

/** Maximum number of items of a list: an iterator can be endless. */
const MAX_ITEMS = 4_000_000;

/** Returns a text of the caller for an error: in backticks, on one line. Long text is cut. @internal */
export const quoted = (text: string): string => `\`${escaped(cut(text))}\``;

/** Returns a key for a path: `"a b"`. */
const keyed = (key: string): string => escaped(JSON.stringify(cut(key)));

function cut(text: string): string {
  if (text.length <= MAX_SHOWN) return text;
  // A pair of surrogates is not split.
  const isSplit = (text.charCodeAt(MAX_SHOWN - 1) & 0xfc00) === 0xd800;
  return `${text.slice(0, isSplit ? MAX_SHOWN - 1 : MAX_SHOWN)}…`;
}

/** Returns the error for a value of the wrong type. @internal */
export function wrong(path: string, expected: string, value: unknown): TypeError {
  return new TypeError(`\`${path}\` must be ${expected}, found ${shown(value)}`);
}

function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `the string ${quoted(value)}`;
    case 'function':
      return 'a function';
    case 'symbol':
      return 'a symbol';
    case 'bigint':
      return 'a BigInt';
    case 'object':
      return value === null ? '`null`' : isArray(value) ? 'an array' : 'an object';
    default:
      return `\`${String(value)}\``;
  }
}

/** Returns whether a value is an array. A revoked proxy is not. */
function isArray(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** Runs code that can throw: a getter, a proxy or an iterator of the caller. @internal */
export function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new TypeError(`\`${path}\` cannot be read: see the cause of this error`, { cause });
  }
}

/** @internal */
export const text: Convert<string> = (value, path) => {
  if (typeof value !== 'string') throw wrong(path, 'a string', value);
  return value;
};

/** @internal */
export const flag: Convert<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw wrong(path, 'true or false', value);
  return value;
};

/** Maximum count. @internal */
export const ALL = 0xffff_ffff;

/** @internal */
export const integer: Convert<number> = (value, path) => {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > ALL) {
    throw wrong(path, 'an integer from 0 to 4294967295', value);
  }
  return value as number;
};

/** Converts a number of items. `Infinity` is all of them. @internal */
export const count: Convert<number> = (value, path) => (value === Infinity ? ALL : integer(value, path));

/** Returns the name of the class of a typed array, or `undefined`. It cannot be overridden. */
const typedArrayName = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype) as object,
  Symbol.toStringTag,
)!.get!;

/** Returns whether a value is a `Uint8Array` or of a subclass, such as `Buffer`. @internal */
export const isBytes = (value: unknown): value is Uint8Array => typedArrayName.call(value) === 'Uint8Array';

/**
 * Copies bytes: other threads can change shared memory, and a subclass can change the length.
 *
 * @internal
 */
export const bytes: Convert<Uint8Array<ArrayBuffer>> = (value, path) => {
  if (!isBytes(value)) throw wrong(path, 'a Uint8Array', value);
  return reading(path, () => new Uint8Array(value));
};

/** Rounds down: the runs after a time are those after its whole second. @internal */
export const seconds: Convert<bigint> = (value, path) => {
  const whole = typeof value === 'number' ? Math.floor(value) : Number.NaN;
  if (!Number.isSafeInteger(whole)) throw wrong(path, 'a number of seconds', value);
  return BigInt(whole);
};

/** @internal */
export const oneOf =
  <T extends string>(names: readonly T[]): Convert<T> =>
  (value, path) => {
    if (!names.includes(value as T)) throw wrong(path, `one of ${names.join(', ')}`, value);
    return value as T;
  };

/** @internal */
export const optional =
  <T>(convert: Convert<T>): Convert<T | undefined> =>
  (value, path) =>
    value == null ? undefined : convert(value, path);

/** Converts a value that may be `undefined` but not `null`. @internal */
export const orUndefined =
  <T>(convert: Convert<T>): Convert<T | undefined> =>
  (value, path) =>
    value === undefined ? undefined : convert(value, path);

/** Converts a value that has a default. @internal */
export const or =
  <T>(convert: Convert<T>, absent: T): Convert<T> =>
  (value, path) =>
    value == null ? absent : convert(value, path);

/** Returns the error for a list that is too long, or whose length is not a number. */
const tooLong = (path: string): RangeError =>
  new RangeError(`\`${path}\` must have at most ${MAX_ITEMS.toLocaleString('en')} items`);

/** @internal */
export const list =
  <T>(convert: Convert<T>): Convert<T[]> =>
  (value, path) => {
    if (!isArray(value)) throw wrong(path, 'an array', value);
    const length = reading(path, () => value.length);
    if (!(Number.isInteger(length) && length >= 0 && length <= MAX_ITEMS)) throw tooLong(path);
    const items: T[] = [];
    // By index, since missing items must not be skipped.
    for (let index = 0; index < length; index += 1) {
      const item = `${path}[${index}]`;
      items.push(
        convert(
          reading(item, () => value[index]),
          item,
        ),
      );
    }
    return items;
  };

/** @internal */
export const pairs: Convert<Array<[string, string]>> = (value, path) => {
  if (typeof value !== 'object' || value === null) throw wrong(path, 'an object of strings', value);
  const entries = reading(path, () => entriesOf(value));
  if (entries === undefined) throw wrong(path, 'an object of strings, or pairs of strings', value);
  if (entries.length > MAX_ITEMS) throw tooLong(path);
  return entries.map((entry, index) => {
    const pair = reading(`${path}[${index}]`, () =>
      isArray(entry) && entry.length === 2 ? [entry[0] as unknown, entry[1] as unknown] : undefined,
    );
    if (pair === undefined) throw wrong(path, 'an object of strings, or pairs of strings', entry);
    const key = text(pair[0], `${path}[${index}][0]`);
    return [key, text(pair[1], typeof pair[1] === 'string' ? path : `${path}[${keyed(key)}]`)];
  });
};

/** Returns the entries of a map or of an object, at most one more than are allowed. */
function entriesOf(value: object): unknown[] | undefined {
  if (!(Symbol.iterator in value)) return hasNoParts(value) ? undefined : Object.entries(value);
  // They have no pairs, and those that are empty would be taken for empty maps.
  if (ArrayBuffer.isView(value) || value instanceof String) return undefined;
  const entries: unknown[] = [];
  for (const entry of value as Iterable<unknown>) {
    entries.push(entry);
    if (entries.length > MAX_ITEMS) break;
  }
  return entries;
}

/** Returns whether an object is of a class, and has none of the properties: a promise is not an empty spec. */
function hasNoParts(value: object, names: readonly string[] = Object.keys(value)): boolean {
  const class_ = Object.getPrototypeOf(value) as object | null;
  // Not a comparison with `Object.prototype`: each realm has its own.
  const isPlain = class_ === null || Object.getPrototypeOf(class_) === null;
  return !isPlain && !names.some((name) => name in value);
}

/** @internal */
export function record<F extends Record<string, Convert<unknown>>>(
  fields: F,
): Convert<{ [K in keyof F]: ReturnType<F[K]> }> {
  const names = Object.keys(fields);
  return (value, path) => {
    if (typeof value !== 'object' || value === null || isArray(value)) throw wrong(path, 'an object', value);
    const [given, isOther] = reading(path, () => [Object.keys(value), hasNoParts(value, names)] as const);
    for (const name of given) {
      if (Object.hasOwn(fields, name)) continue;
      const meant = name.slice(0, MAX_SHOWN).replace(/[-_](.)/g, (_, letter: string) => letter.toUpperCase());
      const help = Object.hasOwn(fields, meant) ? `write \`${meant}\`` : `its properties are ${names.join(', ')}`;
      throw new TypeError(`\`${path}\` does not have a property ${quoted(name)}: ${help}`);
    }
    if (isOther) throw wrong(path, `an object with some of the properties ${names.join(', ')}`, value);
    const member = (name: string) => {
      const own = `${path}.${name}`;
      return fields[name]!(
        reading(own, () => (value as Record<string, unknown>)[name]),
        own,
      );
    };
    return Object.fromEntries(names.map((name) => [name, member(name)])) as { [K in keyof F]: ReturnType<F[K]> };
  };
}

/** Returns whether a value has one of the properties. @internal */
export const hasAny = (value: unknown, names: readonly string[], path: string): boolean =>
  typeof value === 'object' && value !== null && reading(path, () => names.some((name) => name in value));

/** Converts a function that the package calls. @internal */
export const callback: Convert<unknown> = (value, path) => {
  if (typeof value !== 'function') throw wrong(path, 'a function', value);
  return value;
};

/** Converts a value that is checked later. @internal */
export const unchecked: Convert<unknown> = (value) => value;

/** Maximum size of the arguments of a call. With more, the evaluator would run out of memory. */
const MAX_SIZE = 1 << 28;

/** Throws a `RangeError` if converted arguments do not fit into the memory of the evaluator. @internal */
export function checkSize(given: readonly unknown[]): void {
  if (sizeOf(given) > MAX_SIZE) throw new RangeError('the arguments of a call must have less than 256 MiB');
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let size = 0;
  for (const member of Array.isArray(value) ? value : Object.values(value)) size += 8 + sizeOf(member);
  return size;
}

/** An answer of the component without properties that are `undefined`, and with times as numbers. @internal */
export type Plain<T> = T extends bigint
  ? number
  : T extends BigInt64Array
    ? number[]
    : T extends Uint8Array
      ? Uint8Array<ArrayBuffer>
      : T extends Uint32Array
        ? Uint32Array<ArrayBuffer>
        : T extends (...given: never) => unknown
          ? T
          : T extends object
            ? { [K in keyof T]: Plain<T[K]> }
            : T extends void
              ? undefined
              : T;

/** @internal */
export function plain<T>(value: T): Plain<T>;
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (value instanceof BigInt64Array) return Array.from(value, Number);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) result[name] = plain(member);
  }
  return result;
}

/** Returns a record without properties that are `undefined`. @internal */
export const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;

/** @internal */
export const fromPairs = (pairs: Array<[string, string]>): Record<string, string> => Object.fromEntries(pairs);

/** @internal */
export const each =
  <T, U>(convert: (value: T) => U) =>
  (values: T[]): U[] =>
    values.map(convert);

/** @internal */
export const present =
  <T, U>(convert: (value: T) => U) =>
  (value: T | undefined): U | undefined =>
    value === undefined ? undefined : convert(value);
