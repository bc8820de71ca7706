// SPDX-License-Identifier: Apache-2.0
// The pages of the stages from preprocess to monitor, over reports of real runs (mock/bench_results.mjs).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { browser, hub, learner, project, row } from './house.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const stages = ['preprocess', 'train', 'evaluate', 'optimize', 'deploy', 'monitor'];
const projects = ['image', 'keyword', 'motion', 'regression', 'anomaly'];
const nameOf = (which) => `stages-${process.pid}-${which}`;
const kept = (name) => JSON.parse(readFileSync(new URL(`../mock/reports/${name}.json`, import.meta.url), 'utf8'));
let house, chrome;

async function open(page, which, stage, query = '') {
  await page.goto(`${house.url}/workbench/${nameOf(which)}/${stage}${query}`);
  await page.locator('.content .card').first().waitFor();
  await page.waitForTimeout(200);
}
/** A learner on one stage; whatever the page complains about fails the test. */
async function on(which, stage, look, { browser: other = chrome, ...options } = {}) {
  const { page, context } = await learner(other, house.url, { viewport: { width: 1280, height: 860 }, ...options });
  page.setDefaultTimeout(15_000);
  await open(page, which, stage);
  await look(page);
  assert.deepEqual(page.problems, []);
  await context.close();
}
/** A short sound as a WAV file; each number another. */
function sound(number) {
  const values = Int16Array.from({ length: 1600 }, (_, i) => 3000 * (1 + (number % 7)) * Math.sin(i * (0.05 + 0.01 * number)));
  const head = Buffer.alloc(44);
  head.write('RIFF', 0); head.writeUInt32LE(36 + values.byteLength, 4); head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16); head.writeUInt16LE(1, 20); head.writeUInt16LE(1, 22); head.writeUInt32LE(16000, 24);
  head.writeUInt32LE(32000, 28); head.writeUInt16LE(2, 32); head.writeUInt16LE(16, 34); head.write('data', 36); head.writeUInt32LE(values.byteLength, 40);
  return { name: `${number}.wav`, mimeType: 'audio/wav', buffer: Buffer.concat([head, Buffer.from(values.buffer)]) };
}
const sounds = (n) => Array.from({ length: n }, (_, i) => sound(i));

before(async () => {
  process.env.TADPOLE_MOCK_TICK = '4';
  [house, chrome] = [await hub(), await browser()];
  const { page, context } = await learner(chrome, house.url);
  for (const which of projects) await project(page, nameOf(which), which, { ...(which === 'keyword' ? { words: ['yes', 'no'] } : {}), make: true, run: true });
  await project(page, nameOf('new-image'), 'image', { make: true });
  await row(page, 'POST', `/projects/${nameOf('new-image')}/job`, { stages: ['collect'] });
  await context.close();
});
after(async () => { await chrome.close(); await house.close(); });

test('preprocess: an option is tried, seen, and kept or discarded', () => on('keyword', 'preprocess', async (page) => {
  await page.getByText('1,960 values').waitFor();
  const shown = page.getByRole('img', { name: /Features of/ });
  await page.getByRole('textbox', { name: 'Bands' }).fill('20');
  await page.keyboard.press('Tab');
  await page.getByText('980 values').waitFor();
  await page.getByText('1 change is only tried.').waitFor();
  const recipe = async () => (await row(page, 'GET', `/projects/${nameOf('keyword')}`)).sections.find((one) => one.name === 'preprocess').options.find((one) => one.name === 'bands').value;
  assert.equal(await recipe(), '40', 'a trial does not change the recipe');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByText('1,960 values').waitFor();
  await page.getByRole('textbox', { name: 'Bands' }).fill('32');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.getByText('As in the recipe.').waitFor();
  assert.equal(await recipe(), '32');
  await page.getByText('1,568 values').waitFor();
  await shown.focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText(/^20 ms, \d+ Hz: /).waitFor();
  await page.getByText('Show as a table').click();
  assert.equal(await page.getByRole('region', { name: /Features of/ }).locator('tbody tr').count(), 32);
}));

test('preprocess: a refused value says why and stays a trial', () => on('keyword', 'preprocess', async (page) => {
  await page.getByRole('textbox', { name: 'Bands' }).fill('999');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.getByText(/bands: found '999', expected a whole number/).first().waitFor();
  await page.getByText('1 change is only tried.').waitFor();
}));

