// SPDX-License-Identifier: Apache-2.0
// What a filter sees: sizes, training, maps of three garments, a filter that prefers a kind.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, serious, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/activation-maps' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const give = async (question, number) => {
  await page.getByRole('textbox', { name: question }).fill(number);
  await page.keyboard.press('Enter');
};
const predict = async (choice) => {
  await page.getByLabel(choice, { exact: true }).check();
  await page.getByRole('button', { name: 'That is my prediction' }).first().click();
};
/** How many times as much as the average the shown filter answers to each kind. */
const times = async (filter) => (await page.getByRole('list', { name: `Mean answer of filter ${filter} ` }).locator('.value').allTextContents()).map(Number);

test('sizes: half of the wrong number gets help', async () => {
  await give('First convolution', '26');
  await give('First pooling', '14');
  await page.getByText('the map before it is smaller than the picture').waitFor();
  await give('First pooling', '13');
  await give('Second convolution', '11');
  await give('Second pooling', '5');
  await page.getByText('11 divided by 2, without the rest.').waitFor();
});

test('three boots light up in eight maps of each layer', async () => {
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await predict('At other parts each time');
  const maps = page.getByRole('region', { name: 'Maps of First convolution' });
  await maps.waitFor({ timeout: 15000 });
  assert.equal(await maps.locator('tbody canvas').count(), 3 * 9);
  await page.getByRole('radio', { name: 'First convolution' }).focus();
  for (let i = 0; i < 3; ++i) await page.keyboard.press('ArrowRight');
  await page.getByRole('region', { name: 'Maps of Second pooling' }).waitFor();
  assert.equal(await page.getByRole('region', { name: 'Maps of Second pooling' }).locator('td canvas').first().getAttribute('width'), '5');
});

test('a filter without preference is refused, the one with the longest bar is taken', async () => {
  const kinds = ['T-shirt', 'Trousers', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Boot'];
  let best = { times: 0 };
  for (let filter = 1; filter <= 8; ++filter) {
    await page.getByRole('button', { name: `Filter ${filter}`, exact: true }).click();
    (await times(filter)).forEach((value, kind) => { if (value > best.times) best = { times: value, kind, filter }; });
  }
  await page.getByRole('radio', { name: 'Dress' }).check();
  await page.getByRole('button', { name: /prefers: Dress/ }).click();
  await page.getByText('look for a long bar').waitFor();
  await page.getByRole('button', { name: `Filter ${best.filter}`, exact: true }).click();
  await page.getByRole('radio', { name: kinds[best.kind], exact: true }).check();
  await page.getByRole('button', { name: /prefers:/ }).click();
  await page.getByText('It has become a specialist.').waitFor();
  await predict('Where exactly something is');
  await page.locator('section.goals').getByRole('heading', { name: 'You have done it all' }).waitFor();
});

test('a reload brings the answers back, and training the same maps', async () => {
  await page.waitForURL(/lost=where/);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByText('The weights are not kept: train again.').waitFor();
  await page.getByRole('button', { name: 'Train again' }).click();
  await page.getByText('It has become a specialist.').waitFor({ timeout: 15000 });
  await page.getByRole('region', { name: 'Maps of Second pooling' }).waitFor();
  assert.deepEqual(await serious(page), []);
  assert.deepEqual(page.problems, []);
});
