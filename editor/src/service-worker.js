// Caches the page for use without a network. The build fills in the names.

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
  const update = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith('k8s-backup-target-') && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
    // The page works without these files, so they are cached last.
    await caches
      .open(CACHE)
      .then((cache) => cache.addAll(LATER))
      .catch(() => {});
  };
  event.waitUntil(update());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  const respond = async () => {
    const cache = await caches.open(CACHE);
    // The page itself is fetched first, so that a new version is used. All other files have a hash in their names.
    if (request.mode === 'navigate') {
      try {
        return await fetch(request);
      } catch {
        return (await cache.match('./')) ?? Response.error();
      }
    }
    return (await cache.match(request)) ?? fetch(request);
  };
  event.respondWith(respond());
});
