// SPDX-License-Identifier: Apache-2.0
// What the browser tests share: a hub (TADPOLE_URL, or the mock), a browser, and signing in.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { mock } from '../mock/server.mjs';

/** With TADPOLE_URL the tests run against that server; then stop() and start() are null. */
export async function hub() {
  const url = process.env.TADPOLE_URL?.replace(/\/$/, '');
  if (url) return { url, stop: null, start: null, close: async () => {} };
  const own = mock();
  return { url: await own.start(), stop: own.stop, start: own.start, close: own.stop };
}

/** The shell is Chromium without windows: the same pages in two thirds of the time. */
export const kBrowser = process.env.CHROMIUM ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path)) ?? 'chromium';

export function browser(...more) {
  return chromium.launch({
    executablePath: kBrowser,
    args: ['--no-sandbox', '--headless=new', '--autoplay-policy=no-user-gesture-required', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', ...more],
  });
}

let count = 0;
export const newName = (kind = 'Learner') => `${kind} ${process.pid} ${Date.now() % 100000} ${++count}`;

/** A page of a fresh learner, on the home page. Errors of the page are collected in page.problems. */
export async function learner(chrome, url, { name = newName(), path = '/', ...options } = {}) {
  const context = await chrome.newContext({ viewport: { width: 1100, height: 800 }, reducedMotion: 'reduce', locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(Number(process.env.TADPOLE_TIMEOUT_MS ?? 8000)); // more on a machine that is busy elsewhere
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) page.problems.push(message.text());
  });
  await page.goto(url + '/');
  await page.getByLabel(/call you|nennen/).fill(name);
  await page.getByRole('button', { name: /Start|Los/ }).click();
  await page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor();
  if (path !== '/') await page.goto(url + path);
  return { page, context, name };
}

/** Once the page has loaded, it has to do without the server. */
export async function unplug(page) {
  // Requests of a service worker that is being installed are sometimes counted as open for ever: ten seconds are enough for all of them.
  await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => {});
  await page.context().setOffline(true);
}

/** JSON of the API as the page's learner sees it. */
export function ask(page, path) {
  return page.evaluate(async (p) => (await fetch('/api/v1' + p)).json(), path);
}

/** Every unit of every course, with its blocks; the tests look for what they need instead of knowing ids. */
export async function allUnits(page) {
  const units = [];
  for (const { id } of await ask(page, '/courses')) {
    const course = await ask(page, `/courses/${id}`);
    for (const chapter of course.chapters)
      for (const section of chapter.sections) for (const unit of section.units) units.push(await ask(page, `/units/${unit.id}`));
  }
  return units;
}

export const findBlock = (units, fits) => {
  for (const unit of units) for (const block of unit.blocks) if (fits(block)) return { unit, block };
  return null;
};

/** Calls a row of the workbench as the page would. */
export function row(page, method, path, body) {
  return page.evaluate(async ([m, p, b]) => {
    const answer = await fetch('/api/v1' + p, { method: m, headers: { 'X-Tadpole': '1', 'Content-Type': 'application/json' }, ...(b === null ? {} : { body: JSON.stringify(b) }) });
    return answer.status === 204 ? null : answer.json();
  }, [method, path, body ?? null]);
}

/** A project of the workbench (made once), with samples of its generator and run through all stages where asked. */
export async function project(page, name, template, { words, make = false, run = false } = {}) {
  if ((await row(page, 'GET', '/projects')).some((one) => one.name === name)) return name;
  await row(page, 'POST', '/projects', { name, template, ...(words ? { words } : {}) });
  const kind = (await row(page, 'GET', '/templates')).find((one) => one.name === template);
  if (make) await row(page, 'POST', `/projects/${name}/sources`, template === 'keyword' ? { synthesize: 'true', clips_per_word: '20' } : { generate: kind.generators[0], count: '20' });
  if (run) {
    // A real core trains in earnest: few epochs and a short stream are enough for the pages.
    await row(page, 'POST', `/projects/${name}/options`, { section: 'train', name: 'epochs', value: '8' });
    await row(page, 'POST', `/projects/${name}/options`, { section: 'evaluate', name: 'stream_minutes', value: '1' });
    await row(page, 'POST', `/projects/${name}/job`, {});
    while (['queued', 'running'].includes((await row(page, 'GET', `/projects/${name}/job`)).state)) await page.waitForTimeout(150);
  }
  return name;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What axe finds serious or critical on the page, with the first place of each. */
export async function serious(page) {
  await page.evaluate(axe);
  const look = () => page.evaluate(async () => (await globalThis.axe.run(document)).violations
    .filter((one) => ['serious', 'critical'].includes(one.impact)).map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`));
  const found = await look();
  if (found.length === 0) return found;
  await page.waitForTimeout(600); // a colour may be on its way to another
  return look();
}
