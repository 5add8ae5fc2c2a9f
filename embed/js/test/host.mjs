// A browser, and a server of files for it.

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

/** A strict policy: without inline scripts and `eval`, and with WebAssembly. */
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

/** Serves folders and texts by path. The path of a folder ends with `/`. */
export async function serve(entries, policy = POLICY) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, 'http://localhost').pathname);
    const [start, entry] =
      Object.entries(entries).find(([start]) => path === start || (start.endsWith('/') && path.startsWith(start))) ??
      [];
    try {
      const contents = start?.endsWith('/') ? await readFile(join(entry, path.slice(start.length))) : entry?.();
      if (contents === undefined) throw new Error(`${path} is not served`);
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

/** Opens a page. `errors` collects its errors. */
export async function openPage(url) {
  const browser = await chromium.launch(BROWSER);
  const page = await browser.newPage();
  const errors = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(url);
  return { page, errors, close: () => browser.close() };
}
