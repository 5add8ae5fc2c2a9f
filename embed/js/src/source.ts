import { isBytes, reading, wrong } from './convert.js';

/** A source of bytes, in pieces of any size. Pieces may end anywhere. Text is encoded as UTF-8. */
export type Source =
  | string
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>;

/** Maximum size of a piece: the evaluator reads it in a few milliseconds. */
const PIECE = 1 << 16;

/** Number of bytes that are read from a blob at a time. */
const SLICE = 1 << 20;

/** Returns the size of a source in bytes, if it is known. @internal */
export function sizeOf(source: Source): number | undefined {
  if (source instanceof Uint8Array || source instanceof ArrayBuffer) return source.byteLength;
  return source instanceof Blob ? source.size : undefined;
}

/** Reads a source in small pieces. If the signal aborts it, the source is released. @internal */
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
      if (typeof next !== 'object' || next === null) throw wrong('source', 'iterable, with objects as results', next);
      if (next.done) {
        exhausted = true;
        return;
      }
      yield* cut(next.value);
    }
  } finally {
    aborted.stop();
    // Not awaited: the source may never answer.
    if (!exhausted) Promise.resolve(chunks.return?.()).catch(() => {});
  }
}

type Chunk = Uint8Array | string;
type Chunks = AsyncIterator<Chunk> | { next(): IteratorResult<Chunk>; return?(): unknown };

function iterate(source: Source): Chunks {
  if (typeof source === 'string' || source instanceof Uint8Array) return [source].values();
  if (source instanceof ArrayBuffer) return [reading('source', () => new Uint8Array(source))].values();
  if (source instanceof Blob) return sliced(source);
  if (typeof source === 'object' && source !== null) {
    // Not every browser can iterate over streams.
    if ('getReader' in source) return streamed(source);
    if (Symbol.asyncIterator in source) return checked(source[Symbol.asyncIterator]());
    if (Symbol.iterator in source) return checked(source[Symbol.iterator]());
  }
  throw wrong('source', 'text, bytes, a Blob, a stream or an iterable of pieces', source);
}

/** Checks an iterator of the caller. Its results are checked as pieces. */
function checked<C extends Chunks>(chunks: C): C {
  if (typeof (chunks as C | undefined)?.next !== 'function') throw wrong('source', 'iterable', chunks);
  return chunks;
}

/** Reads slices, since Node returns the stream of a blob in one piece, which would block all other work. */
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
  // Also an empty chunk is yielded, since an endless source of them must not block other work.
  let start = 0;
  if (typeof chunk !== 'string') {
    if (!isBytes(chunk)) throw wrong('source piece', 'bytes or text', chunk);
    const view = viewOf(chunk);
    const { length } = view;
    do {
      if (view.length !== length) throw new TypeError('`source piece` changed its length while it was read');
      yield view.subarray(start, start + PIECE);
      start += PIECE;
    } while (start < length);
    return;
  }
  const encoder = new TextEncoder();
  do {
    const end = Math.min(start + PIECE, chunk.length);
    // Surrogate pairs are not split.
    const isSplit = end < chunk.length && (chunk.charCodeAt(end - 1) & 0xfc00) === 0xd800;
    const piece = chunk.slice(start, isSplit ? end - 1 : end);
    yield encoder.encode(piece);
    start += piece.length;
  } while (start < chunk.length);
}

const view = Object.getPrototypeOf(Uint8Array.prototype) as object;
const [bufferOf, offsetOf, lengthOf] = ['buffer', 'byteOffset', 'length'].map(
  (name) => Object.getOwnPropertyDescriptor(view, name)!.get!,
) as [() => ArrayBuffer, () => number, () => number];

/** Returns a view of the same bytes. A subclass can override how it is read. */
const viewOf = (chunk: Uint8Array): Uint8Array =>
  reading('source piece', () => new Uint8Array(bufferOf.call(chunk), offsetOf.call(chunk), lengthOf.call(chunk)));

function whenAborted(signal: AbortSignal | undefined): { promise: Promise<never>; stop: () => void } {
  let abort = () => {};
  const promise = new Promise<never>((_, reject) => {
    abort = () => reject(signal?.reason);
  });
  promise.catch(() => {});
  signal?.addEventListener('abort', abort, { once: true });
  return { promise, stop: () => signal?.removeEventListener('abort', abort) };
}
