// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { browser, hub, learner } from './house.mjs';

let house, chrome;
before(async () => { [house, chrome] = [await hub(), await browser()]; });
after(async () => { await chrome.close(); await house.close(); });

test('language and theme are chosen, and stay', async () => {
  const { page, context } = await learner(chrome, house.url, { path: '/settings' });
  await page.getByLabel('Language of the pages').selectOption('de');
  await page.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
  await page.getByLabel('Dunkel').check();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await context.close();
});

test('a copy of my data can be saved', async () => {
  const { page, context, name } = await learner(chrome, house.url, { path: '/settings' });
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save a copy' }).click()]);
  assert.match(readFileSync(await download.path(), 'utf8'), new RegExp(name));
  await context.close();
});

test('everything of mine is erased after the nickname was written', async () => {
  const { page, context, name } = await learner(chrome, house.url, { path: '/settings' });
  await page.getByRole('button', { name: 'Erase everything' }).click();
  const erase = page.getByRole('button', { name: 'Erase for good' });
  assert.equal(await erase.isDisabled(), true);
  await page.getByLabel('Write your nickname to confirm').fill(name);
  await erase.click();
  await page.getByLabel('What shall we call you?').waitFor();
  assert.equal(await page.evaluate(async () => (await fetch('/api/v1/me')).status), 401);
  await context.close();
});
