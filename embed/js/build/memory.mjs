// Limits the memory of a core module.

const MEMORY_SECTION = 5;

/** Returns a core module with a maximum memory, in pages of 64 KiB. `maximumOf` gets its minimum. */
export function withMaximumMemory(wasm, maximumOf) {
  for (let at = 8; at < wasm.length;) {
    const [size, start] = numberAt(wasm, at + 1);
    if (wasm[at] === MEMORY_SECTION) {
      const [count, flags] = [wasm[start], wasm[start + 1]];
      if (count !== 1 || flags > 1) throw new Error('the module has more than one memory, or one of another kind');
      const [minimum] = numberAt(wasm, start + 2);
      const memories = [1, 1, ...encoded(minimum), ...encoded(maximumOf(minimum))];
      const section = [MEMORY_SECTION, ...encoded(memories.length), ...memories];
      const limited = new Uint8Array(at + section.length + wasm.length - start - size);
      limited.set(wasm.subarray(0, at));
      limited.set(section, at);
      limited.set(wasm.subarray(start + size), at + section.length);
      return limited;
    }
    at = start + size;
  }
  throw new Error('the module does not have a memory');
}

/** Returns the unsigned LEB128 number at a position, and the position after it. */
function numberAt(wasm, at) {
  let [value, shift, byte] = [0, 0, 0];
  do {
    byte = wasm[at++];
    value |= (byte & 0x7f) << shift;
    shift += 7;
  } while (byte & 0x80);
  return [value, at];
}

const encoded = (value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...encoded(value >> 7)]);
