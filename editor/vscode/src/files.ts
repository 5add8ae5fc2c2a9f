type EntryKind = 'file' | 'folder';

/** What is at a path, as in the component's interface. */
export type Content = { tag: 'file'; val: Uint8Array } | { tag: 'folder'; val: { name: string; kind: EntryKind }[] };

/** The files that the server can read, by path. */
export class Files {
  #files = new Map<string, Uint8Array>();
  /** The entries of the folders that have files. */
  #folders = new Map<string, Map<string, EntryKind>>();
  #absent = new Set<string>();
  #wanted = new Set<string>();

  /** Sets a file. Without bytes, there is no file at the path. */
  set(path: string, bytes: Uint8Array | null) {
    this.#wanted.delete(path);
    if (bytes) {
      this.#absent.delete(path);
      this.#files.set(path, bytes);
      this.#link(path);
    } else {
      this.#absent.add(path);
      if (this.#files.delete(path)) this.#unlink(path);
    }
  }

  /** Sets a folder that exists, also without files. */
  setFolder(path: string) {
    const folder = withoutSlash(path);
    if (!this.#folders.has(folder)) this.#folders.set(folder, new Map());
  }

  /** Returns what is at a path. `takeWanted` returns the path later if nothing is known of it. */
  open(path: string): Content | undefined {
    const bytes = this.#files.get(path);
    if (bytes) return { tag: 'file', val: bytes };
    const entries = this.#folders.get(withoutSlash(path));
    if (entries) return { tag: 'folder', val: [...entries].map(([name, kind]) => ({ name, kind })) };
    if (!this.#absent.has(path)) this.#wanted.add(path);
    return undefined;
  }

  /** Returns the paths that were opened, and of which nothing is known. */
  takeWanted(): string[] {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    return wanted;
  }

  #link(path: string) {
    for (let kind: EntryKind = 'file'; path.includes('/'); kind = 'folder') {
      const { folder, name } = split(path);
      const entries = this.#folders.get(folder);
      entries?.set(name, kind);
      if (entries) return;
      this.#folders.set(folder, new Map([[name, kind]]));
      path = folder;
    }
  }

  #unlink(path: string) {
    while (path.includes('/')) {
      const { folder, name } = split(path);
      const entries = this.#folders.get(folder);
      entries?.delete(name);
      if (entries?.size) return;
      this.#folders.delete(folder);
      path = folder;
    }
  }
}

const withoutSlash = (path: string) => path.replace(/\/+$/, '');

function split(path: string) {
  const slash = path.lastIndexOf('/');
  return { folder: path.slice(0, slash), name: path.slice(slash + 1) };
}
