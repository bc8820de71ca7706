// SPDX-License-Identifier: Apache-2.0
// Terms that explain themselves, the list of them, and pictures that grow.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allUnits, ask, browser, findBlock, hub, learner, newName, serious } from './house.mjs';

let house, chrome, units;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  const { page, context } = await learner(chrome, house.url);
  units = await allUnits(page);
  await context.close();
});
after(async () => { await chrome.close(); await house.close(); });

const phone = { viewport: { width: 360, height: 740 } };
const note = (page) => page.locator('#term-note');
const marks = (page) => page.locator('article button.term');
/** A unit whose text sets the loss in bold: it is explained there, and it is a term of every glossary here. */
const withLoss = () => findBlock(units, (block) => block.kind === 'text' && /<strong>loss<\/strong>/i.test(block.html)).unit;
const isInside = (page) => note(page).evaluate((node) => {
  const box = node.getBoundingClientRect();
  return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
});

async function unitPage(unit, options) {
  const { page, context } = await learner(chrome, house.url, { ...options, path: `/units/${unit.id}` });
  await marks(page).first().waitFor();
  return { page, context };
}

test('a term is marked once, outside of headings, links, code, formulas and questions', async () => {
  for (const unit of units.filter((one) => !one.test).slice(0, 12)) {
    const { page, context } = await learner(chrome, house.url, { path: `/units/${unit.id}` });
    await page.locator('article h1').waitFor();
    const terms = await marks(page).evaluateAll((nodes) => nodes.map((node) => node.dataset.term));
    assert.deepEqual(terms, [...new Set(terms)], unit.id);
    assert.equal(await page.locator(':is(h1, h2, h3, h4, a, code, pre, .math, form.item, label) button.term').count(), 0, unit.id);
    await page.waitForFunction(() => [...document.querySelectorAll('.math')].every((node) => node.dataset.set !== undefined));
    assert.deepEqual(page.problems, []);
    await context.close();
  }
});

test('by keyboard: Enter opens the note, Escape closes it, and the focus is back where it was', async () => {
  const { page, context } = await unitPage(withLoss());
  const mark = page.locator('button.term[data-term="Loss"]');
  const words = (await ask(page, '/glossary')).find((one) => one.term === 'Loss').html.replace(/<[^>]*>/g, '');
  await mark.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Loss', exact: true });
  await dialog.getByText(words.slice(0, 30)).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'term-note');
  assert.deepEqual(await serious(page), []);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement.dataset.term), 'Loss');
  await page.keyboard.press('Enter');
  await dialog.getByRole('link', { name: 'Glossary' }).click();
  await page.waitForURL('**/glossary#Loss');
  await page.locator('dl .here').getByText('Loss', { exact: true }).waitFor();
  assert.deepEqual(page.problems, []);
  await context.close();
});

test('one note at a time: a press on another term moves it, a press beside it closes it', async () => {
  const unit = units.find((one) => one.id === 'utinybig') ?? withLoss();
  const { page, context } = await unitPage(unit);
  const names = await marks(page).evaluateAll((nodes) => nodes.map((node) => node.dataset.term));
  // From the last to the first: the note lies under its term.
  for (const name of names.slice(0, 3).reverse()) {
    await page.locator(`article button.term[data-term="${name}"]`).click();
    await note(page).locator('strong', { hasText: name }).waitFor();
    assert.ok(await note(page).isVisible());
  }
  await page.mouse.click(5, 5);
  await note(page).waitFor({ state: 'hidden' });
  await marks(page).first().click();
  await note(page).waitFor();
  await marks(page).first().click();
  await note(page).waitFor({ state: 'hidden' });
  await context.close();
});

for (const language of ['en', 'ar-XB'])
  test(`at 360 px the note stays on the screen, wherever its term stands (${language})`, async () => {
    const { page, context } = await unitPage(withLoss(), { ...phone, hasTouch: true });
    await page.evaluate((l) => localStorage.setItem('tadpole.language', l), language);
    await page.reload();
    await marks(page).first().waitFor();
    for (let i = 0; i < await marks(page).count(); i++) {
      const mark = marks(page).nth(i);
      for (const block of ['center', 'end']) {
        await mark.evaluate((node, where) => node.scrollIntoView({ block: where }), block);
        await mark.tap();
        await note(page).waitFor();
        assert.ok(await isInside(page), `${await mark.textContent()} at ${block}`);
        await page.keyboard.press('Escape');
        await note(page).waitFor({ state: 'hidden' });
      }
    }
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await context.close();
  });

