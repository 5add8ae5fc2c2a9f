/** Checks and converts arguments, so that a mistake in a program is a `TypeError` that names the argument. */

/**
 * Keys with text values: a plain object, a `Map`, or pairs. Maps and pairs keep their order. A plain object puts keys
 * such as `"1"` first.
 */
export type Pairs = Readonly<Record<string, string>> | Iterable<readonly [string, string]>;

/** @internal */
export type Convert<T> = (value: unknown, path: string) => T;

/** Returns the error for a value of the wrong type. @internal */
export function wrong(path: string, expected: string, value: unknown): TypeError {
  return new TypeError(`\`${path}\` must be ${expected}, found ${shown(value)}`);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return `the string \`${value}\``;
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : `\`${String(value)}\``;
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
export const count: Convert<number> = (value, path) => {
  if (value === Infinity) return ALL;
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > ALL) {
    throw wrong(path, 'an integer from 0 to 4294967295', value);
  }
  return value as number;
};

/** @internal */
export const bytes: Convert<Uint8Array> = (value, path) => {
  if (!(value instanceof Uint8Array)) throw wrong(path, 'a Uint8Array', value);
  return value;
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

/** @internal */
export const list =
  <T>(convert: Convert<T>): Convert<T[]> =>
  (value, path) => {
    if (!Array.isArray(value)) throw wrong(path, 'an array', value);
    return value.map((item, index) => convert(item, `${path}[${index}]`));
  };

/** @internal */
export const pairs: Convert<Array<[string, string]>> = (value, path) => {
  if (typeof value !== 'object' || value === null) throw wrong(path, 'an object of strings', value);
  const entries: Iterable<unknown> = Symbol.iterator in value ? (value as Iterable<unknown>) : Object.entries(value);
  return Array.from(entries, (entry, index) => {
    if (!Array.isArray(entry) || entry.length !== 2)
      throw wrong(path, 'an object of strings, or pairs of strings', entry);
    const key = text(entry[0], `${path}[${index}][0]`);
    return [key, text(entry[1], `${path}[${JSON.stringify(key)}]`)];
  });
};

/** @internal */
export function record<F extends Record<string, Convert<unknown>>>(
  fields: F,
): Convert<{ [K in keyof F]: ReturnType<F[K]> }> {
  const names = Object.keys(fields);
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(path, 'an object', value);
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(fields, name)) continue;
      const meant = name.replace(/[-_](.)/g, (_, letter: string) => letter.toUpperCase());
      const help = Object.hasOwn(fields, meant) ? `write \`${meant}\`` : `its properties are ${names.join(', ')}`;
      throw new TypeError(`\`${path}\` does not have a property \`${name}\`: ${help}`);
    }
    const given = value as Record<string, unknown>;
    return Object.fromEntries(names.map((name) => [name, fields[name]!(given[name], `${path}.${name}`)])) as {
      [K in keyof F]: ReturnType<F[K]>;
    };
  };
}

/** Returns whether a value has one of the properties. @internal */
export const hasAny = (value: unknown, names: readonly string[]): boolean =>
  typeof value === 'object' && value !== null && names.some((name) => name in value);

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
