// SPDX-License-Identifier: Apache-2.0
// The lab two-layers: trained, computed by hand, bent.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, serious, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/two-layers' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const button = (name) => page.getByRole('button', { name });
const without = () => page.getByText('built without its own core').count();
async function train() {
  await page.getByRole('button', { name: /^Train/, disabled: false }).click();
  await page.getByRole('button', { name: 'Train again' }).waitFor();
}
/** The seven numbers as the table under the picture gives them. */
async function numbers() {
  const rows = page.getByRole('region', { name: 'The numbers of the network' }).locator('tbody tr');
  return Promise.all((await rows.all()).map(async (row) => Number((await row.locator('td').last().textContent()).replace('−', '-'))));
}
async function answer(label, value) {
  await page.getByLabel(label).fill(value);
  await page.getByLabel(label).press('Enter');
}

test('one neuron, then two hidden ones from two starts', async (t) => {
  await page.getByRole('heading', { name: 'Two layers by hand' }).waitFor();
  if (await without()) return t.skip('these pages were built without the core');
  await train();
  await page.getByRole('radio', { name: 'One neuron' }).focus();
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.getByRole('radio', { name: 'Two hidden neurons' }).isChecked(), true);
  await train();
  await page.getByLabel('The seven numbers and the answers').check();
  await button('That is my prediction').click();
  await button('Another start').click();
  await train();
  const rows = page.getByRole('region', { name: 'Your trainings' }).locator('tbody tr');
  assert.equal(await rows.count(), 3);
  for (const row of await rows.all()) assert.match(await row.textContent(), /19\.00|18\.9\d/);
});

test('the answer for x = 10 is computed by hand, and a forgotten bias is named', async (t) => {
  if (await without()) return t.skip('no core');
  await page.getByText('Show as a table').nth(1).click();
  const [w1, w2, b1, b2, v1, v2, c] = await numbers();
  await answer('First hidden value h₁', (10 * w1).toFixed(2));
  await page.getByText('The bias is still missing').waitFor();
  const [h1, h2] = [10 * w1 + b1, 10 * w2 + b2];
  await answer('First hidden value h₁', h1.toFixed(2));
  await answer('Second hidden value h₂', h2.toFixed(2));
  await answer('Output y', (v1 * h1 + v2 * h2 + c).toFixed(2));
  await page.locator('.goals li.met', { hasText: 'by hand' }).waitFor();
});

test('the V needs a bend, and sometimes another start', async (t) => {
  if (await without()) return t.skip('no core');
  await page.getByLabel('The V', { exact: true }).check();
  await page.getByLabel('A V, with its corner rounded').check();
  await button('That is my prediction').click();
  await train();
  await page.getByText('without a bend it stays a straight line').waitFor();
  await page.getByLabel('ReLU', { exact: true }).check();
  await train();
  await page.getByText('this start missed the V').waitFor();
  for (let start = 3; start <= 5; start++) await button('Another start').click();
  await train();
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
  await page.waitForURL(/reached=[^&]*bent/);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
  await page.getByText('Start 5 of 20').waitFor();
  assert.deepEqual(await serious(page), []);
  assert.deepEqual(page.problems, []);
});
