import urlOfModule from 'virtual:text-module';
import { loaded } from './loading';
import { type Texts, textsOf } from './texts';

/** Loads the module for texts. */
export const loadTexts = (): Promise<Texts> => loaded(compiled().then(textsOf));

async function compiled(): Promise<WebAssembly.Module> {
  const response = await fetch(urlOfModule);
  if (!response.ok) throw new Error(`cannot load ${response.url}: status ${response.status}`);
  // Browsers compile during the download only with exactly this type.
  const streams = response.headers.get('content-type') === 'application/wasm';
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}
