// SPDX-License-Identifier: Apache-2.0
import { mount } from 'svelte';
import '@fontsource-variable/figtree/wght.css';
import './parts/tokens.css';
import './parts/base.css';
import App from './App.svelte';
import { listen } from './app/location.svelte';
import { watchNet } from './app/net.svelte';
import { whoIsHere } from './app/session.svelte';
import { startSettings } from './app/settings.svelte';

declare global {
  /** The core of the page for the browser's console and for tests: await (await tadpolePageCore()).start(). Loads nothing before. */
  var tadpolePageCore: () => Promise<typeof import('./core/page_core').PageCore>;
}
globalThis.tadpolePageCore = async () => (await import('./core/page_core')).PageCore;

async function start() {
  listen();
  window.addEventListener('vite:preloadError', () => void freshPage());
  watchNet();
  await startSettings();
  void whoIsHere();
  mount(App, { target: document.getElementById('app')! });
  if (import.meta.env.PROD && 'serviceWorker' in navigator) await keepPages();
}

/** The first page was loaded before the worker stood: once it does, what was loaded is asked for again, so that it is kept. */
async function keepPages() {
  const isFirst = navigator.serviceWorker.controller === null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (!isFirst) return;
    const loaded = performance.getEntriesByType('resource').map((entry) => entry.name);
    for (const url of new Set(loaded)) if (/\/(api\/v1|media|assets\/words)\//.test(url)) void fetch(url, { headers: { 'X-Tadpole': '1' } }).catch(() => {});
  });
  await navigator.serviceWorker.register('/sw.js', { type: 'module' });
}

/** A newer version has other files than the page that is open: if the server is there, a fresh page finds them. */
async function freshPage() {
  const key = 'tadpole.fresh';
  const isNew = Date.now() - Number(sessionStorage.getItem(key) ?? 0) > 30_000;
  const isThere = await fetch('/api/v1/hub').then((answer) => answer.ok && !answer.headers.has('X-Tadpole-Cached'), () => false);
  if (!isNew || !isThere) return;
  sessionStorage.setItem(key, String(Date.now()));
  location.reload();
}

void start();
