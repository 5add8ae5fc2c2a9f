/** The parts of a URI that differ between VS Code and the server. */
export interface Parts {
  scheme: string;
  authority: string;
  path: string;
}

/** The first name in the paths of converted URIs. */
const CONVERTED = 'vscode-uri';
const PATH = new RegExp(`^/${CONVERTED}/(\\w[\\w+.-]*)/([^/]+)(.*)$`, 's');
const NO_AUTHORITY = '-';
/** The path does not start with a slash. */
const OPAQUE = '-.';

/**
 * Converts the URIs of virtual file systems, such as `vscode-vfs://github/owner/spec.yaml`, to `file:` URIs. The server
 * only knows the paths of `file:` URIs.
 *
 * A converted URI has the path `/vscode-uri/SCHEME/AUTHORITY/path`. A real `file:` URI below `/vscode-uri` is converted
 * itself, so that it cannot be confused with a converted one.
 */
export function toServer({ scheme, authority, path }: Parts): Parts {
  const isKept = scheme === 'untitled' || (scheme === 'file' && path.split('/')[1] !== CONVERTED);
  if (isKept) return { scheme, authority, path };
  const isOpaque = authority === '' && !path.startsWith('/');
  const escaped = encodeURIComponent(authority);
  // An empty name would be lost: the server skips it. `-` at the start marks the names that are not an authority.
  const name = isOpaque ? OPAQUE : authority === '' ? NO_AUTHORITY : escaped.replace(/^-/, '--');
  return { scheme: 'file', authority: '', path: `/${CONVERTED}/${scheme}/${name}${isOpaque ? '/' : ''}${path}` };
}

/** Converts a URI of the server back. */
export function fromServer({ scheme, authority, path }: Parts): Parts {
  // The server also looks for a configuration in `/vscode-uri` itself.
  const parts = scheme === 'file' ? PATH.exec(path) : null;
  if (!parts) return { scheme, authority, path };
  const [, original = '', name = '', rest = ''] = parts;
  if (name === OPAQUE) return { scheme: original, authority: '', path: rest.slice(1) };
  const escaped = name === NO_AUTHORITY ? '' : name.replace(/^--/, '-');
  return { scheme: original, authority: decodeURIComponent(escaped), path: rest };
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
