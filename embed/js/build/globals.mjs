// What the component's glue gets in the place of two globals.

const Utf8Decoder = globalThis.TextDecoder;

/** Keeps a byte order mark at the start of a text, which is as much part of it as any other character. */
export class Decoder extends Utf8Decoder {
  constructor() {
    super('utf-8', { ignoreBOM: true });
  }
}

/** Does nothing: the package releases resources itself, since it knows which instances are lost. */
export class Registry {
  register() {}
  unregister() {}
}
