/** Shared work is in the fragment, which browsers do not send to servers. */
const PREFIX = '#work=';
/** The fragment of an address that opens the page of a rule. */
const RULE_PREFIX = '#rule=';
/** Maximum number of characters of a link that most chats and mail programs keep whole. */
export const MAX_SAFE_LINK_LENGTH = 4_000;
/** Maximum number of characters of a fragment. A longer one is not read. */
export const MAX_FRAGMENT_LENGTH = 200_000;
/** Maximum number of characters that a fragment contains. A short link can decompress to gigabytes. */
const MAX_TEXT_LENGTH = 5_000_000;

/** Returns the fragment of a link with the work: JSON, deflated, in base64url. */
export async function toFragment(shared: unknown): Promise<string> {
  const text = new Blob([JSON.stringify(shared)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(text).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return PREFIX + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Returns whether a fragment is that of a link with work. */
export const isLink = (fragment: string): boolean => fragment.startsWith(PREFIX);

/** Returns the code of the rule that a fragment names. */
export const ruleOf = (fragment: string): string | undefined =>
  fragment.startsWith(RULE_PREFIX) ? fragment.slice(RULE_PREFIX.length) : undefined;

/** Returns the address that opens a rule. */
export function ruleLink(code: string): string {
  const link = new URL(location.href);
  link.hash = RULE_PREFIX + code;
  return link.href;
}

/** Decodes the fragment of a link. Returns nothing if it is not valid. */
export async function fromFragment(fragment: string): Promise<unknown> {
  if (!isLink(fragment) || fragment.length > MAX_FRAGMENT_LENGTH) return undefined;
  try {
    const binary = atob(fragment.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return JSON.parse(await bounded(text));
  } catch {
    return undefined;
  }
}

/** Reads at most `MAX_TEXT_LENGTH` characters. */
async function bounded(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > MAX_TEXT_LENGTH) {
      await reader.cancel();
      throw new Error('the link is too large');
    }
  }
}
