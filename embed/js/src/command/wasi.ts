/** The part of WASI 0.2 that the command imports. */

import { isUtf8 } from 'node:buffer';
import { type Stats, closeSync, constants, openSync, readSync, readdirSync, statSync, writeSync } from 'node:fs';
import { isAbsolute, sep } from 'node:path';
import { Failure } from './failure.js';
import type { Files } from './files.js';

/** A call of the command. */
export interface Call {
  readonly args: readonly string[];
  readonly variables: ReadonlyArray<readonly [string, string]>;
  readonly directory: string;
  readonly files: Files;
}

/** Ends the command. */
export class Exit extends Error {
  constructor(readonly status: number) {
    super(`exit status ${status}`);
  }
}

/** The bytes of the latest read. The glue copies them before the next one. */
const BUFFER = Buffer.allocUnsafeSlow(1 << 20);

/** How long to wait for a pipe that another process made non-blocking. */
const PAUSE_MILLISECONDS = 5;
const NEVER_NOTIFIED = new Int32Array(new SharedArrayBuffer(4));

/** Returns the imports of the component. */
export function wasi({ args, variables, directory, files }: Call): object {
  class Descriptor {
    readonly #path: string;
    readonly #location: string | undefined;
    readonly #type: string;
    readonly #file: number | undefined;

    /** Without a location, it only has {@link openAt}, which checks each path. */
    constructor(path: string, location?: string) {
      this.#path = path;
      this.#location = location;
      this.#type = location === undefined ? 'directory' : typeOf(statSync(location));
      // Other types are not opened: opening a pipe waits for its writer.
      if (location !== undefined && this.#type === 'regular-file') {
        this.#file = openSync(location, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
      }
    }

    getType(): string {
      return this.#type;
    }

    read(length: bigint, offset: bigint): [Uint8Array, boolean] {
      const file = this.#file;
      if (file === undefined) throw new Failure(this.#type === 'directory' ? 'is-directory' : 'unsupported');
      const count = attempt(() => readSync(file, BUFFER, 0, atMost(length), offset));
      return [BUFFER.subarray(0, count), count === 0];
    }

    readDirectory(): DirectoryEntryStream {
      const location = this.#location;
      if (location === undefined) throw new Failure('not-permitted');
      return new DirectoryEntryStream(
        attempt(() => readdirSync(location, { withFileTypes: true, encoding: 'buffer' })),
      );
    }

    /** Opens a file or folder. The flags are ignored: every file is opened for reading only. */
    openAt(_pathFlags: object, path: string): Descriptor {
      const whole = isAbsolute(path) ? path : this.#path + sep + path;
      return attempt(() => new Descriptor(whole, files.locate(whole)));
    }

    [Symbol.dispose](): void {
      if (this.#file !== undefined) closeSync(this.#file);
    }
  }

  return {
    'wasi:cli/environment': {
      getEnvironment: () => variables,
      getArguments: () => ['k8s-backup-target', ...args],
      initialCwd: () => directory,
    },
    'wasi:cli/exit': {
      exitWithCode: (status: number) => {
        throw new Exit(status);
      },
    },
    'wasi:cli/stdin': { getStdin: () => new InputStream() },
    'wasi:cli/stdout': { getStdout: () => new OutputStream(1) },
    'wasi:cli/stderr': { getStderr: () => new OutputStream(2) },
    'wasi:filesystem/preopens': {
      getDirectories: () => [
        [new Descriptor(directory), '.'],
        [new Descriptor(''), '/'],
      ],
    },
    'wasi:filesystem/types': { Descriptor, DirectoryEntryStream },
    'wasi:io/error': { Error: StreamFailure },
    'wasi:io/streams': { InputStream, OutputStream },
  };
}

/** An entry of a folder. Its name may not be UTF-8. */
type Entry = Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'> & { readonly name: Buffer };

class DirectoryEntryStream {
  readonly #entries: Iterator<Entry>;

  constructor(entries: readonly Entry[]) {
    this.#entries = entries.values();
  }

  readDirectoryEntry(): { type: string; name: string } | undefined {
    const { value: entry, done } = this.#entries.next();
    if (done) return undefined;
    if (!isUtf8(entry.name)) throw new Failure('illegal-byte-sequence');
    return { type: typeOf(entry), name: entry.name.toString() };
  }
}

class InputStream {
  blockingRead(length: bigint): Uint8Array {
    for (;;) {
      try {
        const count = readSync(0, BUFFER, 0, atMost(length), null);
        if (count === 0) throw new Failure({ tag: 'closed' });
        return BUFFER.subarray(0, count);
      } catch (error) {
        waitOrFail(error);
      }
    }
  }
}

/** Standard output or standard error. */
export class OutputStream {
  readonly #file: number;

  constructor(file: number) {
    this.#file = file;
  }

  blockingWriteAndFlush(contents: Uint8Array): void {
    for (let start = 0; start < contents.length;) {
      try {
        start += writeSync(this.#file, contents, start);
      } catch (error) {
        waitOrFail(error);
      }
    }
  }
}

class StreamFailure {}

/** Waits if a pipe is full or empty, and throws a {@link Failure} otherwise. */
function waitOrFail(error: unknown): void {
  if (error instanceof Failure) throw error;
  const { code } = error as NodeJS.ErrnoException;
  // On Windows, the end of standard input and a closed pipe are `EOF`.
  if (code === 'EPIPE' || code === 'EOF') throw new Failure({ tag: 'closed' });
  if (code !== 'EAGAIN') throw new Failure({ tag: 'last-operation-failed', val: new StreamFailure() });
  Atomics.wait(NEVER_NOTIFIED, 0, 0, PAUSE_MILLISECONDS);
}

const CODES: Partial<Record<string, string>> = {
  EACCES: 'access',
  EINVAL: 'invalid',
  EISDIR: 'is-directory',
  ELOOP: 'loop',
  ENAMETOOLONG: 'name-too-long',
  ENOENT: 'no-entry',
  ENOTDIR: 'not-directory',
  EPERM: 'access',
};

/** Calls functions of `node:fs`, and converts their errors to those of WASI. */
function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(CODES[(error as NodeJS.ErrnoException).code ?? ''] ?? 'io');
  }
}

function typeOf(found: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): string {
  if (found.isFile()) return 'regular-file';
  if (found.isDirectory()) return 'directory';
  return found.isSymbolicLink() ? 'symbolic-link' : 'unknown';
}

const atMost = (length: bigint): number => (length < BUFFER.length ? Number(length) : BUFFER.length);
