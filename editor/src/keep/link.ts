/** What is shared stands in the fragment, which browsers do not send to servers. */
const MARK = '#work=';
/** A link for more than this is no link that anybody would want to send. */
const LONGEST = 200_000;

/** The fragment of a link that carries something: JSON, deflated, in base64url. */
export async function toFragment(shared: unknown): Promise<string> {
  const text = new Blob([JSON.stringify(shared)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(text).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return MARK + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** What a link carries; nothing where it carries nothing that can be read. */
export async function fromFragment(fragment: string): Promise<unknown> {
  if (!fragment.startsWith(MARK) || fragment.length > LONGEST) return undefined;
  try {
    const binary = atob(fragment.slice(MARK.length).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
    const text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return JSON.parse(await bounded(text));
  } catch {
    return undefined;
  }
}

/** A link of a few letters can be made to unpack to gigabytes. */
async function bounded(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > 5_000_000) {
      await reader.cancel();
      throw new Error('the link carries too much');
    }
  }
}
