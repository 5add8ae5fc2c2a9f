/** Splits a text into the entries of a list: at commas, spaces and lines. The signs of YAML and JSON lists are left out. */
export function entriesOf(text: string): string[] {
  return unwrapped(text, /^\[\s*(?=["'])/, /\s*\]$/)
    .split(/[\s,]+/)
    .map(unquoted)
    .filter((entry) => entry !== '' && entry !== '-');
}

/**
 * Splits a text into labels: `app=web, tier=db`, or lines of `app: web`. Returns each as `key=value`, or nothing if a part
 * is not a label. A selector can also be written in other ways, which the field does not have.
 */
export function labelsOf(text: string): string[] | undefined {
  const pairs = unwrapped(text, /^\{/, /\}$/)
    .replace(/[ \t]*(?:==?|:)[ \t]*/g, '=')
    .split(/[\s,]+/)
    .filter((pair) => pair !== '' && pair !== '-')
    .map((pair) => /^([^=!()]+)=([^=()]*)$/.exec(pair));
  if (pairs.length === 0 || pairs.includes(null)) return undefined;
  return pairs.map((pair) => `${unquoted(pair![1]!)}=${unquoted(pair![2]!)}`);
}

/** Returns the key and the value of `key=value`. */
export function keyAndValue(label: string): [key: string, value: string] {
  const at = label.indexOf('=');
  return [label.slice(0, at), label.slice(at + 1)];
}

const unquoted = (word: string): string => word.replace(/^(["'])(.*)\1$/, '$2');

function unwrapped(text: string, start: RegExp, end: RegExp): string {
  const trimmed = text.trim();
  return start.test(trimmed) && end.test(trimmed) ? trimmed.replace(start, '').replace(end, '') : trimmed;
}
