import { wrong } from './convert.js';

/** Where bytes come from: pieces of any size, which may end anywhere. Text is taken as UTF-8. */
export type Source =
  | string
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>;

/** Pieces are cut to so many bytes, so that each is gone through in a few milliseconds. */
const PIECE = 1 << 16;

/** A blob is read so many bytes at a time. */
const SLICE = 1 << 20;

/** How many bytes a source has, where that is known from the start. @internal */
export function sizeOf(source: Source): number | undefined {
  if (source instanceof Uint8Array || source instanceof ArrayBuffer) return source.byteLength;
  return source instanceof Blob ? source.size : undefined;
}

/** The bytes of a source in small pieces. Ends early, and lets go of the source, when the signal says so. @internal */
export async function* pieces(
  source: Source,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = iterate(source);
  const aborted = whenAborted(signal);
  let exhausted = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const next = await Promise.race([chunks.next(), aborted.promise]);
      if (next.done) {
        exhausted = true;
        return;
      }
      yield* cut(next.value);
    }
  } finally {
    aborted.forget();
    // Not waited for: a source that hangs would hang here, too.
    if (!exhausted) Promise.resolve(chunks.return?.()).catch(() => {});
  }
}

type Chunk = Uint8Array | string;
type Chunks = AsyncIterator<Chunk> | { next(): IteratorResult<Chunk>; return?(): unknown };

function iterate(source: Source): Chunks {
  if (typeof source === 'string' || source instanceof Uint8Array) return [source].values();
  if (source instanceof ArrayBuffer) return [new Uint8Array(source)].values();
  if (source instanceof Blob) return sliced(source);
  if (typeof source === 'object' && source !== null) {
    // Not every browser iterates over streams.
    if ('getReader' in source) return streamed(source);
    if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
    if (Symbol.iterator in source) return source[Symbol.iterator]();
  }
  throw wrong('source', 'text, bytes, a Blob, a stream or an iterable of pieces', source);
}

/** The stream of a blob comes all at once in Node, and whoever else waits would wait for it. */
async function* sliced(blob: Blob): AsyncGenerator<Chunk, undefined, undefined> {
  for (let start = 0; start < blob.size; start += SLICE) {
    yield new Uint8Array(await blob.slice(start, start + SLICE).arrayBuffer());
  }
}

function streamed(stream: ReadableStream<Uint8Array>): AsyncIterator<Chunk> {
  const reader = stream.getReader();
  return {
    next: async () => (await reader.read()) as IteratorResult<Uint8Array>,
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

function* cut(chunk: Chunk): Generator<Uint8Array, void, undefined> {
  if (typeof chunk !== 'string') {
    if (!(chunk instanceof Uint8Array)) throw wrong('a piece of the source', 'bytes or text', chunk);
    for (let start = 0; start < chunk.length; start += PIECE) yield chunk.subarray(start, start + PIECE);
    return;
  }
  const encoder = new TextEncoder();
  for (let start = 0; start < chunk.length;) {
    const end = Math.min(start + PIECE, chunk.length);
    // The two halves of a character stay together.
    const halved = end < chunk.length && (chunk.charCodeAt(end - 1) & 0xfc00) === 0xd800;
    const piece = chunk.slice(start, halved ? end - 1 : end);
    yield encoder.encode(piece);
    start += piece.length;
  }
}

function whenAborted(signal: AbortSignal | undefined): { promise: Promise<never>; forget: () => void } {
  let abort = () => {};
  const promise = new Promise<never>((_, reject) => {
    abort = () => reject(signal?.reason);
  });
  promise.catch(() => {});
  signal?.addEventListener('abort', abort, { once: true });
  return { promise, forget: () => signal?.removeEventListener('abort', abort) };
}