test('preprocess: two samples of two classes stand side by side', () => on('image', 'preprocess', async (page) => {
  await page.getByLabel('Compare two').check();
  await page.getByRole('article', { name: 'Second sample' }).getByRole('img', { name: /^Features of/ }).waitFor();
  await page.getByRole('article', { name: 'First sample' }).getByRole('button', { name: 'Next sample' }).click();
  assert.equal(await page.getByRole('article', { name: 'First sample' }).getByRole('combobox', { name: /^Sample/ }).inputValue(), '1');
}));

test('train: starts, pauses, goes one epoch, stops; the curves grow and say something', () => on('motion', 'train', async (page) => {
  await page.locator('p.now', { hasText: /Epoch (\d+) of \1/ }).waitFor();
  await page.getByText(/It has settled|learns its training samples by heart|still getting better|points better on its training/).waitFor();
  await row(page, 'POST', `/projects/${nameOf('motion')}/options`, { section: 'train', name: 'epochs', value: '60' });
  await page.reload();
  process.env.TADPOLE_MOCK_TICK = '150';
  await page.getByRole('button', { name: 'Train again' }).click();
  await page.locator('p.now', { hasText: /Epoch [4-9] of 60/ }).waitFor();
  const controls = page.getByRole('region', { name: 'Training', exact: true });
  await controls.getByRole('button', { name: 'Pause' }).click();
  await controls.getByRole('button', { name: 'Go on' }).waitFor();
  await page.waitForTimeout(300);
  const at = Number(/Epoch (\d+)/.exec(await page.locator('p.now').textContent())[1]);
  await controls.getByRole('button', { name: 'One epoch' }).click();
  await page.locator('p.now', { hasText: `Epoch ${at + 1} of 60` }).waitFor();
  await controls.getByText('Show as a table').first().click();
  assert.equal(await page.getByRole('region', { name: 'Loss by epoch' }).locator('tbody tr').count(), at + 1);
  await page.getByLabel('Logarithmic').first().check();
  await controls.getByRole('button', { name: 'Stop' }).click();
  await controls.getByRole('button', { name: 'Train again' }).waitFor();
  process.env.TADPOLE_MOCK_TICK = '4';
}));

test('train: two runs are compared by their options and curves', () => on('image', 'train', async (page) => {
  await page.getByLabel('Compare run 3').check();
  await page.getByLabel('Compare run 2').check();
  const diff = page.getByRole('region', { name: 'What differs' });
  await diff.waitFor();
  assert.deepEqual(await diff.locator('tbody th').allTextContents(), ['train.epochs']);
  assert.equal(await page.getByText('run 2: validation').first().isVisible(), true);
  await page.getByLabel('Compare run 1').check();
  assert.equal(await page.getByLabel('Compare run 3').isChecked(), false, 'the third choice takes the place of the first');
}));

