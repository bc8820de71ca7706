// SPDX-License-Identifier: Apache-2.0
// Exploring loss: predict, see, walk; everything in the address.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/exploring-loss' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const shown = (name) => page.locator('dl div', { hasText: name }).locator('dd').textContent();

test('the loss is hidden until a prediction is made', async () => {
  await page.getByRole('heading', { name: 'Exploring loss' }).waitFor();
  assert.equal(await page.getByText('Sum of squared errors').count(), 0);
  assert.equal(await page.getByRole('heading', { name: 'Every line is a point on a map' }).count(), 0);
  await page.getByLabel('Line B').check();
  await page.getByRole('button', { name: 'That is my prediction' }).first().click();
  await page.getByText('You predicted: Line B').waitFor();
});

test('line A shows 31, 5.17 and 2.27, each with its name', async () => {
  await page.getByRole('button', { name: 'Show A' }).click();
  // By hand: 1 + 0 + 1 + 4 + 9 + 16 = 31; 31 / 6 = 5.17; its root is 2.27.
  assert.equal(await shown('Sum of squared errors'), '31.00');
  assert.equal(await page.locator('dl div.main dd').textContent(), '5.17');
  assert.equal(await shown('Root of the mean squared error'), '2.27');
});

test('keys turn the line, each rest leaves a dot, and the table says the same', async () => {
  const before = await page.locator('circle.guess').count();
  await page.getByRole('slider', { name: /^w/ }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('spinbutton', { name: /^b/ }).fill('0.5');
  await page.keyboard.press('Enter');
  await page.waitForFunction((n) => document.querySelectorAll('circle.guess').length >= n, before + 2);
  await page.getByText('Show as a table').nth(1).click();
  const rows = page.getByRole('region', { name: 'My guesses' }).locator('tbody tr');
  assert.equal(await rows.count(), await page.locator('circle.guess').count());
  assert.match(await rows.last().textContent(), /2\.90.*0\.50/);
  await page.getByRole('spinbutton', { name: /^b/ }).fill('');
  await page.keyboard.press('Tab');
  assert.equal(await page.getByRole('spinbutton', { name: /^b/ }).inputValue(), '0.5', 'an empty field takes the old value back');
  await page.getByRole('spinbutton', { name: /^w/ }).fill('99');
  await page.keyboard.press('Tab');
  assert.equal(await page.getByRole('spinbutton', { name: /^w/ }).inputValue(), '10.0', 'a value out of range goes to the end of the range');
});

test('the address brings everything back', async () => {
  await page.getByLabel('Uncover the valley').check();
  await page.waitForURL(/valley=1/);
  const dots = await page.locator('circle.guess').count();
  await page.context().setOffline(false);
  await page.reload();
  await page.locator('ellipse.ring').first().waitFor();
  assert.equal(await page.locator('circle.guess').count(), dots);
  assert.equal(await page.getByRole('spinbutton', { name: /^w/ }).inputValue(), '10.0');
  await page.getByText('You predicted: Line B').waitFor();
});

test('a walk at 0.09 arrives, a walk at 0.25 leaves the valley, and the border is named', async () => {
  await page.context().setOffline(false);
  await page.goto(`${house.url}/labs/exploring-loss?first=a&second=away&w=8&b=5&start=8,5&steps=199&rate=0.09`);
  await page.getByRole('button', { name: 'One step' }).waitFor();
  await page.context().setOffline(false);
  await page.goto(`${house.url}/labs/exploring-loss?first=a&w=8&b=5`);
  await page.getByLabel('Land further away with every step').check();
  await page.getByRole('button', { name: 'That is my prediction' }).click();
  await page.getByRole('spinbutton', { name: /^rate/ }).fill('0.17');
  await page.keyboard.press('Enter');
  for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'One step' }).click();
  await page.getByText(/^Step 3: the loss is/).waitFor();
  await page.getByRole('button', { name: 'Back to the start' }).click();
  await page.getByRole('spinbutton', { name: /^rate/ }).fill('0.25');
  await page.keyboard.press('Enter');
  for (let i = 0; i < 5; i++) await page.getByRole('button', { name: 'One step' }).click();
  await page.getByText('The walk has left the valley').waitFor();
  await page.getByText('Where is the border').click();
  await page.getByText('0.177').waitFor();
  await page.getByRole('button', { name: 'Back to the start' }).click();
  await page.getByRole('button', { name: 'Walk' }).click();
  await page.getByText('The walk has left the valley').waitFor();
  assert.deepEqual(page.problems, []);
});
