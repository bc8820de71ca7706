// SPDX-License-Identifier: Apache-2.0
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

async function open(t, type, fits = () => true) {
  const found = findBlock(units, (block) => block.item?.type === type && fits(block));
  if (!found) return t.skip(`no course of this hub has a question of the type ${type}`) ?? null;
  await page.goto(`${house.url}/units/${found.unit.id}`);
  const place = page.locator(`[id="${found.block.id}"]`);
  await place.waitFor();
  return { place, ...found };
}
const check = (place) => place.getByRole('button', { name: /^(Check|Send|That is my prediction)$/ });
const attempts = async (at) => (await ask(page, `/units/${at.unit.id}`)).blocks.find((b) => b.id === at.block.id).attempts.history.length;

test('single: wrong answers are told why, the right one is kept over a reload', async (t) => {
  const at = await open(t, 'single', (block) => block.item.max_attempts === 0);
  if (!at) return;
  const options = at.block.item.options.length;
  let tries = 0;
  for (; tries < options; tries++) {
    await at.place.getByRole('radio').nth(tries).check();
    await check(at.place).click();
    await at.place.getByText(/^(Right|Not yet)\.$/).waitFor();
    if (await at.place.getByText('Right.', { exact: true }).count()) break;
  }
  assert.ok(tries < options, 'one of the options is right');
  assert.equal(await attempts(at), tries + 1);
  await page.reload();
  await at.place.getByText('Right.', { exact: true }).waitFor();
  assert.equal(await at.place.getByRole('radio').nth(tries).isChecked(), true);
  assert.equal(await check(at.place).count(), 0, 'a solved question is not asked again');
});

test('hints come one after the other and stay', async (t) => {
  const at = await open(t, 'numeric', (block) => block.item.hints > 0);
  if (!at) return;
  await at.place.getByRole('button', { name: /Hint/ }).click();
  await at.place.locator('.hint').first().waitFor();
  await page.reload();
  await at.place.locator('.hint').first().waitFor();
  assert.equal(await at.place.locator('.hint').count(), 1);
});

test('numeric: only a number may be sent, and attempts are counted', async (t) => {
  const at = await open(t, 'numeric', (block) => block.item.max_attempts > 1);
  if (!at) return;
  await at.place.getByRole('textbox').fill('many');
  await at.place.getByText('This is not a number; write digits only, like 12 or 0.5.').waitFor();
  assert.equal(await check(at.place).isDisabled(), true);
  await at.place.getByRole('textbox').fill('-99999,5');
  await check(at.place).click();
  await at.place.getByText('Not yet.').waitFor();
  const left = at.block.item.max_attempts - 1;
  await at.place.getByText(left === 1 ? '1 attempt left' : `${left} attempts left`).waitFor();
});

test('numeric: a question with other numbers each time is asked anew', async (t) => {
  if (!house.stop) return t.skip('the right answer is known of the mock only');
  const at = await open(t, 'numeric', (block) => block.id === 'bq9');
  await at.place.getByRole('textbox').fill('4');
  await check(at.place).click();
  await at.place.getByText('Not yet.').waitFor();
  assert.equal(await at.place.getByRole('textbox').isDisabled(), true);
  await at.place.getByRole('button', { name: 'Try with other numbers' }).click();
  await at.place.getByText('The errors are 2 and 4.').waitFor();
  assert.equal(await at.place.getByRole('textbox').inputValue(), '');
  await at.place.getByRole('textbox').fill('10,0');
  await check(at.place).click();
  await at.place.getByText('Right.', { exact: true }).waitFor();
});

test('ordering: the buttons move a step and keep the focus', async (t) => {
  const at = await open(t, 'ordering');
  if (!at) return;
  const rows = at.place.locator('ol > li');
  const first = await rows.nth(0).locator('.words').textContent();
  await rows.nth(0).getByRole('button', { name: 'Down' }).focus();
  await page.keyboard.press('Enter');
  assert.equal(await rows.nth(1).locator('.words').textContent(), first);
  const focused = await page.evaluate(() => document.activeElement.closest('li')?.querySelector('.words')?.textContent);
  assert.equal(focused, first, 'the focus went with the step');
  await check(at.place).click();
  await at.place.getByText(/Right\.|Not yet\.|Partly right/).waitFor();
});

test('ordering: a step can be pulled', async (t) => {
  const at = await open(t, 'ordering');
  if (!at || (await check(at.place).count()) === 0) return;
  const rows = at.place.locator('ol > li');
  const first = await rows.nth(0).locator('.words').textContent();
  await rows.nth(0).dragTo(rows.nth(2));
  assert.equal(await rows.nth(2).locator('.words').textContent(), first);
});

const fillers = {
  multi: async (place) => place.getByRole('checkbox').first().check(),
  text: async (place) => place.getByRole('textbox').fill('an answer'),
  matching: async (place) => {
    const boxes = place.getByRole('combobox');
    for (let i = 0; i < (await boxes.count()); i++) await boxes.nth(i).selectOption({ index: 1 });
  },
  free: async (place) => place.getByRole('textbox').fill('They would cancel.'),
  predict: async (place) => ((await place.getByRole('radio').count()) ? place.getByRole('radio').first().check() : place.getByRole('textbox').fill('1')),
  survey: async (place) => ((await place.getByRole('radio').count()) ? place.getByRole('radio').first().check() : place.getByRole('textbox').fill('x')),
};
for (const [type, fill] of Object.entries(fillers))
  test(`${type}: may be sent once something is chosen, and gets an answer`, async (t) => {
    const at = await open(t, type);
    if (!at) return;
    assert.equal(await check(at.place).isDisabled(), true);
    await fill(at.place);
    await check(at.place).click();
    await at.place.getByText(/Right\.|Not yet\.|Partly right|Not right|Noted\.|Thank you\./).waitFor();
    assert.equal(await attempts(at), 1);
    await page.reload();
    await at.place.getByText(/Right\.|Not yet\.|Partly right|Not right|Noted\.|Thank you\./).waitFor();
  });

const comesBack = async (unit, block) => {
  await page.goto(`${house.url}/units/${unit.id}`);
  const place = page.locator(`[id="${block.id}"]`);
  await place.waitFor();
  await place.evaluate((node) => node.scrollIntoView());
  for (let i = 0; i < 40 && (await ask(page, `/units/${unit.id}`)).resume_block !== block.id; i++) await page.waitForTimeout(100);
  assert.equal((await ask(page, `/units/${unit.id}`)).resume_block, block.id);
  await page.goto(house.url + '/');
  await page.goto(`${house.url}/units/${unit.id}`);
  await place.waitFor();
  await page.waitForTimeout(300);
  const { top, bottom } = await place.evaluate((node) => node.getBoundingClientRect());
  const end = await page.evaluate(() => innerHeight + scrollY >= document.documentElement.scrollHeight - 2);
  assert.ok(top > -5 && (top < 300 || (end && bottom < 800)), `the block is at the top of the window, or the page is at its end (${top})`);
};

test('who comes back begins at the block where they were', async () => {
  const unit = units.find((u) => u.blocks.length >= 5);
  await comesBack(unit, unit.blocks[4]);
});

test('so they do when a lab stands before it', async (t) => {
  const unit = units.find((u) => u.blocks.findIndex((b) => b.kind === 'lab') >= 0 && u.blocks.at(-1).kind !== 'lab');
  if (!unit) return t.skip('no course of this hub has a unit that goes on after a lab');
  await comesBack(unit, unit.blocks[unit.blocks.findIndex((b) => b.kind === 'lab') + 1]);
});

test('no page complained on the way', () => assert.deepEqual(page.problems, []));
