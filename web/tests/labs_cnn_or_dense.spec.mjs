// SPDX-License-Identifier: Apache-2.0
// Two networks on the same garments: count, predict, train both, move the garments.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, serious, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/cnn-or-dense' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const give = async (question, number) => {
  await page.getByLabel(question).fill(number);
  await page.keyboard.press('Enter');
};
const predict = async (choice) => {
  await page.getByLabel(choice, { exact: true }).check();
  await page.getByRole('button', { name: 'That is my prediction' }).first().click();
};

test('counts: a forgotten bias gets help, and the core says the sums', async () => {
  await give('Dense: weights and biases', '50,176');
  await page.getByText('Each of the 64 neurons has a bias too.').waitFor();
  await give('Dense: weights and biases', '50240');
  await give('Convolutional: weights and biases', '80');
  await give('Multiply-adds of these 8 kernels', '48672');
  await page.getByLabel('The dense one has more of both').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await page.getByRole('cell', { name: '50,890' }).waitFor();
});

test('both are trained, and the moved garments cost the dense one more', async () => {
  await page.getByRole('button', { name: 'Train both' }).click();
  await page.getByRole('heading', { name: 'Move every garment a little' }).waitFor({ timeout: 15000 });
  await predict('Neither: a shirt is a shirt');
  await page.getByRole('button', { name: 'Move the garments' }).click();
  await page.getByText(/At 2.8 pixels the dense network loses/).waitFor();
  const row = page.getByRole('row', { name: /2\.8 pixels/ });
  const [dense, conv] = (await row.getByRole('cell').allTextContents()).map(parseFloat);
  assert.ok(conv > dense, `${conv} % and ${dense} %`);
});

test('a wrong reason gets help, the right one completes the lab', async () => {
  await predict('It looks at a smaller picture');
  await page.getByText('Think of the window that slides.').waitFor();
  await page.getByRole('button', { name: 'Answer again' }).click();
  await predict('The same nine weights are used at every place of the picture');
  await page.locator('section.goals').getByRole('heading', { name: 'You have done it all' }).waitFor();
});

test('a reload brings the answers back and asks to train again', async () => {
  await page.waitForURL(/why=shared/);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByText('The weights are not kept: train again.').waitFor();
  await page.locator('section.goals').getByRole('heading', { name: 'You have done it all' }).waitFor();
  assert.deepEqual(await serious(page), []);
  assert.deepEqual(page.problems, []);
});
