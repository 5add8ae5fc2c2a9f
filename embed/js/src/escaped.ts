/** Characters that would break a line, control a terminal, or reorder a text. */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/** Returns a text on one line, with unsafe characters as `\u{202e}`. @internal */
export const escaped = (text: string): string =>
  text.replace(UNSAFE, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`);
