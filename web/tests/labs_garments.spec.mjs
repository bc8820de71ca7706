// SPDX-License-Identifier: Apache-2.0
// Garments, the assignment: five runs, two questions, one exam.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, serious, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/garments' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const set = async (group, choice) => page.getByRole('group', { name: group }).getByRole('radio', { name: choice, exact: true }).check();
const rows = () => page.getByRole('region', { name: 'Runs side by side' }).locator('tbody tr');
const run = async (expected) => {
  const before = await rows().count();
  if (expected) await set('What do you expect?', expected);
  await page.getByRole('button', { name: 'Run it' }).click();
  await rows().nth(before).waitFor();
};
const cell = async (row, column) => parseFloat(await rows().nth(row).locator('td').nth(column).textContent());

test('nothing runs before the baseline, and two changes at once are no comparison', async () => {
  await page.getByText('No tailor is in two of them.').waitFor();
  await page.getByRole('group', { name: 'Pixels' }).getByRole('radio', { name: '0 to 255' }).focus();
  await page.keyboard.press('Space');
  await page.getByText('Run the baseline first').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Run it' }).isDisabled());
  await set('Pixels', '0 to 1');
  await run();
  assert.ok(await cell(0, 5) > 60, 'the baseline tells most garments');
  await set('Pixels', '0 to 255');
  await set('Neurons in a hidden layer', '40');
  await page.getByText('Here 2 things differ').waitFor();
  await set('Neurons in a hidden layer', '20');
});

test('five runs, each expected first; pixels from 0 to 255 do worse', async () => {
  await run('Better');
  assert.ok(await cell(1, 5) < await cell(0, 5));
  await page.getByText('You expected something else.').waitFor();
  await set('Pixels', '0 to 1');
  await set('Neurons in a hidden layer', '40');
  await run('About the same');
  await set('Neurons in a hidden layer', '20');
  await set('Hidden layers', '2');
  await run('Better');
  await set('Hidden layers', '1');
  await set('Epochs at most', '200');
  await page.getByLabel(/Early stopping/).check();
  await run('Better');
  const epochs = await cell(4, 2);
  assert.ok(epochs > 5 && epochs < 200, `it stopped after ${epochs}`);
});

test('a wrong answer can be mended, and the exam completes the assignment', async () => {
  await page.getByLabel('Twice the neurons', { exact: true }).check();
  await page.getByRole('button', { name: 'That is my prediction' }).first().click();
  await page.getByText('one run is far below the others').waitFor();
  await page.getByRole('button', { name: 'Answer again' }).click();
  await page.getByLabel('Pixels from 0 to 255', { exact: true }).check();
  await page.getByRole('button', { name: 'That is my prediction' }).first().click();
  await page.getByLabel('The validation loss had stopped falling').check();
  await page.getByRole('button', { name: 'That is my prediction' }).click();
  await page.getByRole('radio', { name: 'Run 5 for the exam' }).check();
  await page.getByRole('button', { name: 'Send run 5 to the exam' }).click();
  await page.getByText(/Run 5 tells \d+ of 360 garments/).waitFor();
  await page.locator('section.goals').getByRole('heading', { name: 'You have done it all' }).waitFor();
});

test('a reload brings the runs back and computes the same numbers again', async () => {
  const before = await cell(0, 5);
  await page.waitForURL(/exam=5/);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByRole('button', { name: 'Compute these runs again' }).click();
  await page.getByText(/Run 5 tells \d+ of 360 garments/).waitFor();
  assert.equal(await cell(0, 5), before);
  assert.deepEqual(await serious(page), []);
  assert.deepEqual(page.problems, []);
});