test('without a server terms explain themselves, and the list is there', async () => {
  const unit = withLoss();
  const { page, context } = await unitPage(unit);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await marks(page).first().waitFor();
  await page.goto(`${house.url}/glossary`);
  await page.locator('dl dt').first().waitFor();
  await (house.stop ? house.stop() : context.setOffline(true));
  await page.goto(`${house.url}/units/${unit.id}`);
  await page.locator('button.term[data-term="Loss"]').click();
  await page.getByRole('dialog', { name: 'Loss', exact: true }).waitFor();
  await page.goto(`${house.url}/glossary`);
  await page.locator('dl dt').first().waitFor();
  await (house.start ? house.start() : context.setOffline(false));
  await context.close();
});

test('the list is reached from a course and found through by words of terms and explanations', async () => {
  const { page, context } = await learner(chrome, house.url, { path: `/courses/${units[0].path.course.id}` });
  await page.getByRole('link', { name: 'Glossary' }).click();
  await page.getByRole('heading', { level: 1, name: 'Glossary' }).waitFor();
  const terms = await ask(page, '/glossary');
  assert.equal(await page.locator('dt').count(), terms.length);
  const field = page.getByPlaceholder('A term or a word');
  await field.fill('SQUARED err');
  await page.getByText('1 term', { exact: true }).waitFor();
  assert.equal(await page.locator('dt').textContent(), 'Mean squared error');
  await field.fill('adjustable numbers');
  await page.locator('dt', { hasText: 'Model' }).waitFor();
  await page.reload();
  await page.locator('dt', { hasText: 'Model' }).waitFor();
  assert.ok(await page.locator('dt').count() < terms.length, 'the words stand in the address');
  await field.fill('zzzz');
  await page.getByText('Nothing holds these words; try fewer or other ones.').waitFor();
  assert.deepEqual(await serious(page), []);
  assert.deepEqual(page.problems, []);
  await context.close();
});

test('on a phone a figure opens large, moves sideways, and closes by Escape or button', async () => {
  const { unit, block } = findBlock(units, (one) => one.kind === 'figure');
  const { page, context } = await learner(chrome, house.url, { name: newName(), ...phone, path: `/units/${unit.id}` });
  const button = page.locator(`[id="${block.id}"]`).getByRole('button', { name: 'Enlarge the picture' });
  const large = page.getByRole('dialog', { name: 'Enlarged picture' });
  await button.focus();
  await page.keyboard.press('Enter');
  await large.getByRole('img', { name: block.alt }).waitFor();
  const size = await large.locator('.scroll').evaluate((node) => {
    node.scrollLeft = 9999;
    return { picture: node.querySelector('img').getBoundingClientRect().width, window: node.clientWidth, moved: node.scrollLeft };
  });
  assert.ok(size.picture >= 640, `the picture is ${size.picture} px wide`);
  assert.equal(size.moved, Math.round(size.picture - size.window), 'its other end is reached');
  assert.deepEqual(await serious(page), []);
  await large.locator('.scroll').focus();
  await page.keyboard.press('ArrowRight'); // moves the picture, not the unit
  assert.ok(page.url().endsWith(unit.id));
  await page.keyboard.press('Escape');
  await large.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Enlarge the picture');
  await button.click();
  await large.getByRole('button', { name: 'Close' }).click();
  await large.waitFor({ state: 'detached' });
  assert.deepEqual(page.problems, []);
  await context.close();
});

test('a picture on a slide opens large too', async (t) => {
  const found = findBlock(units, (one) => one.kind === 'slides' && one.slides.some((slide) => slide.html.includes('<img')));
  if (!found) return t.skip('no slide has a picture');
  const { page, context } = await learner(chrome, house.url, { ...phone, hasTouch: true, path: `/units/${found.unit.id}` });
  const deck = page.locator(`[id="${found.block.id}"]`);
  for (let i = found.block.slides.findIndex((slide) => slide.html.includes('<img')); i > 0; i--) await deck.getByRole('button', { name: 'Next slide' }).click();
  const enlarge = deck.getByRole('button', { name: 'Enlarge the picture' });
  const large = page.getByRole('dialog', { name: 'Enlarged picture' });
  // By a tap anywhere on the picture.
  await deck.locator('.slide img').scrollIntoViewIfNeeded();
  const picture = await deck.locator('.slide img').boundingBox();
  await page.touchscreen.tap(picture.x + picture.width / 2, picture.y + picture.height / 2);
  await large.waitFor();
  assert.ok(await large.locator('img').evaluate((one) => one.getBoundingClientRect().width) >= 640, 'its words can be read at 360 px');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Escape');
  await large.waitFor({ state: 'detached' });
  assert.ok(await enlarge.isVisible(), 'the slide is the same');
  // By keyboard too, and back to where it was.
  await enlarge.focus();
  await page.keyboard.press('Enter');
  await large.waitFor();
  await page.keyboard.press('Escape');
  await large.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Enlarge the picture');
  await context.close();
});
