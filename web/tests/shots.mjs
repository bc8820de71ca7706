// SPDX-License-Identifier: Apache-2.0
// Pictures of every page, to be looked at: node tests/shots.mjs [folder]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { browser, hub, project } from './house.mjs';

const folder = process.argv[2] ?? 'shots';
const only = process.argv[3];
const pages = {
  home: '/', course: '/courses/course1', concepts: '/courses/course1/concepts', glossary: '/glossary', welcome: '/units/uwelcome', every: '/units/uevery1', loss: '/units/ulosslab',
  lab: '/labs/exploring-loss?w=1.2&b=1.5&guesses=3,-1;2,-2;5,3;-2,2;0.5,-3;1.2,1.5&first=a&second=away&valley=1&start=8,5&steps=14&rate=0.09',
  quiz: '/units/ulossquiz', code: '/units/udescent', assignment: '/units/uassign', placement: '/units/uplace1', discussion: '/units/utalk01', discussions: '/discussions', people: '/people', preview: '/preview/ulossquiz', exam: '/units/uexam1', error: '/units/uerror1',
  workbench: '/workbench', bench_record: '/workbench/voices/collect', bench_sources: '/workbench/voices/collect?view=sources', bench_samples: '/workbench/voices/collect?view=samples', bench_map: '/workbench/voices/collect?view=map', bench_sheet: '/workbench/voices/collect?view=sheet',
  bench_preprocess: '/workbench/voices/preprocess', bench_train: '/workbench/voices/train', bench_evaluate: '/workbench/voices/evaluate', bench_optimize: '/workbench/voices/optimize', bench_deploy: '/workbench/voices/deploy', bench_monitor: '/workbench/voices/monitor', bench_pictures: '/workbench/things/collect', bench_strokes: '/workbench/signs/collect', bench_table: '/workbench/rows/collect', quick_sound: '/workbench/voices/quick', quick_strokes: '/workbench/signs/quick',
  artefact: '/units/uhandin', reading: '/units/ureading', figure: '/units/utinybig', search: '/search?q=loss', work: '/work', classes: '/classes', class: '/classes/classone', settings: '/settings', missing: '/nowhere', refused: '/units/none00',
};
mkdirSync(folder, { recursive: true });
const house = await hub();
const chrome = await browser();
for (const theme of ['light', 'dark'])
  for (const width of [1280, 360]) {
    const context = await chrome.newContext({ viewport: { width, height: width === 360 ? 740 : 860 }, colorScheme: theme, reducedMotion: 'reduce', deviceScaleFactor: width === 360 ? 2 : 1 });
    const page = await context.newPage();
    const shoot = async (name) => {
      await page.waitForTimeout(600);
      await page.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`), fullPage: true });
    };
    await page.goto(house.url);
    await page.getByRole('textbox').waitFor();
    if (!only || only === 'first') await shoot('first');
    await page.getByRole('textbox').fill('Teacher Ida');
    await page.getByRole('button').first().click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await project(page, 'voices', 'keyword', { words: ['go', 'stop'], make: true, run: true });
    await project(page, 'things', 'image', { make: true });
    await project(page, 'signs', 'stroke');
    await project(page, 'rows', 'table');
    for (const [name, path] of Object.entries(pages)) {
      if (only && !name.startsWith(only)) continue;
      await page.goto(house.url + path);
      await page.getByRole('heading').first().waitFor();
      await shoot(name);
    }
    await context.close();
  }
await chrome.close();
await house.close();
