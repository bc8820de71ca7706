// SPDX-License-Identifier: Apache-2.0
// Where the reader is, and how to go elsewhere without loading the page anew.
import { match } from './router';

export const routes = [
  ['/', 'home'],
  ['/courses/:id', 'course'],
  ['/courses/:id/concepts', 'concepts'],
  ['/glossary', 'glossary'],
  ['/units/:id', 'unit'],
  ['/labs/:name', 'lab'],
  ['/workbench', 'workbench'],
  ['/workbench/:project', 'bench'],
  ['/workbench/:project/:stage', 'bench'],
  ['/search', 'search'],
  ['/work', 'work'],
  ['/classes', 'classes'],
  ['/classes/:id', 'class'],
  ['/discussions', 'discussions'],
  ['/discussions/:thread', 'thread'],
  ['/people', 'people'],
  ['/teach/:id', 'teach'],
  ['/preview/:id', 'preview'],
  ['/join', 'join'],
  ['/settings', 'settings'],
] as const;

const here = $state({ path: location.pathname, query: location.search, hash: location.hash });
const found = $derived(match(routes, here.path));

export const at = {
  get path() { return here.path; },
  get page() { return found?.name ?? 'missing'; },
  /** What a page is built anew for: the stages of one project share a page. */
  get key() { return found?.name === 'bench' ? `/workbench/${found.params.project}` : here.path; },
  get params() { return found?.params ?? {}; },
  get query() { return new URLSearchParams(here.query); },
  get hash() { return here.hash.slice(1); },
};

function read() {
  here.path = location.pathname;
  here.query = location.search;
  here.hash = location.hash;
}

export function go(to: string, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', to);
  const samePage = location.pathname === here.path;
  read();
  if (!samePage) window.scrollTo(0, 0);
}

/** Writes the state of a lab into the address without a new entry in the history. */
export function setQuery(change: (query: URLSearchParams) => void) {
  const query = new URLSearchParams(location.search);
  change(query);
  const text = query.toString();
  history.replaceState(null, '', location.pathname + (text ? '?' + text : '') + location.hash);
  here.query = location.search;
}

function follow(event: MouseEvent) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.('a');
  const href = link?.getAttribute('href');
  if (!link || !href || link.hasAttribute('download') || link.getAttribute('target')) return;
  const to = new URL(href, location.href);
  if (to.origin !== location.origin || to.pathname.startsWith('/api/') || to.pathname.startsWith('/media/')) return;
  if (to.pathname === location.pathname && to.hash) return;
  event.preventDefault();
  go(to.pathname + to.search + to.hash);
}

export function listen() {
  window.addEventListener('popstate', read);
  document.addEventListener('click', follow);
}
