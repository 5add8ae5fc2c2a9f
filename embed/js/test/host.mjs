// A browser, and a server with the package, the tests and the test data for it.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** What a careful site allows: no inline script, no eval, and of WebAssembly what must be. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:";

const BROWSER = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--no-first-run',
  ],
};

/** Serves folders and texts, each under its path; what ends in `/` is a folder. */
export async function serve(places, policy = POLICY) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, 'http://localhost').pathname);
    const [at, place] =
      Object.entries(places).find(([at]) => path === at || (at.endsWith('/') && path.startsWith(at))) ?? [];
    try {
      const contents = at?.endsWith('/') ? await readFile(join(place, path.slice(at.length))) : place?.();
      if (contents === undefined) throw new Error('there is no such place');
      const type = TYPES[extname(path)] ?? 'application/json';
      response.writeHead(200, { 'content-type': type, 'content-security-policy': policy });
      response.end(contents);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** A page of the browser; whatever it complains about is in `complaints`. */
export async function openPage(url) {
  const browser = await chromium.launch(BROWSER);
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  return { page, complaints, close: () => browser.close() };
}
