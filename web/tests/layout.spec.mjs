// SPDX-License-Identifier: Apache-2.0
// Every page: nothing wider than 360 px, nothing serious for axe, from left to right and from right to left, light and dark.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { allUnits, ask, browser, hub, learner, newName, project } from './house.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const lab = '/labs/exploring-loss?w=1.2&b=1.5&guesses=3,-1;2,-2;5,3&first=a&second=away&valley=1&start=8,5&steps=30&rate=0.2';
let house, chrome, paths;

before(async () => {
  [house, chrome] = [await hub(), await browser()];
  const { page, context } = await learner(chrome, house.url, { name: newName('Teacher') });
  const units = await allUnits(page);
  const kinds = new Set();
  // Enough units that each kind of block and each type of question is on one of them.
  const chosen = units.filter((unit) => {
    const fresh = unit.blocks.map((b) => b.item?.type ?? b.name ?? b.kind).filter((kind) => !kinds.has(kind));
    fresh.forEach((kind) => kinds.add(kind));
    return fresh.length > 0;
  });
  // A conversation with a post in it.
  const talks = units.flatMap((u) => u.blocks).filter((b) => b.kind === 'discussion').slice(0, 1).map((b) => `/discussions/${b.id}`);
  for (const path of talks) await page.evaluate(async (p) => fetch(`/api/v1${p}/posts`, { method: 'POST', headers: { 'X-Tadpole': '1', 'Content-Type': 'application/json' }, body: JSON.stringify({ text: 'A post.' }) }), path);
  const course = units[0].path.course.id;
  const classes = (await ask(page, '/me')).classes.map((room) => `/classes/${room.id}`);
  paths = ['/', `/courses/${course}`, `/courses/${course}/concepts`, '/glossary', ...chosen.map((u) => `/units/${u.id}`), lab, '/search?q=loss', '/work', '/discussions', ...talks, ...(house.stop ? ['/people', `/preview/${units[0].id}`] : []), '/classes', ...classes, '/join', '/settings', '/nowhere', '/units/nosuch'];
  // The workbench, where this server has one.
  if (await page.evaluate(async () => (await fetch('/api/v1/templates')).ok)) {
    await project(page, 'layout-voices', 'keyword', { words: ['go', 'stop'], make: true, run: true });
    await project(page, 'layout-signs', 'stroke');
    await project(page, 'layout-rows', 'table');
    const views = ['', '?view=sources', '?view=samples', '?view=map', '?view=sheet'].map((view) => `/workbench/layout-voices/collect${view}`);
    paths.push('/workbench', ...views, '/workbench/layout-voices/monitor', '/workbench/layout-signs/collect', '/workbench/layout-rows/collect', '/workbench/layout-voices/quick', '/workbench/layout-signs/quick', '/workbench/nosuch');
  }
  await context.close();
});
after(async () => { await chrome.close(); await house.close(); });

async function visit(page, path) {
  await page.goto(house.url + path);
  await page.getByRole('heading').first().waitFor();
  await page.waitForTimeout(150);
}

async function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return null;
    const guilty = [...document.querySelectorAll('body *')].filter((node) => {
      const box = node.getBoundingClientRect();
      return (box.right > width + 1 || box.left < -1) && !node.closest('.table-scroll, .scroll, pre, .cm-scroller, .hidden, .skip, .katex');
    });
    return `${document.documentElement.scrollWidth} px: ${guilty.slice(0, 3).map((node) => node.outerHTML.slice(0, 120)).join(' | ')}`;
  });
}

async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return violations.filter((v) => ['serious', 'critical', 'moderate'].includes(v.impact)).map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 140) + ' ' + (n.any[0]?.message ?? '')).join(' | ')}`);
}

for (const language of ['en', 'de', 'ar-XB'])
  test(`at 360 px no page is wider than the window (${language})`, async () => {
    const { page, context } = await learner(chrome, house.url, { name: newName('Teacher'), viewport: { width: 360, height: 740 } });
    await page.evaluate((l) => localStorage.setItem('tadpole.language', l), language);
    const wide = [];
    for (const path of paths) {
      await visit(page, path);
      const found = await overflow(page);
      if (found) wide.push(`${path}: ${found}`);
      if (language === 'ar-XB') assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
    }
    assert.deepEqual(wide, []);
    assert.deepEqual(page.problems, []);
    await context.close();
  });

for (const theme of ['light', 'dark'])
  test(`axe finds nothing on any page (${theme})`, async () => {
    const { page, context } = await learner(chrome, house.url, { name: newName('Teacher'), colorScheme: theme });
    const all = [];
    for (const path of paths) {
      await visit(page, path);
      all.push(...(await findings(page)).map((one) => `${path} ${one}`));
    }
    await page.goto(`${house.url}/settings`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('What shall we call you?').waitFor();
    all.push(...(await findings(page)).map((one) => `first visit ${one}`));
    assert.deepEqual(all, []);
    await context.close();
  });

test('from right to left the page is the mirror of itself', async () => {
  const { page, context } = await learner(chrome, house.url, { name: newName('Teacher') });
  const left = async (selector) => page.locator(selector).first().evaluate((node) => node.getBoundingClientRect().left);
  const before = [await left('a.brand'), await left('nav')];
  await page.evaluate(() => localStorage.setItem('tadpole.language', 'ar-XB'));
  await visit(page, '/');
  const after = [await left('a.brand'), await left('nav')];
  assert.ok(before[0] < before[1] && after[0] > after[1]);
  await context.close();
});

// Terms stand in a sentence: WCAG 2.5.8 excepts targets in text.
test('whatever can be pressed is at least 24 px wide and high', async () => {
  const { page, context } = await learner(chrome, house.url, { name: newName('Teacher'), viewport: { width: 360, height: 740 } });
  const small = [];
  for (const path of paths) {
    await visit(page, path);
    small.push(...(await page.evaluate((at) => [...document.querySelectorAll('button, summary, select, input:not([type=radio]):not([type=checkbox]):not([type=file]), nav a, li > a')].flatMap((node) => {
      const box = node.getBoundingClientRect();
      return box.width > 0 && !node.closest('svg') && !node.matches('.term') && (box.width < 24 || box.height < 24) ? [`${at} ${box.width}x${box.height} ${node.outerHTML.slice(0, 90)}`] : [];
    }), path)));
  }
  assert.deepEqual(small, []);
  await context.close();
});

for (const language of ['en', 'de'])
  test(`at 360 px the bar at the bottom shows its words whole (${language})`, async () => {
    const { page, context } = await learner(chrome, house.url, { viewport: { width: 360, height: 740 } });
    await visit(page, `/?lang=${language}`);
    const cut = await page.evaluate(() => [...document.querySelectorAll('header nav a span')].filter((word) => word.scrollWidth > word.clientWidth).map((word) => word.textContent));
    assert.deepEqual(cut, []);
    await context.close();
  });
