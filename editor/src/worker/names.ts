import type { Target } from 'k8s-backup-target';

const MAX_NAME_LENGTH = 63;
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Returns a fixed name for the object of each target, as the command `merge --manifests` does. */
export function objectNames(targets: readonly Target[]): string[] {
  const identities = new Map<string, Set<string>>();
  for (const target of targets) {
    const known = identities.get(plain(target)) ?? new Set();
    identities.set(plain(target), known.add(identity(target)));
  }
  return targets.map((target) => {
    const name = plain(target);
    const isName = name.length <= MAX_NAME_LENGTH && DNS_LABEL.test(name);
    return isName && identities.get(name)?.size === 1 ? name : marked(target);
  });
}

const plain = ({ app, relationName, model }: Target): string => `${app}-${relationName}-${model}`;
const identity = ({ app, relationName, model }: Target): string => JSON.stringify([app, relationName, model]);

/** Returns the valid characters of a name, shortened, with a hash of the target. */
function marked(target: Target): string {
  const mark = fnv1a([target.app, target.relationName, target.model]).toString(16).padStart(8, '0');
  const letters = [...plain(target)].map((char) => (/^[a-z0-9]$/i.test(char) ? char.toLowerCase() : '-'));
  const kept = letters
    .slice(0, MAX_NAME_LENGTH - 1 - mark.length)
    .join('')
    .replace(/^-+|-+$/g, '');
  return `${kept === '' ? 'target' : kept}-${mark}`;
}

/** Hashes texts with 32-bit FNV-1a. A byte that is not in UTF-8 separates the texts. */
function fnv1a(texts: readonly string[]): number {
  const bytes = texts.flatMap((text) => [...new TextEncoder().encode(text), 0xff]);
  return bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}
