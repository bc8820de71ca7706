// SPDX-License-Identifier: Apache-2.0
// The lab gradient-descent as a learner does it: wrong first, then right, until it says done.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, serious, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/gradient-descent' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const button = (name) => page.getByRole('button', { name });
const cell = (row, column = 0) => page.getByRole('table', { name: 'Where the walk stands' }).getByRole('row', { name: row }).getByRole('cell').nth(column).textContent();
const without = () => page.getByText('built without its own core').count();

test('a prediction comes first, then one step lands beyond the goal', async (t) => {
  await page.getByRole('heading', { name: 'Gradient descent' }).waitFor();
  if (await without()) return t.skip('these pages were built without the core');
  assert.equal(await button('One step').count(), 0);
  await page.getByLabel('At 2, its goal').check();
  await button('That is my prediction').click();
  await page.getByRole('button', { name: 'One step', disabled: false }).click();
  // By hand: 10 - 0.09 * 115.67 and 10 - 0.09 * 46.
  assert.equal(await cell('w'), '-0.410');
  assert.equal(await cell('b'), '5.860');
  await page.getByText('slope 115.7 = -0.410').waitFor();
});

test('fifty steps, a second rate, and a key that moves it', async (t) => {
  if (await without()) return t.skip('no core');
  await button('To step 50').click();
  assert.equal(await cell('w'), '1.981');
  await page.getByLabel('0.05', { exact: true }).check();
  await button('That is my prediction').click();
  await button('To step 50').click();
  await page.getByRole('table', { name: 'Where the walk stands' }).getByText('rate 0.050').waitFor();
  await page.getByRole('slider', { name: /second rate/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('table', { name: 'Where the walk stands' }).getByText('rate 0.055').waitFor();
});

test('a wrong limit is helped on, the right one ends the lab', async (t) => {
  if (await without()) return t.skip('no core');
  const limit = page.getByLabel(/From which rate on/);
  await limit.fill('0.1');
  await limit.press('Enter');
  await page.getByText('At 0.100 the walk still arrives').waitFor();
  await limit.fill('0.25');
  await limit.press('Enter');
  await page.getByText('But look whether a smaller rate leaves too').waitFor();
  await limit.fill('0.18');
  await limit.press('Enter');
  await page.getByText('It stays at 0.17 and leaves at 0.18').waitFor();
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
});

test('the address brings it back, and nothing is wrong with the page', async (t) => {
  if (await without()) return t.skip('no core');
  await page.waitForURL(/limit=0.18/);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
  assert.equal(await cell('w'), '1.981');
  assert.deepEqual(await serious(page), []);
  assert.deepEqual(page.problems, []);
});
