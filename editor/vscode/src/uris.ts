/** The parts of a URI that differ between VS Code and the server. */
export interface Parts {
  scheme: string;
  authority: string;
  path: string;
}

const NO_AUTHORITY = '-';
/** The path does not start with a slash. */
const OPAQUE = '-.';

/**
 * Converts the URIs of virtual file systems, such as `vscode-vfs://github/owner/spec.yaml`, to `file:` URIs and back. The
 * server only knows the paths of `file:` URIs.
 *
 * A converted URI has the path `/SCHEME/AUTHORITY/path`. Only schemes that were converted before are converted back. A
 * real `file:` URI with such a path is converted itself, so that it cannot be confused with a converted one.
 */
export class Uris {
  #schemes = new Set(['file']);

  toServer({ scheme, authority, path }: Parts): Parts {
    if (scheme === 'untitled') return { scheme, authority, path };
    if (scheme === 'file' && !this.#isConverted(path)) return { scheme, authority, path };
    this.#schemes.add(scheme);
    const isOpaque = authority === '' && !path.startsWith('/');
    const escaped = encodeURIComponent(authority);
    // An empty name would be lost: the server skips it. `-` at the start marks the names that are not an authority.
    const name = isOpaque ? OPAQUE : authority === '' ? NO_AUTHORITY : escaped.replace(/^-/, '--');
    return { scheme: 'file', authority: '', path: `/${scheme}/${name}${isOpaque ? '/' : ''}${path}` };
  }

  fromServer({ scheme, authority, path }: Parts): Parts {
    if (scheme !== 'file' || !this.#isConverted(path)) return { scheme, authority, path };
    const [, original = '', name = '', rest = ''] = /^\/([^/]*)\/([^/]*)(.*)$/s.exec(path) ?? [];
    if (name === OPAQUE) return { scheme: original, authority: '', path: rest.slice(1) };
    const escaped = name === NO_AUTHORITY ? '' : name.replace(/^--/, '-');
    return { scheme: original, authority: decodeURIComponent(escaped), path: rest };
  }

  #isConverted(path: string) {
    const [, first, second] = path.split('/');
    return first !== undefined && second !== undefined && this.#schemes.has(first);
  }
}

/** Returns the path of a `file:` URI as the server names it, or nothing if the URI has none. */
export function pathOf(uri: string): string | undefined {
  const [, path] = /^file:\/\/[^/?#]*(\/[^?#]*)/i.exec(uri) ?? [];
  if (path === undefined) return undefined;
  try {
    return decodeURIComponent(path).replace(/^\/(?=[A-Za-z]:)/, '');
  } catch {
    return undefined;
  }
}

/** Returns the `file:` URI of an absolute path, or nothing if the path is relative. */
export function uriOf(path: string): string | undefined {
  const isDrive = /^[A-Za-z]:/.test(path);
  if (!isDrive && !path.startsWith('/')) return undefined;
  return `file://${isDrive ? '/' : ''}${path.split('/').map(encodeURIComponent).join('/')}`;
}
