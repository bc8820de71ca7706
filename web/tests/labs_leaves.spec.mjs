// SPDX-License-Identifier: Apache-2.0
// Sick leaves: careless choices first, then one change at a time, and the test once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/leaves' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const set = (group, choice) => page.getByRole('group', { name: group, exact: true }).getByRole('radio', { name: choice }).check();
const rows = () => page.getByRole('region', { name: 'Your runs' }).locator('tbody tr');
const train = () => page.getByRole('button', { name: 'Train this one' });
const percent = async (row, column) => parseFloat(await rows().nth(row).locator('td').nth(column).textContent());

test('first the leaves are looked at, with wrong answers on the way', async () => {
  await page.getByText('No plant is in two of them.').waitFor({ timeout: 60_000 });
  assert.ok(await train().isDisabled());
  const question = page.locator('form', { hasText: 'Why is the mean colour' });
  await question.getByRole('radio').first().focus();
  await page.keyboard.press('Space');
  await question.getByRole('button', { name: 'Check' }).click();
  await page.getByText('Look at the healthy ones').waitFor();
  await question.getByRole('radio', { name: /^Light, ground/ }).check();
  await question.getByRole('button', { name: 'Check' }).click();
  await page.getByText('The marks are small.').waitFor();
  const loss = page.locator('form', { hasText: 'Cross-entropy is the logarithm' });
  await loss.getByRole('textbox').fill('3');
  await loss.getByRole('button', { name: 'Check' }).click();
  await page.getByText('Take the natural logarithm of 3').waitFor();
  await loss.getByRole('textbox').fill('1.1');
  await loss.getByRole('button', { name: 'Check' }).click();
  await page.getByText('ln 3 = 1.10.').waitFor();
});

test('careless choices learn little, and it is said', async () => {
  await train().click();
  await rows().first().waitFor({ timeout: 60_000 });
  assert.ok(await percent(0, 1) < 60);
  await page.getByText('It has learnt little').waitFor();
});

test('good choices reach the goal on the test, which is opened once', { timeout: 180_000 }, async () => {
  await set('Batch size', '32');
  await set('Model', /^Fine/);
  await set('Loss', 'Cross-entropy');
  await set('Optimizer', 'Adam');
  await set('Learning rate', '0.002');
  await page.getByText(/things differ from the last run/).waitFor();
  await set('Epochs', '10');
  await train().click();
  await rows().nth(1).waitFor({ timeout: 120_000 });
  await set('Epochs', '20');
  await page.getByText('One thing differs from the last run').waitFor();
  await train().click();
  await rows().nth(2).waitFor({ timeout: 120_000 });
  assert.ok(await percent(2, 1) > await percent(0, 1));
  await page.getByRole('radio', { name: 'Run 3 for the test' }).check();
  await page.getByRole('button', { name: 'Open the test for run 3' }).click();
  await page.getByText(/^Run 3 tells \d+ of 120 test leaves/).waitFor();
  const question = page.locator('form', { hasText: 'Which of these mistakes' });
  await question.getByRole('radio', { name: 'A healthy leaf is called ill' }).check();
  await question.getByRole('button', { name: 'Check' }).click();
  await page.getByText('She looks again').waitFor();
  await question.getByRole('radio', { name: 'A leaf with rust is called healthy' }).check();
  await question.getByRole('button', { name: 'Check' }).click();
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
});

test('choices and answers come back with the address; weights do not', async () => {
  await page.waitForURL(/test=3/);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByText('Your choices are back.').waitFor({ timeout: 60_000 });
  assert.equal(await rows().count(), 3);
  await page.getByText('ln 3 = 1.10.').waitFor();
  assert.deepEqual(page.problems, []);
});
