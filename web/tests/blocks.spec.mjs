// SPDX-License-Identifier: Apache-2.0
// Every kind of block, wherever the courses of this hub have one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allUnits, ask, browser, findBlock, hub, learner } from './house.mjs';

let house, chrome, page, units;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url));
  units = await allUnits(page);
});
after(async () => { await chrome.close(); await house.close(); });

/** Opens the unit with the first block that fits; gives the block's place on the page. */
async function open(t, fits) {
  const found = findBlock(units, typeof fits === 'string' ? (block) => block.kind === fits : fits);
  if (!found) {
    t.skip('no course of this hub has such a block');
    return null;
  }
  await page.goto(`${house.url}/units/${found.unit.id}`);
  const place = page.locator(`[id="${found.block.id}"]`);
  await place.waitFor();
  await place.scrollIntoViewIfNeeded();
  return { place, ...found };
}
const stateOf = async (unit, block) => (await ask(page, `/units/${unit.id}`)).blocks.find((b) => b.id === block.id).state;
async function isDone(unit, block) {
  for (let i = 0; i < 30 && (await stateOf(unit, block)) === 'none'; i++) await page.waitForTimeout(100);
  assert.notEqual(await stateOf(unit, block), 'none', `${block.kind} is done at the server too`);
}

test('text sets its formulas, and is done when it was read', async (t) => {
  const at = await open(t, (block) => block.kind === 'text' && /class="math"/.test(block.html));
  if (!at) return;
  await at.place.locator('.katex').first().waitFor();
  assert.equal(await at.place.locator('.math:not([data-set])').count(), 0);
  await isDone(at.unit, at.block);
});

test('a figure has its picture and its words', async (t) => {
  const at = await open(t, 'figure');
  if (!at) return;
  const picture = at.place.getByRole('img', { name: at.block.alt });
  await picture.waitFor();
  await page.waitForFunction((img) => img.complete && img.naturalWidth > 0, await picture.elementHandle());
});

test('slides go on by button, by key and by transcript', async (t) => {
  const at = await open(t, 'slides');
  if (!at) return;
  const all = at.block.slides.length;
  await at.place.getByText(`1 / ${all}`).waitFor();
  await at.place.getByRole('button', { name: 'Next slide' }).click();
  await at.place.getByText(`2 / ${all}`).waitFor();
  await at.place.getByRole('group', { name: 'Slides with narration' }).focus();
  await page.keyboard.press('ArrowLeft');
  await at.place.getByText(`1 / ${all}`).waitFor();
  assert.match(page.url(), new RegExp(at.unit.id), 'the arrow turned the slide and not the unit');
  await at.place.getByText('Transcript').click();
  await at.place.getByRole('listitem').last().getByRole('button').click();
  await at.place.getByText(`${all} / ${all}`).waitFor();
  await isDone(at.unit, at.block);
});

test('a video has captions and a transcript to click', async (t) => {
  const at = await open(t, 'video');
  if (!at) return;
  await at.place.locator('video').waitFor();
  await at.place.getByText('Transcript').click();
  await at.place.getByRole('listitem').nth(1).getByRole('button').click();
  const time = await at.place.locator('video').evaluate((video) => video.currentTime);
  assert.ok(time > 0, 'a line of the transcript goes to its place');
});

test('an explorable keeps its state in the address', async (t) => {
  const at = await open(t, 'explorable');
  if (!at) return;
  assert.doesNotMatch(page.url(), /\?/, 'untouched, it leaves the address as it is');
  await at.place.getByRole('slider').first().focus();
  await page.keyboard.press('Home');
  await page.waitForURL(new RegExp(`${at.block.id}\\.`));
  const before = await at.place.getByRole('slider').first().inputValue();
  await page.reload();
  assert.equal(await at.place.getByRole('slider').first().inputValue(), before);
});

