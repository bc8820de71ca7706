// SPDX-License-Identifier: Apache-2.0
// Two kinds of figures: predict, train, look, compare maps, train longer, ask about a strange picture.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/figures' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const check = async (question, answer) => {
  const form = page.locator('form', { hasText: question });
  await form.getByLabel(answer).check();
  await form.getByRole('button', { name: 'Check' }).click();
};
const rows = () => page.getByRole('table', { name: 'Accuracy for each length' }).locator('tbody tr');
const patience = { timeout: 40000 };

test('training brings all of white and leaves a gap outdoors', async () => {
  await page.getByText('160 pictures to learn from').waitFor(patience);
  await page.getByLabel('Both about the same').check();
  await page.getByRole('button', { name: 'That is my prediction' }).click();
  await page.getByRole('radio', { name: '10', exact: true }).check();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await rows().first().waitFor(patience);
  const cells = (await rows().first().locator('td').allTextContents()).map(parseFloat);
  assert.ok(cells[1] > 90, `training ${cells[1]}`);
  assert.ok(cells[1] - cells[2] > 20, `validation ${cells[2]}`);
});

test('a wrong answer gets help, maps are there for both, keys change the layer', async () => {
  await check('What differs', 'The labels were swapped');
  await page.getByText('Read the captions').waitFor();
  await check('What differs', 'The background: white, or a landscape');
  await page.getByText('This is called a domain shift.').waitFor();
  assert.equal(await page.getByRole('list', { name: 'Outdoors: maps of 16 filters' }).getByRole('img').count(), 16);
  await page.getByRole('radio', { name: 'Convolution 1' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.waitForURL(/layer=1/);
  await check('what lights up', 'Nothing');
  await page.getByText('Compare the two rows').waitFor();
  await check('what lights up', 'Hills, trees, and the ground');
});

test('a longer training, a cup, and it is done; the address brings the answers back', async () => {
  await page.getByRole('radio', { name: '20', exact: true }).check();
  await page.getByRole('button', { name: 'Train again' }).click();
  await rows().nth(1).waitFor(patience);
  await check('close the gap', 'No, most of it stays');
  await page.getByRole('radio', { name: 'neither' }).check();
  await page.getByRole('button', { name: 'Show it a cup' }).click();
  await page.getByText('Its two outputs always add up to 100 %.').waitFor();
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
  await page.waitForURL(/asked=1/);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
  await page.getByText('The weights are not kept: train again.').waitFor();
  assert.deepEqual(page.problems, []);
});
