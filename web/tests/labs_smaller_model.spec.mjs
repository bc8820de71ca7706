// SPDX-License-Identifier: Apache-2.0
// The lab smaller-model: cut, round, teach; all of it computed by the core in the page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, serious, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/smaller-model' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const ready = (name) => page.getByRole('button', { name, disabled: false });
const without = () => page.getByText('built without its own core').count();
const right = async (name) => Number((await page.getByRole('region', { name: 'Size and accuracy' }).getByRole('row', { name }).locator('td').last().textContent()).replace(/[^\d.]/g, ''));
const predict = async (option) => {
  await page.getByLabel(option).check();
  await page.getByRole('button', { name: 'That is my prediction', disabled: false }).click();
};
const patient = { timeout: 20000 };

test('a network is trained, and half of it can go', { timeout: 60000 }, async (t) => {
  await page.getByRole('heading', { name: 'Three ways to get smaller' }).waitFor();
  if (await without()) return t.skip('these pages were built without the core');
  await ready('Train the network').click(patient);
  await page.getByText('12,768').first().waitFor(patient);
  await predict('It falls to about half');
  await ready('Cut 50 %').click();
  await page.getByText('6,384 weights are left').waitFor(patient);
  assert.ok((await right('50 % cut')) > (await right('The network')) - 5);
});

test('there is a cliff, and training again moves it', { timeout: 60000 }, async (t) => {
  if (await without()) return t.skip('no core');
  const share = page.getByLabel('Share to cut');
  await share.focus();
  for (const [key, name] of [['9', 'Cut 90 %'], ['9', 'Cut 95 %']]) {
    await page.keyboard.press(key);
    if (!(await page.getByRole('button', { name }).count())) await share.selectOption(name.match(/\d+/)[0]);
    await ready(name).click();
    await page.getByRole('region', { name: 'Size and accuracy' }).getByRole('row', { name: `${name.match(/\d+/)[0]} % cut` }).waitFor(patient);
  }
  assert.ok((await right('95 % cut')) < (await right('50 % cut')));
  await ready('Train what is left').click();
  await page.getByText('Trained again:').waitFor(patient);
  assert.ok((await right('95 % cut, trained again')) > (await right(/^95 % cut \d/)));
});

test('eight bits, a pupil with and without a teacher, and a pair of steps', { timeout: 60000 }, async (t) => {
  if (await without()) return t.skip('no core');
  await predict('Half of the size, the same accuracy');
  await ready('Round to eight bits').click();
  await page.getByRole('row', { name: /^Eight bits .*25 %/ }).waitFor(patient);
  await predict('Better than its teacher');
  await ready('Train on labels alone').click();
  await page.getByRole('row', { name: 'Pupil, labels alone, start 1' }).waitFor(patient);
  await ready('Train with the teacher').click();
  await page.getByRole('row', { name: 'Pupil with teacher, start 1' }).waitFor(patient);
  await page.getByLabel(/Pupil with teacher, start 1, then eight bits/).check();
  assert.equal(await page.getByRole('button', { name: 'Run both steps' }).isDisabled(), true);
  await page.getByLabel(/Your guess/).fill('80');
  await ready('Run both steps').click();
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor(patient);
});

test('the address brings the guesses back; the numbers want to be trained again', { timeout: 60000 }, async (t) => {
  if (await without()) return t.skip('no core');
  await page.waitForURL(/reached=[^&]*pair/);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByText('train again to see them').waitFor(patient);
  await page.getByRole('heading', { name: 'You have done it all' }).waitFor();
  assert.deepEqual(await serious(page), []);
  assert.deepEqual(page.problems, []);
});
