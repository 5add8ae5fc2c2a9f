/** The files that the command may read: the ones that its arguments name, and configurations. */

import { lstatSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Failure } from './failure.js';

const CONFIGURATION = '.k8s-backup-target.toml';

/** A line of a configuration that names a file. The component parses the TOML. */
const API_RESOURCES = /^[ \t]*api-resources[ \t]*=[ \t]*(?:"([^"\\\n]*)"|'([^'\n]*)')/gm;

/** Maximum size of a configuration that can name a file. */
const MAX_CONFIGURATION_BYTES = 1 << 20;

/** Maximum number of symbolic links in one path, as in Linux. */
const MAX_LINKS = 40;

export class Files {
  /** The named paths, each with its key for comparison. The longest is the first. */
  readonly #named: Array<{ readonly key: string; readonly path: string }>;
  /** The folders that may have a configuration. */
  readonly #folders = new Set<string>();
  /** The files that configurations name, each with the folder of its configuration. */
  readonly #apiResources = new Map<string, string>();

  constructor(args: readonly string[], directory: string) {
    const values = args.map((arg) => /=(.*)/s.exec(arg)?.[1]);
    const names = [...args.filter((arg) => !arg.startsWith('-')), ...values].filter((name) => name !== undefined);
    this.#named = names
      .filter((name) => name !== '')
      .map((name) => (isAbsolute(name) ? name : directory + sep + name))
      // The command asks for configurations below a folder such as `..` by their paths without `..`.
      .flatMap((path) => (isSame(path, resolve(path)) ? [path, resolve(path)] : [path]))
      .map((path) => ({ key: keyOf(path), path }))
      .sort((a, b) => b.key.length - a.key.length);
    for (const path of [directory, ...this.#named.map(({ path }) => resolve(path))]) {
      for (let folder = path; !this.#folders.has(folder); folder = dirname(folder)) this.#folders.add(folder);
    }
  }

  /**
   * Returns the path of a file or folder without symbolic links.
   *
   * Throws a {@link Failure} if it may not be read, and the error of `node:fs` if it does not exist.
   */
  locate(path: string): string {
    const folder = dirname(resolve(path));
    const isConfiguration = basename(path) === CONFIGURATION && this.#folders.has(folder);
    const named = this.#locateNamed(path);
    const location =
      named ?? this.#locateApiResources(path) ?? (isConfiguration ? locateIn(folder, CONFIGURATION) : undefined);
    if (location === undefined) throw new Failure('not-permitted');
    const stats = statSync(location);
    if (named === undefined && stats.isDirectory()) throw new Failure('is-directory');
    if (isConfiguration && stats.isFile() && stats.size <= MAX_CONFIGURATION_BYTES) {
      this.#readConfiguration(location, folder);
    }
    return location;
  }

  #locateNamed(path: string): string | undefined {
    const key = keyOf(path);
    const named = this.#named.find((named) => key === named.key || key.startsWith(`${named.key}/`));
    if (named === undefined) return undefined;
    // The operating system resolves the named path, since `..` after a symbolic link needs it.
    return locateIn(named.path, key.slice(named.key.length));
  }

  #locateApiResources(path: string): string | undefined {
    const folder = this.#apiResources.get(resolve(path));
    return folder === undefined ? undefined : locateIn(folder, relative(folder, resolve(path)));
  }

  #readConfiguration(location: string, folder: string): void {
    for (const [, quoted, literal] of readFileSync(location, 'utf8').matchAll(API_RESOURCES)) {
      const name = (quoted ?? literal)!;
      if (!isAbsolute(name) && !partsOf(name).includes('..')) this.#apiResources.set(join(folder, name), folder);
    }
  }
}

/** Returns whether two paths lead to the same file. */
function isSame(a: string, b: string): boolean {
  try {
    return realpathSync.native(a) === realpathSync.native(b);
  } catch {
    return false;
  }
}

/** Resolves a path below a folder. No step may leave the folder. */
function locateIn(folder: string, path: string): string {
  const start = realpathSync.native(folder);
  const rest = partsOf(path).reverse();
  let location = start;
  let links = 0;
  for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
    if (part === '..') {
      if (location === start) throw new Failure('not-permitted');
      location = dirname(location);
      continue;
    }
    const next = join(location, part);
    if (!lstatSync(next).isSymbolicLink()) {
      location = next;
      continue;
    }
    links += 1;
    if (links > MAX_LINKS) throw new Failure('loop');
    const target = readlinkSync(next);
    if (isAbsolute(target)) throw new Failure('not-permitted');
    rest.push(...partsOf(target).reverse());
  }
  return location;
}

const partsOf = (path: string): string[] =>
  path.split(sep === '/' ? '/' : /[\\/]/).filter((part) => part !== '' && part !== '.');

/** Returns the key of a path: `/a//./b` and `/a/b` have the same key, `/a/x/../b` has another one. */
const keyOf = (path: string): string =>
  partsOf(path)
    .map((part) => `/${part}`)
    .join('');
