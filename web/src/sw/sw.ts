// SPDX-License-Identifier: Apache-2.0
// The service worker: the shell and every unit that was opened stay readable when the server is stopped.
/// <reference lib="webworker" />
const worker = self as unknown as ServiceWorkerGlobalScope;
const shell = '__SHELL__' as unknown as string[];

/** A new build has new names in its list, and so a new cache. */
const shellCache = 'tadpole-shell-' + hash(shell.join());
const pagesCache = 'tadpole-pages';
const wordsCache = 'tadpole-words';
const keptPaths = /^\/api\/v1\/(hub|me|courses|units|glossary|work|classes|discussions)(\/|$)/;

function hash(text: string): string {
  let value = 2166136261;
  for (const letter of text) value = Math.imul(value ^ letter.charCodeAt(0), 16777619);
  return (value >>> 0).toString(36);
}

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(shellCache).then((cache) => cache.addAll(shell)).then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  const old = async () => {
    for (const name of await caches.keys())
      if (name.startsWith('tadpole-shell-') && name !== shellCache) await caches.delete(name);
    await worker.clients.claim();
  };
  event.waitUntil(old());
});

worker.addEventListener('message', (event) => {
  if (event.data === 'forget') event.waitUntil(caches.delete(pagesCache));
});

async function fromShell(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await (await caches.open(shellCache)).put(request, fresh.clone());
  return fresh;
}

/** The words of the languages that were read here: the last build's file of each. */
async function words(request: Request): Promise<Response> {
  const cache = await caches.open(wordsCache);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (!fresh.ok) return fresh;
  for (const old of await cache.keys()) if (languageOf(old.url) === languageOf(request.url)) await cache.delete(old);
  await cache.put(request, fresh.clone());
  return fresh;
}

/** ".../words/de-Ab3_-xY9.js" -> de. The build's hashes have eight signs. */
function languageOf(url: string): string {
  return /\/words\/(.+)-.{8}\.js$/.exec(url)?.[1] ?? url;
}

async function page(request: Request): Promise<Response> {
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await (await caches.open(shellCache)).put('/', fresh.clone());
    return fresh;
  } catch {
    return (await caches.match('/')) ?? Response.error();
  }
}

async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(pagesCache);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(request, fresh.clone());
    return fresh;
  } catch {
    const copy = await cache.match(request);
    if (!copy) return Response.error();
    const headers = new Headers(copy.headers);
    headers.set('X-Tadpole-Cached', '1');
    return new Response(copy.body, { status: copy.status, headers });
  }
}

/** Sound and film ask for pieces; a piece is cut from the whole file that is kept. */
async function media(request: Request): Promise<Response> {
  const cache = await caches.open(pagesCache);
  const whole = await cache.match(request.url);
  if (!whole) {
    const fresh = await fetch(request);
    if (fresh.status === 200) await cache.put(request.url, fresh.clone());
    return fresh;
  }
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('Range') ?? '');
  if (!range) return whole;
  const bytes = await whole.arrayBuffer();
  const first = Number(range[1]);
  const last = range[2] ? Math.min(Number(range[2]), bytes.byteLength - 1) : bytes.byteLength - 1;
  const headers = new Headers(whole.headers);
  headers.set('Content-Range', `bytes ${first}-${last}/${bytes.byteLength}`);
  headers.set('Content-Length', String(last - first + 1));
  return new Response(bytes.slice(first, last + 1), { status: 206, headers });
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (url.pathname.startsWith('/assets/words/')) event.respondWith(words(request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(fromShell(request));
  else if (url.pathname.startsWith('/media/')) event.respondWith(media(request));
  else if (keptPaths.test(url.pathname)) event.respondWith(kept(request));
  else if (request.mode === 'navigate' && !url.pathname.startsWith('/api/')) event.respondWith(page(request));
});
