// SPDX-License-Identifier: Apache-2.0
// The lab first-neuron, and the same as an assignment (task=1).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, serious, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/first-neuron' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const button = (name) => page.getByRole('button', { name });
const without = () => page.getByText('built without its own core').count();
const train = (name) => page.getByRole('button', { name, disabled: false }).click();

test('500 epochs answer nearly 19, and the slant comes first', async (t) => {
  await page.getByRole('heading', { name: 'The first neuron' }).waitFor();
  await page.getByLabel('Exactly 19').check();
  await button('That is my prediction').click();
  if (await without()) return t.skip('these pages were built without the core');
  await train('Train 500 epochs');
  await page.getByText('y = 18.9840').waitFor();
  assert.equal(await page.locator('ol.snaps li').count(), 5);
  await page.getByLabel(/The line after epoch/).focus();
  await page.keyboard.press('Home');
  await page.getByText('The line after epoch 0').waitFor();
  await page.getByLabel('The height, b').check();
  await button('That is my prediction').click();
  await page.getByText('You predicted: The height, b').waitFor();
});

test('a table of the learner\'s own: refused when it is none, trained when it is', async (t) => {
  if (await without()) return t.skip('no core');
  const table = page.getByLabel(/One pair x, y a line/);
  await table.fill('1, 2\nhouse, 3');
  await button('Use this table').click();
  await page.getByText('Line 2 is not two numbers').waitFor();
  await table.fill('0, 1\n1, 3\n2, 2\n3, 5');
  await button('Use this table').click();
  await page.getByText('your 4 points').waitFor();
  await train('Train 500 epochs');
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
  await page.waitForURL(/reached=[^&]*own/); // the address is written a moment later
  await page.context().setOffline(false);
  await page.reload();
  await page.getByText('your 4 points').waitFor();
  await page.getByText('train again to see them').waitFor();
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
});

test('the assignment refuses what does not fit, helps, and then trains', async (t) => {
  await page.context().setOffline(false);
  await page.goto(`${house.url}/labs/first-neuron?task=1`);
  await page.getByRole('heading', { name: 'Set up a neuron yourself' }).waitFor();
  await page.getByLabel('The slant, w').check();
  await button('That is my prediction').click();
  if (await without()) return t.skip('no core');
  await page.getByLabel('input size').fill('6');
  await page.getByLabel('loss').selectOption('mae');
  await train('Train 300 epochs');
  await page.getByText('6 is the number of samples').waitFor();
  await page.getByLabel('input size').fill('1');
  await train('Train 300 epochs');
  await page.getByText('a miss of 4 counts four times').waitFor();
  await page.getByLabel('loss').selectOption('mse');
  await train('Train 300 epochs');
  const gap = page.getByLabel(/How far is its answer/);
  await gap.fill('0.02');
  await gap.press('Enter');
  await page.getByText('The gap is 19 − y').waitFor();
  await gap.fill('0,127');
  await gap.press('Enter');
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
  assert.deepEqual(await serious(page), []);
  assert.deepEqual(page.problems, []);
});
