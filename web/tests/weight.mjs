// SPDX-License-Identifier: Apache-2.0
// How much a first visit loads, gzipped, and what the shell weighs that is kept afterwards: node tests/weight.mjs
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { browser, hub, newName } from './house.mjs';

const house = await hub();
const chrome = await browser();
const page = await (await chrome.newContext({ serviceWorkers: 'block', locale: 'en-GB' })).newPage();
let files = new Map();
const note = async (response) => {
  const url = new URL(response.url());
  if (url.pathname.startsWith('/api/')) return;
  const body = await response.body().catch(() => Buffer.alloc(0));
  files.set(url.pathname, /\.woff2$/.test(url.pathname) ? body.length : gzipSync(body).length);
};
page.on('response', note);
const say = (what) => {
  const total = [...files.values()].reduce((sum, n) => sum + n, 0);
  console.log(`${what}: ${(total / 1000).toFixed(1)} kB gzipped in ${files.size} files`);
};
await page.goto(house.url, { waitUntil: 'networkidle' });
say('first visit');
await page.getByRole('textbox').fill(newName());
await page.keyboard.press('Enter');
await page.getByRole('link', { name: 'Begin' }).waitFor();
await page.waitForLoadState('networkidle');
say('and the home page');
await page.getByRole('link', { name: 'Begin' }).click();
await page.locator('article h1').waitFor();
await page.waitForLoadState('networkidle');
say('and the first unit');
files = new Map();
await page.goto(`${house.url}/labs/exploring-loss`, { waitUntil: 'networkidle' });
say('the lab by itself');
files = new Map();
const german = await (await chrome.newContext({ serviceWorkers: 'block', locale: 'de-DE' })).newPage();
german.on('response', note);
await german.goto(house.url, { waitUntil: 'networkidle' });
say('first visit of a German reader');
const assets = fileURLToPath(new URL('../dist/assets', import.meta.url));
const all = readdirSync(assets, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => readFileSync(`${entry.parentPath ?? entry.path}/${entry.name}`));
const list = [...readFileSync(`${assets}/../sw.js`, 'utf8').matchAll(/"(\/assets\/[^"]+)"/g)].map((match) => readFileSync(`${assets}/..${match[1]}`));
console.log(`the shell that every visitor keeps: ${(list.reduce((sum, b) => sum + gzipSync(b).length, 0) / 1000).toFixed(0)} kB gzipped, ${(list.reduce((sum, b) => sum + b.length, 0) / 1000).toFixed(0)} kB in ${list.length} files`);
console.log(`everything that is built: ${(all.reduce((sum, b) => sum + gzipSync(b).length, 0) / 1000).toFixed(0)} kB gzipped, ${(all.reduce((sum, b) => sum + b.length, 0) / 1000).toFixed(0)} kB in ${all.length} files`);
await chrome.close();
await house.close();
