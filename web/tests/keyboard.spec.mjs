// SPDX-License-Identifier: Apache-2.0
// No mouse at all.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allUnits, browser, findBlock, hub, newName } from './house.mjs';

let house, chrome;
before(async () => { [house, chrome] = [await hub(), await browser()]; });
after(async () => { await chrome.close(); await house.close(); });

const focus = (page) => page.evaluate(() => {
  const node = document.activeElement;
  const ring = getComputedStyle(node).outlineStyle !== 'none' || (node.closest('label') && getComputedStyle(node.closest('label')).outlineStyle !== 'none') || getComputedStyle(node, '::after').outlineStyle !== 'none';
  return { tag: node.tagName, name: (node.getAttribute('aria-label') ?? node.textContent ?? '').trim(), block: node.closest('[data-block]')?.id ?? null, type: node.getAttribute('type'), ring };
});

/** Presses Tab until the focus fits; every stop on the way must be seen. */
async function tabTo(page, fits, most = 60) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const now = await focus(page);
    assert.ok(now.ring || now.tag === 'BODY' || now.tag === 'IFRAME', `the focus on ${now.tag} "${now.name.slice(0, 30)}" can be seen`);
    if (fits(now)) return now;
  }
  assert.fail('the keyboard never got there');
}

test('from the first visit to an answered question, by keyboard only', async () => {
  const page = await (await chrome.newContext({ locale: 'en-GB', reducedMotion: 'reduce' })).newPage();
  await page.goto(house.url);
  await page.getByLabel('What shall we call you?').waitFor();
  await page.keyboard.type(newName('Keys'));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /Hello/ }).waitFor();
  await tabTo(page, (now) => now.name.startsWith('Begin'));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/units\//);
  const first = page.url();

  await page.getByRole('heading', { level: 1 }).waitFor();
  const turn = async (key, arrived) => {
    await page.keyboard.press(key);
    await page.waitForURL(arrived);
    await page.locator('article h1').waitFor();
  };
  await turn('n', (url) => url.href !== first);
  await turn('p', (url) => url.href === first);
  await turn('ArrowRight', (url) => url.href !== first);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });

  const quiz = findBlock(await allUnits(page), (block) => block.item?.type === 'single' && block.item.max_attempts === 0);
  await page.goto(`${house.url}/units/${quiz.unit.id}`);
  await page.locator(`[id="${quiz.block.id}"]`).waitFor();
  await tabTo(page, (now) => now.block === quiz.block.id && now.type === 'radio');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator(`[id="${quiz.block.id}"]`).getByText(/Right\.|Not yet\./).waitFor();
});

test('the skip link leads to the content, and the list of units opens and closes', async () => {
  const page = await (await chrome.newContext({ locale: 'en-GB' })).newPage();
  await page.goto(house.url);
  await page.getByLabel('What shall we call you?').fill(newName('Keys'));
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Begin' }).waitFor();
  await page.reload();
  await page.getByRole('link', { name: 'Begin' }).waitFor();
  await tabTo(page, (now) => now.name === 'Skip to the content', 2);
  await page.keyboard.press('Enter');
  await tabTo(page, (now) => now.name.startsWith('Begin'), 2);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await tabTo(page, (now) => now.name === 'Units of this section');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Units of this section' }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal((await focus(page)).name, 'Units of this section', 'the focus is back on the button');
});
