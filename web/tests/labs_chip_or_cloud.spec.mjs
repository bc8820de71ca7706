// SPDX-License-Identifier: Apache-2.0
// The lab chip-or-cloud: guess, see, compare.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, serious, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/chip-or-cloud' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const button = (name) => page.getByRole('button', { name, exact: true });
const row = (name) => page.getByRole('region', { name: 'Time, energy and battery' }).getByRole('row', { name });

test('the verdict waits for a guess', async () => {
  await page.getByRole('heading', { name: 'A chip, a phone, a laptop' }).waitFor();
  assert.equal(await page.getByText('needs 120 kB of 1 MB').count(), 0);
  await button('It does not fit').click();
  await page.getByText('You had said otherwise').waitFor();
  await page.getByText('needs 120 kB of 1 MB').waitFor();
  // 0.34 million times 4, of 64 million ticks a second; 21.25 ms at 10 mW.
  assert.match(await row('time for one answer').textContent(), /21 ms/);
  assert.match(await row('energy for one answer').textContent(), /213 µJ/);
});

test('a battery lasts longer when it answers less often', async () => {
  const life = async () => Number((await row('the battery lasts').textContent()).match(/lasts([\d.]+) months/)[1]);
  const often = await life();
  await page.getByLabel('it answers').selectOption('0.1');
  assert.ok((await life()) > often);
});

test('models by key, until one does not fit; what ran out is asked for', async () => {
  await page.getByRole('radio', { name: /One keyword/ }).focus();
  for (const _ of [1, 2]) await page.keyboard.press('ArrowDown');
  await page.getByRole('heading', { name: 'A person in a small picture on the chip' }).waitFor();
  await button('It fits').click();
  await page.keyboard.press('Tab');
  await page.getByRole('radio', { name: /Things in a photo, small/ }).check();
  await button('It fits').click();
  await page.getByText('It does not fit: RAM is too small.').waitFor();
  await button('Flash').click();
  await page.getByText('one of the two bars ends before its mark').waitFor();
  await button('RAM').click();
  await page.getByText('301 kB on the worktop').waitFor();
});

test('the same model on three machines, what is underneath, and back from the address', async () => {
  for (const name of [/^phone/, /^laptop/]) {
    await page.getByRole('radio', { name }).check();
    await button('It fits').click();
  }
  assert.doesNotMatch(await row('time for one answer').textContent(), /\?/);
  await page.getByLabel('Everything').check();
  await button('That is my prediction').click();
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
  await page.waitForURL(/software=all/);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
  await page.getByRole('heading', { name: 'Things in a photo, small on the laptop' }).waitFor();
  assert.deepEqual(await serious(page), []);
  assert.deepEqual(page.problems, []);
});
