// SPDX-License-Identifier: Apache-2.0
// Coloured objects: a race, a rate that is too large, two questions, the test once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/colour-objects' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const rows = () => page.getByRole('region', { name: 'All runs' }).locator('tbody tr');
const start = () => page.getByRole('button', { name: 'Start the race' });
const answer = async (question, option) => {
  const form = page.locator('form', { hasText: question });
  await form.getByRole('radio', { name: option }).check();
  await form.getByRole('button', { name: 'Check' }).click();
};

test('a prediction comes before the race; four run from the same weights', { timeout: 180_000 }, async () => {
  await page.getByText('No thing is in two of them.').waitFor({ timeout: 60_000 });
  assert.equal(await start().count(), 0);
  await page.getByRole('radio', { name: 'SGD' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'That is my prediction' }).click();
  await start().click();
  await rows().nth(3).waitFor({ timeout: 120_000 });
  await page.getByText('These four have run.').waitFor();
});

test('a rate that is too large is no better than guessing', { timeout: 120_000 }, async () => {
  await page.getByRole('group', { name: 'SGD: learning rate' }).getByRole('radio', { name: '1', exact: true }).check();
  await page.getByText('To run: SGD 1.').waitFor();
  await start().click();
  await rows().nth(4).waitFor({ timeout: 60_000 });
  await page.getByText('One run is no better than guessing').waitFor();
});

test('wrong answers are helped, and the test completes the assignment', async () => {
  await answer('You want to know which optimizer', 'The learning rate');
  await page.getByText('a small step to SGD').waitFor();
  await answer('You want to know which optimizer', /^The fresh weights/);
  await answer('The best run of your table', 'Nothing at all');
  await page.getByText('Small differences are another matter.').waitFor();
  await answer('The best run of your table', /^It did best here/);
  await page.getByRole('radio', { name: 'Momentum 0.01 for the test' }).check();
  await page.getByRole('button', { name: 'Open the test' }).click();
  await page.getByText(/^Momentum with 0.01 tells \d+ of 160 test objects/).waitFor();
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
});

test('runs and answers come back with the address', async () => {
  await page.waitForURL(/test=2/);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByText('Your choices are back.').waitFor({ timeout: 60_000 });
  assert.equal(await rows().count(), 5);
  assert.deepEqual(page.problems, []);
});