test('code becomes an editor, keeps its draft, and lets the keyboard out', async (t) => {
  const at = await open(t, 'code');
  if (!at) return;
  await at.place.getByRole('textbox').focus();
  const editor = at.place.locator('.cm-content');
  await editor.waitFor();
  const inside = () => editor.evaluate((node) => node.getRootNode().activeElement === node);
  for (let i = 0; i < 30 && !(await inside()); i++) await page.waitForTimeout(50);
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# mine');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await inside(), true, 'Tab indents');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  assert.equal(await inside(), false, 'Escape, then Tab, leaves');
  await at.place.getByRole('button', { name: 'Start over' }).click();
  assert.doesNotMatch(await editor.textContent(), /# mine/, 'the editor starts over too');
  await editor.focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# mine ');
  await page.reload();
  assert.match(await at.place.getByRole('textbox').inputValue(), /^# mine/);
  await at.place.getByRole('button', { name: 'Start over' }).click();
  assert.equal(await at.place.getByRole('textbox').inputValue(), at.block.starter);
  // What the page runs itself is done when it passes: python.spec.mjs.
  const tried = at.place.getByRole('button', { name: 'I have tried it' });
  if ((await tried.count()) === 0) return;
  await tried.click();
  await isDone(at.unit, at.block);
});

test('a discussion takes a post, shows it as Markdown, and lets its author change and delete it', async (t) => {
  const at = await open(t, 'discussion');
  if (!at) return;
  const words = `A clock that **hears** the pump ${Date.now()}.`;
  await at.place.getByLabel('Your post').fill(words);
  await at.place.getByRole('button', { name: 'Post', exact: true }).click();
  const written = at.place.locator('article', { hasText: String(/\d{8,}/.exec(words)) });
  await written.locator('strong', { hasText: 'hears' }).waitFor();
  const post = at.place.locator(`article[id="${await written.getAttribute('id')}"]`);
  await isDone(at.unit, at.block);
  await post.getByRole('button', { name: 'Change' }).click();
  await post.getByLabel('Why you change it').fill('a slip');
  await post.getByLabel('Your post').fill(words.replace('clock', 'watch'));
  await post.getByRole('button', { name: 'Keep the change' }).click();
  await post.getByText('changed: a slip').waitFor();
  await post.getByRole('button', { name: 'Delete' }).click();
  await post.getByRole('button', { name: 'Delete' }).click();
  await post.getByText('deleted by its author').waitFor();
});

test('an assignment shows its solution after an answer of one\'s own', async (t) => {
  const at = await open(t, (block) => block.kind === 'assignment' && block.solution_html);
  if (!at) return;
  await at.place.getByText('The solution opens after').waitFor();
  await at.place.getByRole('textbox').fill('Rate 0.05, 200 steps.');
  await at.place.getByRole('button', { name: 'Keep my answer' }).click();
  await at.place.getByRole('button', { name: 'Show the solution' }).click();
  await at.place.locator('.note .prose').waitFor();
});

test('an artefact is judged: refused with what is missing, then accepted, and its owner gets it back', async (t) => {
  const at = await open(t, (block) => block.kind === 'artefact' && block.accepts.includes('csv'));
  if (!at) return;
  const give = (name, text) => at.place.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await give('data.csv', 'x\n1\n');
  await at.place.getByText('Not accepted yet.').waitFor();
  await at.place.getByText("The column 'y' is missing").waitFor();
  const rows = Array.from({ length: 12 }, (_, i) => `${i},${2 * i}`).join('\n');
  await give('data.csv', `x,y\n${rows}\n`);
  await at.place.getByText('Accepted.').waitFor();
  await isDone(at.unit, at.block);
  const link = await at.place.getByRole('link', { name: 'data.csv' }).getAttribute('href');
  assert.equal(await page.evaluate(async (href) => (await fetch(href)).text(), link), `x,y\n${rows}\n`);
  await page.reload();
  await at.place.getByText('Accepted.').waitFor();
});

test('a recap leads back to the earlier turn, a reading is done when it was read', async (t) => {
  const recap = await open(t, (block) => block.kind === 'recap' && block.unit);
  if (recap) {
    await recap.place.getByRole('link', { name: /earlier turn/ }).click();
    await page.waitForURL(`**/units/${recap.block.unit}`);
  }
  const reading = await open(t, 'reading');
  if (reading) await isDone(reading.unit, reading.block);
});

test('placement: who knows may say so, and take it back', async (t) => {
  const at = await open(t, 'placement');
  if (!at) return;
  assert.equal(await at.place.locator('form.item').count(), at.block.items.length);
  const known = at.place.getByRole('button', { name: 'I know this' });
  await known.click();
  await at.place.getByText('passed over now').waitFor();
  await isDone(at.unit, at.block);
  const states = async () => (await ask(page, `/courses/${at.unit.path.course.id}`)).chapters.flatMap((c) => c.sections).flatMap((s) => s.units).filter((u) => u.state === 'known').length;
  // Asked now and then: the hub slows down who asks too often.
  const until = async (fits) => {
    for (let i = 0; i < 40 && !fits(await states()); i++) await page.waitForTimeout(200);
  };
  await until((n) => n > 0);
  assert.ok((await states()) > 0, 'units about it are known');
  await known.click();
  await until((n) => n === 0);
  assert.equal(await states(), 0, 'and are not any more');
});

test('a block or question that this page does not know is named, and nothing breaks', async (t) => {
  const at = await open(t, (block) => block.kind === 'hologram');
  if (!at) return;
  await at.place.getByText('This page does not know blocks of the kind hologram yet; a newer version will.').waitFor();
});

test('no page complained on the way', () => assert.deepEqual(page.problems, []));
