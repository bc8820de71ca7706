// SPDX-License-Identifier: Apache-2.0
// Reading digits: count, predict, train, draw by keyboard and by hand; everything but the weights in the address.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, serious, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/digits' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const give = async (question, number) => {
  await page.getByLabel(question).fill(number);
  await page.keyboard.press('Enter');
};
const goals = () => page.locator('section.goals');

test('a wrong count gets a sentence that helps, and the right ones are taken', async () => {
  await page.getByText('of new writers').or(page.getByText('it never saw')).first().waitFor();
  await give('Weights between the pixels and the 20 neurons', '784');
  await page.getByText('That is one neuron’s share').waitFor();
  await give('Weights between the pixels and the 20 neurons', '15,680');
  await page.getByText('784 times 20.').waitFor();
  await give('Biases of these 20 neurons', '20');
  await give('Weights between the 20 neurons and the 10', '200');
  await give('Biases of these 10 neurons', '10');
  await give('All numbers that training can change', '15910');
  // 15,680 + 20 + 200 + 10, said by the core too.
  await page.getByText('The network in this page says the same: 15,910.').waitFor();
});

test('it trains after the prediction, and shows both accuracies and its mistakes', async () => {
  await page.getByLabel('About 50').check();
  await page.getByRole('button', { name: 'That is my prediction' }).first().click();
  await page.getByText(/This network, untrained, read \d+ of 320 pictures/).waitFor();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('heading', { name: 'Where it goes wrong' }).waitFor();
  const scores = await page.locator('dl.scores dd').allTextContents();
  // Ten classes: far more than one in ten.
  for (const score of scores) assert.ok(parseFloat(score) > 80, `scores are ${scores}`);
  await page.getByRole('list', { name: 'Pictures of the exam' }).getByRole('button').first().click();
  await page.getByRole('list', { name: 'How sure the network is' }).first().waitFor();
});

test('a one is drawn by keys and read as a one', async () => {
  const sheet = page.getByRole('application', { name: /Sheet to draw on/ });
  await sheet.focus();
  for (let i = 0; i < 6; ++i) await page.keyboard.press('ArrowUp');
  await page.keyboard.press(' ');
  for (let i = 0; i < 12; ++i) await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await page.getByText('Your drawing as the network sees it').or(page.getByRole('img', { name: 'Your drawing as the network sees it' })).first().waitFor();
  await page.getByRole('radio', { name: '7', exact: true }).check();
  await page.getByRole('button', { name: 'Note this answer' }).click();
  await page.getByText('Your hand differs from the pictures').waitFor();
  await page.getByRole('radio', { name: '1', exact: true }).check();
  await page.getByRole('button', { name: 'Note this answer' }).click();
  await page.getByText('You meant 1, and it read 1.').waitFor();
});

test('the last prediction completes the lab', async () => {
  assert.equal(await goals().locator('li.met').count(), 3);
  await page.getByLabel('One of the ten digits').check();
  await page.getByRole('button', { name: 'That is my prediction' }).click();
  await goals().getByRole('heading', { name: 'You have done it all' }).waitFor();
});

test('a reload brings answers and the drawing back, and asks to train again', async () => {
  await page.waitForURL(/letter=digit/);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByText('The weights are not kept: train again.').waitFor();
  assert.equal(await page.locator('.pad path').count(), 1);
  await page.getByText('The network in this page says the same').waitFor();
  await page.getByRole('button', { name: 'Train again' }).click();
  await page.getByRole('img', { name: 'Your drawing as the network sees it' }).waitFor();
  assert.deepEqual(await serious(page), []);
  assert.deepEqual(page.problems, []);
});
