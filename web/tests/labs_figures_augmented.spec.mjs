// SPDX-License-Identifier: Apache-2.0
// Confuse it again: see the changes, train with and without, from two starts, and too far.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/figures-augmented' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const patience = { timeout: 60000 };
const rows = () => page.getByRole('region', { name: 'Runs side by side' }).locator('tbody tr');
const gap = async (row) => parseFloat(await rows().nth(row).locator('td b').textContent());
const train = async (name) => {
  const before = await rows().count();
  await page.getByRole('button', { name }).click();
  await rows().nth(before).waitFor(patience);
};
const pixels = () => page.getByRole('list', { name: 'Versions of one picture' }).locator('canvas').nth(1).evaluate((c) => c.toDataURL());

test('the preview shows what sliders do, by key and by button', async () => {
  await page.getByText('Turn one slider until').waitFor(patience);
  await page.getByRole('list', { name: 'Versions of one picture' }).locator('canvas').nth(7).waitFor(patience);
  const before = await pixels();
  await page.getByRole('slider', { name: /^Shift/ }).focus();
  await page.keyboard.press('End');
  await page.waitForURL(/change=50\.0\.0\.0\.0/);
  await page.waitForTimeout(300);
  assert.notEqual(await pixels(), before);
  await page.getByRole('button', { name: 'No changes' }).click();
  await page.waitForTimeout(300);
  assert.equal(await pixels(), before);
});

test('the same network without and with all five: the gap gets narrower', async () => {
  await page.getByLabel('Wider than without').check();
  await page.getByRole('button', { name: 'That is my prediction' }).click();
  await train('Train without changes');
  await page.getByText('Run 1 had these settings.').waitFor();
  await page.getByRole('button', { name: 'All five' }).click();
  await train('Train with these changes');
  await page.getByText(/With them it is .* narrower\./).waitFor();
  assert.ok(await gap(1) < await gap(0) - 5, `${await gap(1)} and ${await gap(0)}`);
});

test('another start, and one change too far', async () => {
  await page.getByRole('group', { name: 'Start of the weights' }).getByRole('radio', { name: '2' }).check();
  await page.getByRole('button', { name: 'No changes' }).click();
  await train('Train without changes');
  await page.getByRole('spinbutton', { name: /^Shift/ }).fill('50');
  await page.keyboard.press('Tab');
  await train('Train with these changes');
  const form = page.locator('form', { hasText: 'What can no slider make?' });
  await form.getByLabel('Animals that are turned').check();
  await form.getByRole('button', { name: 'Check' }).click();
  await page.getByText('The rotation slider does that.').waitFor();
  await form.getByLabel('Hills and trees behind the animal').check();
  await form.getByRole('button', { name: 'Check' }).click();
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
});

test('the address brings runs and answers back', async () => {
  await page.waitForURL(/missing=places/);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByRole('button', { name: 'Compute these runs again' }).waitFor(patience);
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
  assert.equal(await rows().count(), 4);
  assert.match(await rows().nth(3).textContent(), /shift 50 %/);
  assert.deepEqual(page.problems, []);
});
