// What the component's glue gets in the place of three globals.

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

/** Nothing here suspends. Where engines have no such function, to find that out took 3 ms for each of 25 exports. */
export const promising = (work) => work;
