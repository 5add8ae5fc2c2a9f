// Keeps the page for when there is no network. The build fills in the names.

const CACHE = 'k8s-backup-target-__VERSION__';
const FIRST = __FIRST__;
const LATER = __LATER__;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FIRST))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const forget = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith('k8s-backup-target-') && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
    // What can wait comes last; without it the rest works.
    await caches
      .open(CACHE)
      .then((cache) => cache.addAll(LATER))
      .catch(() => {});
  };
  event.waitUntil(forget());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  const answer = async () => {
    const cache = await caches.open(CACHE);
    // The page itself is asked for first, so that a new version is seen; everything else has its version in its name.
    if (request.mode === 'navigate') {
      try {
        return await fetch(request);
      } catch {
        return (await cache.match('./')) ?? Response.error();
      }
    }
    return (await cache.match(request)) ?? fetch(request);
  };
  event.respondWith(answer());
});
