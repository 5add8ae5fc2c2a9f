/** What goes in: checked for its shape, so that a slip is a `TypeError` with its place, and no wrong answer. */

/**
 * Keys to text: a plain object, a `Map`, or pairs. Pairs and maps keep their order; a plain object puts keys such as
 * `"1"` first.
 */
export type Pairs = Readonly<Record<string, string>> | Iterable<readonly [string, string]>;

/** @internal */
export type Convert<T> = (value: unknown, place: string) => T;

/** @internal */
export function wrong(place: string, expected: string, value: unknown): TypeError {
  const shown = typeof value === 'string' ? JSON.stringify(value) : Array.isArray(value) ? 'an array' : String(value);
  return new TypeError(`${place} is to be ${expected}, and is ${shown}`);
}

/** @internal */
export const text: Convert<string> = (value, place) => {
  if (typeof value !== 'string') throw wrong(place, 'a string', value);
  return value;
};

/** @internal */
export const flag: Convert<boolean> = (value, place) => {
  if (typeof value !== 'boolean') throw wrong(place, 'true or false', value);
  return value;
};

/** The largest count. @internal */
export const ALL = 0xffff_ffff;

/** @internal */
export const count: Convert<number> = (value, place) => {
  if (value === Infinity) return ALL;
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > ALL) {
    throw wrong(place, 'a whole number from 0 to 4294967295', value);
  }
  return value as number;
};

/** @internal */
export const bytes: Convert<Uint8Array> = (value, place) => {
  if (!(value instanceof Uint8Array)) throw wrong(place, 'a Uint8Array', value);
  return value;
};

/** A time between two seconds has the same runs after it as the second before. @internal */
export const seconds: Convert<bigint> = (value, place) => {
  const whole = typeof value === 'number' ? Math.floor(value) : Number.NaN;
  if (!Number.isSafeInteger(whole)) throw wrong(place, 'a number of seconds', value);
  return BigInt(whole);
};

/** @internal */
export const oneOf =
  <T extends string>(names: readonly T[]): Convert<T> =>
  (value, place) => {
    if (!names.includes(value as T)) throw wrong(place, `one of ${names.join(', ')}`, value);
    return value as T;
  };

/** @internal */
export const optional =
  <T>(convert: Convert<T>): Convert<T | undefined> =>
  (value, place) =>
    value == null ? undefined : convert(value, place);

/** For a value that must not be forgotten. @internal */
export const orUndefined =
  <T>(convert: Convert<T>): Convert<T | undefined> =>
  (value, place) =>
    value === undefined ? undefined : convert(value, place);

/** What stands for a value that is left out. @internal */
export const or =
  <T>(convert: Convert<T>, absent: T): Convert<T> =>
  (value, place) =>
    value == null ? absent : convert(value, place);

/** @internal */
export const list =
  <T>(convert: Convert<T>): Convert<T[]> =>
  (value, place) => {
    if (!Array.isArray(value)) throw wrong(place, 'an array', value);
    return value.map((item, index) => convert(item, `${place}[${index}]`));
  };

/** @internal */
export const pairs: Convert<Array<[string, string]>> = (value, place) => {
  if (typeof value !== 'object' || value === null) throw wrong(place, 'an object of strings', value);
  const entries: Iterable<unknown> = Symbol.iterator in value ? (value as Iterable<unknown>) : Object.entries(value);
  return Array.from(entries, (entry) => {
    if (!Array.isArray(entry) || entry.length !== 2)
      throw wrong(place, 'an object of strings, or pairs of them', entry);
    const key = text(entry[0], `a key of ${place}`);
    return [key, text(entry[1], `${place}[${JSON.stringify(key)}]`)];
  });
};

/** @internal */
export function record<F extends Record<string, Convert<unknown>>>(
  fields: F,
): Convert<{ [K in keyof F]: ReturnType<F[K]> }> {
  const names = Object.keys(fields);
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(place, 'an object', value);
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(fields, name)) continue;
      const meant = name.replace(/[-_](.)/g, (_, letter: string) => letter.toUpperCase());
      const help = Object.hasOwn(fields, meant) ? `: write ${meant}` : `: there are ${names.join(', ')}`;
      throw new TypeError(`${place} has no property ${name}${help}`);
    }
    const given = value as Record<string, unknown>;
    return Object.fromEntries(names.map((name) => [name, fields[name]!(given[name], `${place}.${name}`)])) as {
      [K in keyof F]: ReturnType<F[K]>;
    };
  };
}

/** What comes out: without properties that are `undefined`, and times as numbers. @internal */
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
