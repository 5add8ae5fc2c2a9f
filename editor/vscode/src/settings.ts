/** The settings of the server. It refuses other fields. */
export interface ServerSettings {
  veleroVersion?: string;
  apiResources?: string;
  inventory?: string;
  ignore?: string[];
}

/** Settings whose values are paths. */
export const PATH_SETTINGS = ['apiResources', 'inventory'] as const;

/**
 * Returns the settings of the server. `get` returns the value of a setting, `toPath` the path of a file for the server.
 * Empty settings are left out.
 */
export function serverSettings(get: (name: string) => unknown, toPath: (text: string) => string): ServerSettings {
  const settings: ServerSettings = {};
  const veleroVersion = textOf(get('veleroVersion'));
  if (veleroVersion) settings.veleroVersion = veleroVersion;
  for (const name of PATH_SETTINGS) {
    const text = textOf(get(name));
    if (text) settings[name] = toPath(text);
  }
  const ignore = get('ignore');
  if (Array.isArray(ignore) && ignore.length > 0) settings.ignore = ignore.map(String);
  return settings;
}

/** Returns a text without spaces around it. Users can write any JSON in their settings. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

export function isAbsolute(path: string): boolean {
  return /^([/\\]|[A-Za-z]:[\\/])/.test(path);
}
