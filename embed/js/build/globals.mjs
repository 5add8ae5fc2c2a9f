// The glue of a component uses these instead of three globals.

const Utf8Decoder = globalThis.TextDecoder;

/** Keeps a byte order mark at the start of a text: it is a part of the text. */
export class Decoder extends Utf8Decoder {
  constructor() {
    super('utf-8', { ignoreBOM: true });
  }
}

/** Does nothing: the package closes resources itself, since it knows which instances trapped. */
export class Registry {
  register() {}
  unregister() {}
}

/** No export suspends. Engines without this function needed 3 ms for each of 25 exports to find that out. */
export const promising = (work) => work;
