// SPDX-License-Identifier: Apache-2.0
// The server goes away in the middle of a lesson, and comes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allUnits, ask, browser, findBlock, hub, learner } from './house.mjs';

let house, chrome;
before(async () => { [house, chrome] = [await hub(), await browser()]; });
after(async () => { await chrome.close(); await house.close(); });

/** Our own hub is really stopped; a foreign one is only cut off from this browser. */
const away = (context) => (house.stop ? house.stop() : context.setOffline(true));
const back = (context) => (house.start ? house.start() : context.setOffline(false));

test('a stopped server: visited units stay, answers and notes wait, and arrive when it is back', async () => {
  const { page, context } = await learner(chrome, house.url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const units = await allUnits(page);
  const quiz = findBlock(units, (block) => block.item?.type === 'single' && block.item.max_attempts === 0);
  const talk = findBlock(units, (block) => block.kind === 'discussion');
  await page.goto(`${house.url}/units/${quiz.unit.id}`);
  const question = page.locator(`[id="${quiz.block.id}"]`);
  await question.waitFor();
  await page.goto(`${house.url}/units/${talk.unit.id}`);
  await page.locator(`[id="${talk.block.id}"]`).waitFor();

  await away(context);
  await page.goto(`${house.url}/units/${quiz.unit.id}`);
  await question.waitFor();
  await page.getByText('The server is not there; you can read on.').waitFor();
  await question.getByRole('radio').first().check();
  await question.getByRole('button', { name: 'Check' }).click();
  await question.getByText('Your answer is kept on this device and is graded when the server is back.').waitFor();

  await page.goto(`${house.url}/units/${talk.unit.id}`);
  const words = page.locator(`[id="${talk.block.id}"]`);
  await words.getByLabel('Your post').fill('Written without a server.');
  await words.getByRole('button', { name: 'Post', exact: true }).click();
  await words.getByText('Your post is kept on this device and is sent when the server is back.').waitFor();
  await page.getByText(/steps? (is|are) kept here and sent later/).waitFor();
  await page.goto(`${house.url}/`);
  await page.getByRole('heading', { level: 1, name: /Hello/ }).waitFor();
  await page.goto(`${house.url}/units/nevervisited`);
  await page.getByText('This page was not opened before, so it is not on this device yet.').waitFor();
  await page.goto(`${house.url}/units/${quiz.unit.id}`);
  await question.waitFor();

  await back(context);
  await page.getByText('The server is not there; you can read on.').waitFor({ state: 'detached', timeout: 15000 });
  let fresh;
  for (let i = 0; i < 50; i++) {
    fresh = (await ask(page, `/discussions/${talk.block.id}`)).list.filter((post) => post.mine);
    if (fresh.length > 0) break;
    await page.waitForTimeout(100);
  }
  assert.deepEqual(fresh.map((post) => post.text), ['Written without a server.'], 'the post arrived once');
  const answered = (await ask(page, `/units/${quiz.unit.id}`)).blocks.find((b) => b.id === quiz.block.id);
  assert.equal(answered.attempts.history.length, 1, 'the answer arrived once');
  assert.deepEqual(page.problems, []);
  await context.close();
});

test('an answer that waits on the open page is graded there when the server is back', async () => {
  const { page, context } = await learner(chrome, house.url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const quiz = findBlock(await allUnits(page), (block) => block.item?.type === 'single' && block.item.max_attempts === 0);
  await page.goto(`${house.url}/units/${quiz.unit.id}`);
  const question = page.locator(`[id="${quiz.block.id}"]`);
  await question.getByRole('radio').first().check();
  await away(context);
  await question.getByRole('button', { name: 'Check' }).click();
  await question.getByText('Your answer is kept on this device').waitFor();
  await back(context);
  await question.getByText(/Right\.|Not yet\./).waitFor({ timeout: 15000 });
  await context.close();
});

test('without a service worker, as on plain HTTP in a class, a part that is missing is told in one sentence', async () => {
  const { page, context } = await learner(chrome, house.url, { serviceWorkers: 'block' });
  await away(context);
  // The page looks once whether a newer version is there; were the server back by then, it would load itself anew.
  const looked = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/v1/hub'));
  await page.getByRole('link', { name: 'My work' }).click();
  await looked;
  await page.getByRole('heading', { name: 'This page was not opened before, so it is not on this device yet.' }).waitFor();
  await back(context);
  await page.getByRole('link', { name: 'To the home page' }).click();
  await page.getByRole('heading', { level: 1, name: /Hello/ }).waitFor();
  await page.getByRole('link', { name: 'My work' }).click();
  await page.getByRole('heading', { level: 1, name: 'My work' }).waitFor();
  await context.close();
});

test('what is kept for offline reading goes with the session', async () => {
  const { page, context } = await learner(chrome, house.url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.goto(`${house.url}/settings`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('What shall we call you?').waitFor();
  await page.waitForTimeout(300);
  const kept = await page.evaluate(async () => {
    const cache = await caches.open('tadpole-pages');
    return (await cache.keys()).map((request) => new URL(request.url).pathname);
  });
  assert.deepEqual(kept.filter((path) => !path.endsWith('/me') && !path.endsWith('/hub')), []);
  await context.close();
});
