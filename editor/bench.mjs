// Measures the page: node bench.mjs
//
// - From a key press to its diagnostics, in a text of 2,000 lines.
// - The longest time that the page is blocked while 100,000 objects are read.
// - From nothing to the first verdict, on a slow network.

import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { serve } from './serve.mjs';

const LINES = 2000;
const KEYS = 30;
const OBJECTS = 100_000;
/** The slow network: milliseconds until an answer begins, and bytes per second. */
const LATENCY = 150;
const BANDWIDTH = 200_000;

const server = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await (await browser.newContext({ serviceWorkers: 'block' })).newPage();
await page.goto(server.origin);
await page.waitForSelector('html[data-checked]');

/** Returns targets of eight lines each. Every tenth has a wrong ttl. */
function targets(lines) {
  return Array.from({ length: lines / 8 }, (_, at) =>
    [
      `- app: app-${at}`,
      '  relation_name: backup',
      '  model: prod',
      '  spec:',
      '    include_namespaces:',
      `      - namespace-${at}`,
      '      - prod-*',
      `    ttl: ${at % 10 === 0 ? '30d' : '24h'}`,
    ].join('\n'),
  ).join('\n');
}

async function keys() {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(`${targets(LINES)}d`);
  await page.locator('.at-cursor .message', { hasText: '24hd' }).waitFor();
  // From the key that corrects a duration until its diagnostic under the text is gone, and the page is drawn. New problems
  // are not measured: they wait until a word is complete.
  await page.evaluate(() => {
    globalThis.times = [];
    let pressed;
    const root = document.querySelector('.text-editor').shadowRoot;
    root.addEventListener(
      'keydown',
      ({ key, timeStamp }) => (pressed = key === 'Backspace' ? timeStamp : undefined),
      true,
    );
    const strip = document.querySelector('.at-cursor');
    new MutationObserver(() => {
      if (pressed === undefined || strip.querySelector('.message')) return;
      const from = pressed;
      pressed = undefined;
      requestAnimationFrame(() => setTimeout(() => globalThis.times.push(performance.now() - from)));
    }).observe(strip, { childList: true, subtree: true });
  });
  const count = () => page.evaluate(() => globalThis.times.length);
  for (let key = 1; key <= KEYS; key++) {
    await page.keyboard.press('Backspace');
    await page.locator('.at-cursor .message').waitFor({ state: 'detached' });
    while ((await count()) < key) await page.waitForTimeout(10);
    await page.keyboard.press('d');
    await page.locator('.at-cursor .message', { hasText: '24hd' }).waitFor();
  }
  return page.evaluate(() => globalThis.times);
}

async function inventory() {
  const kinds = [
    ['v1', 'ConfigMap'],
    ['v1', 'Secret'],
    ['v1', 'Service'],
    ['v1', 'Pod'],
    ['v1', 'PersistentVolumeClaim'],
    ['apps/v1', 'Deployment'],
    ['apps/v1', 'StatefulSet'],
    ['batch/v1', 'Job'],
  ];
  await page.getByRole('tab', { name: 'Selection' }).click();
  await page.evaluate(
    ({ kinds, count }) => {
      const parts = ['{"apiVersion":"v1","kind":"List","items":['];
      for (let at = 0; at < count; at++) {
        const [apiVersion, kind] = kinds[at % kinds.length];
        const metadata = {
          name: `object-${at}`,
          namespace: `namespace-${at % 300}`,
          labels: { app: `app-${at % 50}` },
        };
        const filling = { data: { text: 'x'.repeat(300) } };
        parts.push(`${at === 0 ? '' : ','}${JSON.stringify({ apiVersion, kind, metadata, ...filling })}`);
      }
      globalThis.transfer = new DataTransfer();
      globalThis.transfer.items.add(new File([...parts, ']}'], 'cluster.json'));
    },
    { kinds, count: OBJECTS },
  );
  await page.waitForTimeout(500);
  // Measures the longest delay of a timer that is always due.
  await page.evaluate(() => {
    globalThis.longest = 0;
    let last = performance.now();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      const now = performance.now();
      globalThis.longest = Math.max(globalThis.longest, now - last);
      last = now;
      setTimeout(() => port2.postMessage(0), 1);
    };
    port2.postMessage(0);
  });
  const started = performance.now();
  await page.evaluate(() => {
    const event = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: globalThis.transfer });
    document.querySelector('main').dispatchEvent(event);
  });
  await page.getByText('objects would be saved').waitFor({ timeout: 120_000 });
  await page.locator('.window li').first().waitFor();
  const took = performance.now() - started;
  await page.waitForTimeout(500);
  return { took, longest: await page.evaluate(() => globalThis.longest) };
}

/** Serves the page again, with the latency and the bandwidth of a slow network. */
async function slowNetwork() {
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  // The answers share the bandwidth: each part waits for the parts before it. Timers fire late, so the time when the
  // network is free again is computed.
  let freeAt = 0;
  const sent = (bytes) => {
    freeAt = Math.max(freeAt, performance.now()) + (bytes / BANDWIDTH) * 1000;
    return wait(freeAt - performance.now());
  };
  const slow = createServer(async ({ url, headers }, response) => {
    const [answer] = await Promise.all([fetch(server.origin + url, { headers }), wait(LATENCY)]);
    const file = await fetch(`${server.origin}${url === '/' ? '/index.html' : url}.br`);
    const body = Buffer.from(await (file.ok ? file : answer).arrayBuffer());
    response.writeHead(answer.status, {
      ...Object.fromEntries(answer.headers),
      'content-encoding': file.ok ? 'br' : 'identity',
    });
    for (let at = 0; at < body.length; at += 4000) {
      const part = body.subarray(at, at + 4000);
      await sent(part.length);
      response.write(part);
    }
    response.end();
  });
  await new Promise((resolve) => slow.listen(0, '127.0.0.1', resolve));
  return slow;
}

async function firstVerdict() {
  const slow = await slowNetwork();
  const visit = await (await browser.newContext({ serviceWorkers: 'block' })).newPage();
  // By the clock of the page, which begins with the navigation.
  await visit.addInitScript(() => {
    new MutationObserver(() => (globalThis.checkedAt ??= performance.now())).observe(document, {
      subtree: true,
      attributeFilter: ['data-checked'],
    });
  });
  await visit.goto(`http://127.0.0.1:${slow.address().port}`, { waitUntil: 'commit' });
  await visit.waitForSelector('html[data-checked]');
  const took = await visit.evaluate(() => globalThis.checkedAt);
  await visit.context().close();
  slow.close();
  slow.closeAllConnections();
  return took;
}

const times = (await keys()).sort((one, other) => one - other);
const part = (share) => times[Math.min(Math.floor(times.length * share), times.length - 1)].toFixed(1);
console.log(
  `key to diagnostics, ${LINES} lines, ${times.length} keys: median ${part(0.5)} ms, 95 % ${part(0.95)} ms, maximum ${part(1)} ms`,
);
const { took, longest } = await inventory();
console.log(
  `${OBJECTS} objects: shown after ${(took / 1000).toFixed(1)} s, page blocked for at most ${longest.toFixed(0)} ms`,
);

const visits = [];
for (let visit = 0; visit < 5; visit++) visits.push(await firstVerdict());
console.log(
  `first verdict at ${BANDWIDTH / 125_000} Mbit/s and ${LATENCY} ms: median ${(visits.sort((one, other) => one - other)[2] / 1000).toFixed(1)} s`,
);

await browser.close();
await server.close();
if (times.length !== KEYS) throw new Error(`measured ${times.length} keys of ${KEYS}`);