test('train: layers are made one’s own, moved by keyboard, added and removed', () => on('image', 'train', async (page) => {
  await page.getByLabel('Layers', { exact: true }).check({ force: true });
  await page.getByRole('button', { name: 'Make them mine' }).click();
  const layer = (n) => page.getByLabel(`Layer ${n}`, { exact: true });
  assert.match(await layer(1).inputValue(), /^conv2d filters=16/);
  await page.getByText('28x28x16').first().waitFor();
  await page.getByRole('button', { name: 'Move layer 2 up' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Layer 2 is now layer 1.').waitFor({ state: 'attached' });
  assert.equal(await layer(1).inputValue(), 'relu');
  assert.equal(await page.getByText('28x28x16').count(), 0, 'shapes of other layers are not shown');
  await page.getByRole('button', { name: 'Remove layer 1', exact: true }).click();
  await page.getByText('Layer 1 is removed.').waitFor({ state: 'attached' });
  const count = await page.getByRole('button', { name: /^Remove layer/ }).count();
  await page.getByLabel('One more layer').fill('dense units=3');
  await page.keyboard.press('Enter');
  await page.getByText(/^Layer \d+ is added\.$/).waitFor({ state: 'attached' });
  assert.equal(await layer(count + 1).inputValue(), 'dense units=3');
  await page.getByLabel('Text', { exact: true }).check({ force: true });
  await page.getByRole('button', { name: 'Open the recipe' }).click();
  assert.match(await page.getByRole('dialog').getByLabel('The text of the recipe').inputValue(), /dense units=3/);
}));

test('evaluate: the number never stands without interval, samples, people and origin', () => on('keyword', 'evaluate', async (page) => {
  const head = page.getByRole('region', { name: 'of the test named rightly' });
  for (const part of ['84.6 %', '95 % interval: 79.2 % to 89.8 %', '136 test clips of 73 speakers', 'synthetic voices']) await head.getByText(part).waitFor();
}));

test('evaluate: a cell of the matrix opens its samples by keyboard', () => on('keyword', 'evaluate', async (page) => {
  await page.getByRole('button', { name: /^silence taken for silence/ }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  const cell = page.getByRole('button', { name: /^unknown taken for unknown: 33 samples, 92 %/ });
  await cell.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'unknown, named rightly' }).waitFor();
  await page.getByText(/the model was asked again|gives this answer for none/).waitFor();
  assert.equal(await cell.getAttribute('aria-pressed'), 'true');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  assert.equal(await page.getByRole('heading', { name: 'unknown, named rightly' }).count(), 0);
}));

test('evaluate: the threshold moves both errors, and the report’s own is one step away', () => on('keyword', 'evaluate', async (page) => {
  const slider = page.getByRole('slider', { name: /Threshold/ });
  await page.getByText('3 of 68', { exact: true }).waitFor();
  await page.getByText('13 of 68').waitFor();
  await slider.fill('255');
  await page.getByText('68 of 68').waitFor();
  await page.getByText('0 of 68', { exact: true }).waitFor();
  await page.getByRole('button', { name: /Back to the suggested 0.19/ }).click();
  await page.getByText('13 of 68').waitFor();
  await page.getByLabel(/One false accept costs/).fill('1000');
  await page.getByRole('button', { name: 'Go to the cheapest' }).click();
  await page.getByText('0 of 68', { exact: true }).waitFor();
}));

test('evaluate: numbers and anomalies have forms of their own', async () => {
  await on('regression', 'evaluate', async (page) => {
    const head = page.getByRole('region', { name: 'mean absolute error of y' });
    for (const part of ['0.0846', '95 % interval: 0.0755 to 0.0942', 'made-up rows', 'A forest of 100 trees']) await head.getByText(part).waitFor();
    await page.getByRole('img', { name: 'Said and true by x' }).waitFor();
  });
  await on('anomaly', 'evaluate', async (page) => {
    await page.getByText('33 of 200 unusual').waitFor();
    await page.getByRole('slider', { name: /Threshold/ }).fill('0');
    await page.getByText('0 of 200 unusual').waitFor();
    await page.getByRole('button', { name: 'Back to it' }).click();
    await page.getByText('33 of 200 unusual').waitFor();
  });
});

test('optimize: both forms, the layers, and what changed', () => on('motion', 'optimize', async (page) => {
  await page.getByText('The int8 file is 3.1 times smaller').waitFor();
  await page.getByRole('list', { name: 'Signal to error by layer' }).getByText('37.3 dB').waitFor();
  assert.ok((await page.getByRole('region', { name: 'Samples that are named otherwise, as a table' }).locator('tbody tr').count()) > 0);
}));

test('optimize: every step, every scheme and what each layer bears', () => on('motion', 'optimize', async (page) => {
  const steps = page.getByRole('region', { name: 'Step by step, as a table' });
  assert.equal(await steps.locator('tbody tr').count(), kept('optimize_facts').variants.length);
  await page.getByRole('region', { name: /^Step by step/ }).getByText('simulated motion').first().waitFor();
  const schemes = page.getByRole('region', { name: 'Schemes side by side, as a table' });
  assert.equal(await schemes.locator('tbody tr').count(), kept('optimize_facts').schemes.length);
  const layers = page.getByRole('region', { name: 'What each layer bears, as a table' });
  const { rows, levels } = kept('optimize_facts').sensitivity;
  assert.equal(await layers.locator('tbody td.heat').count(), rows.length * levels.length);
  await page.getByText(/bears least, .* bears most\.|No layer stands out\./).waitFor();
}));

test('optimize: every way side by side is started, seen growing, stopped, gone on with, and read by keyboard', () => on('motion', 'optimize', async (page) => {
  const { ways, rows } = kept('comparison');
  // The tests before have changed options: what they made stale would be trained first.
  await row(page, 'POST', `/projects/${nameOf('motion')}/job`, {});
  while (['queued', 'running'].includes((await row(page, 'GET', `/projects/${nameOf('motion')}/job`)).state)) await page.waitForTimeout(100);
  await page.getByText('train → compare').waitFor({ state: 'detached' });
  await page.getByText(`${ways.length} ways are left.`).waitFor();
  await page.getByText(/tadpole optimize ".*" --compare/).waitFor();
  process.env.TADPOLE_MOCK_TICK = '250';
  await page.getByRole('button', { name: 'Compare every way' }).click();
  const table = page.getByRole('region', { name: 'Every way, side by side, as a table' });
  await table.locator('tbody tr').nth(1).waitFor();
  await page.getByText(/^\d+ of \d+ ways/).first().waitFor();
  await page.getByRole('region', { name: 'What is running' }).getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('region', { name: 'What is running' }).getByText('Comparison').waitFor();
  assert.equal(await page.getByRole('button', { name: 'One step' }).count(), 0, 'a comparison has no single epochs');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  process.env.TADPOLE_MOCK_TICK = '4';
  await page.getByRole('button', { name: 'Go on with the comparison' }).click();
  await page.getByRole('button', { name: 'Compare anew' }).waitFor();
  assert.equal(await table.locator('tbody tr').count(), rows.length);
  assert.equal(await table.getByText('unbeaten').count(), rows.filter((row) => row.on_front).length);
  await page.getByRole('region', { name: /^Every way, side by side/ }).first().getByText('simulated motion').waitFor();
  // The pictures are read by keyboard, and show the row that is meant.
  const picture = page.getByRole('img', { name: /^Accuracy over flash/ });
  await picture.focus();
  await page.keyboard.press('ArrowRight');
  const least = [...rows].filter((row) => row.flash_bytes > 0).sort((a, b) => a.flash_bytes - b.flash_bytes)[0];
  await page.getByText(/: \d+\.\d %, flash [\d.]+ kB, RAM/).waitFor();
  assert.equal(await table.locator('tr.on').count(), 1);
  assert.match(await table.locator('tr.on').textContent(), new RegExp(`${(100 * least.value).toFixed(1)} %`));
  await page.keyboard.press('Escape');
  assert.equal(await table.locator('tr.on').count(), 0);
}));

test('train: a search is asked for, seen growing, and its best network taken into the recipe', () => on('motion', 'train', async (page) => {
  const search = page.getByRole('region', { name: /^Look for a network that fits/ });
  const { rows } = kept('search').results;
  await search.getByRole('textbox', { name: 'RAM at most' }).fill('48k');
  await search.getByRole('textbox', { name: 'Networks to train' }).fill(String(rows.length));
  await search.getByRole('combobox', { name: 'How they are chosen' }).selectOption('random');
  await search.getByText(/^tadpole search ".*" --trials \d+ --strategy random --ram 48k$/).waitFor();
  process.env.TADPOLE_MOCK_TICK = '150';
  await search.getByRole('button', { name: 'Search', exact: true }).click();
  await search.getByText(/^[2-9] of \d+ trained/).waitFor();
  process.env.TADPOLE_MOCK_TICK = '4';
  await search.getByRole('button', { name: 'Search anew' }).waitFor();
  await search.getByText(`${rows.length} of ${rows.length} trained`).waitFor();
  await search.getByText('simulated movement').waitFor();
  await search.getByText(/The search has taken .* Nothing was metered\./).waitFor();
  await search.getByText('estimate', { exact: true }).waitFor();
  assert.ok((await search.getByRole('region', { name: 'The front of the search, as a table' }).locator('tbody tr').count()) >= 1);
  assert.equal(await search.getByRole('img', { name: /^Validation accuracy over/ }).count(), 3);
  // With more networks the same search goes on; with another limit it is another one.
  await search.getByRole('textbox', { name: 'Networks to train' }).fill(String(rows.length + 10));
  await search.getByRole('button', { name: 'Go on searching' }).waitFor();
  await search.getByRole('textbox', { name: 'RAM at most' }).fill('32k');
  await search.getByText('With these settings it is another search').waitFor();
  await search.getByText(/--fresh$/).waitFor();
  await search.getByRole('button', { name: 'Take it into the recipe' }).click();
  await search.getByText('The recipe holds it now').waitFor();
  const { sections } = await row(page, 'GET', `/projects/${nameOf('motion')}`);
  assert.match(sections.find((one) => one.name === 'model').options.find((one) => one.name === 'layers').value, /softmax$/);
  await row(page, 'POST', `/projects/${nameOf('motion')}/options`, { section: 'model', name: 'layers', value: '' });
}));

test('train: a detector of the unusual is told why there is nothing to search by', () => on('anomaly', 'train', async (page) => {
  const search = page.getByRole('region', { name: 'Look for a network that fits' });
  await search.getByText(/chooses by validation, which holds nothing unusual/).waitFor();
  assert.equal(await search.getByRole('button', { name: 'Search' }).count(), 0);
}));

test('deploy: estimates say so, files can be taken, and a file gets an answer', () => on('keyword', 'deploy', async (page) => {
  assert.equal(await page.getByRole('region', { name: /^On the board/ }).getByText('estimate', { exact: true }).count(), 2);
  await page.getByText(/agree byte for byte on \d+ samples/).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Take optimized/model_int8.tflite' }).click()]);
  assert.equal(download.suggestedFilename(), 'model_int8.tflite');
  await page.getByLabel('Choose files').setInputFiles(sounds(2));
  await page.getByRole('img', { name: /The last 2 answers/ }).waitFor();
  await page.getByRole('slider', { name: /Threshold/ }).fill('1');
  await page.getByText('not sure').first().waitFor();
}));

test('deploy: the microphone is heard, once a second has passed', async () => {
  const devices = await browser();
  await on('keyword', 'deploy', async (page) => {
    await page.getByRole('button', { name: 'Listen to the microphone' }).click();
    await page.getByRole('img', { name: /The last ([3-9]|\d\d) answers/ }).waitFor();
    await page.getByRole('slider', { name: /Smoothing/ }).waitFor();
    await page.getByRole('button', { name: 'Stop listening' }).click();
    assert.equal(await page.getByRole('img', { name: /The last/ }).count(), 0);
  }, { permissions: ['microphone'], browser: devices });
  await devices.close();
});

test('monitor: from twenty new samples on it says whether they are alike', () => on('keyword', 'monitor', async (page) => {
  await page.getByText('0 new samples so far; from 20 on something can be said.').waitFor();
  await page.getByLabel('Choose files').setInputFiles(sounds(24));
  await page.getByText(/the index is \d/).waitFor();
  await page.getByText('now (24 samples)').first().waitFor();
  await page.getByRole('button', { name: 'Begin anew' }).click();
  await page.getByText('0 new samples so far').waitFor();
}));

test('a stage that has not run offers to', async () => {
  for (const stage of ['evaluate', 'optimize', 'deploy', 'monitor'])
    await on('new-image', stage, async (page) => { await page.getByRole('button', { name: /^Run (it now|all up to here)$/ }).waitFor(); });
});

const all = projects.flatMap((project) => stages.map((stage) => [project, stage])).concat(stages.map((stage) => ['new-image', stage]));
/** Each form that a page can take once: axe is slow. */
const forms = [
  ...['image', 'keyword', 'regression'].map((project) => [project, 'preprocess']), ['motion', 'train'], ['regression', 'train'], ['new-image', 'train'],
  ...['image', 'keyword', 'regression', 'anomaly', 'new-image'].map((project) => [project, 'evaluate']), ['motion', 'optimize'], ['anomaly', 'optimize'],
  ['image', 'deploy'], ['keyword', 'monitor'], ['regression', 'monitor'],
];
for (const language of ['en', 'de', 'ar-XB'])
  test(`at 360 px no stage is wider than the window (${language})`, async () => {
    const { page, context } = await learner(chrome, house.url, { viewport: { width: 360, height: 740 } });
    const wide = [];
    for (const [which, stage] of all) {
      await open(page, which, stage, `?lang=${language}`);
      const found = await page.evaluate(() => document.documentElement.scrollWidth);
      if (found > 360) wide.push(`${which}/${stage}: ${found} px`);
    }
    assert.deepEqual(wide, []);
    assert.deepEqual(page.problems, []);
    await context.close();
  });

for (const theme of ['light', 'dark'])
  test(`axe finds nothing on any stage (${theme})`, async () => {
    const { page, context } = await learner(chrome, house.url, { colorScheme: theme, viewport: { width: 1280, height: 860 } });
    const found = [];
    for (const [which, stage] of forms) {
      await open(page, which, stage);
      await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      for (const v of violations.filter((one) => one.impact !== 'minor')) found.push(`${which}/${stage} ${v.id}: ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 140) + ' ' + (n.any[0]?.message ?? '')).join(' | ')}`);
    }
    assert.deepEqual(found, []);
    await context.close();
  });

test('whatever can be pressed is at least 24 px wide and high', async () => {
  const { page, context } = await learner(chrome, house.url, { viewport: { width: 360, height: 740 } });
  const small = [];
  for (const [which, stage] of forms) {
    await open(page, which, stage);
    small.push(...(await page.evaluate((at) => [...document.querySelectorAll('.content :is(button, summary, select, input:not([type=radio]):not([type=checkbox]):not([type=file]))')].flatMap((node) => {
      const box = node.getBoundingClientRect();
      return box.width > 0 && (box.width < 24 || box.height < 24) ? [`${at} ${box.width}x${box.height} ${node.outerHTML.slice(0, 90)}`] : [];
    }), `${which}/${stage}`)));
  }
  assert.deepEqual(small, []);
  await context.close();
});
