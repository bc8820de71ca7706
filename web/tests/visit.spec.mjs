// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allUnits, ask, browser, hub, learner, newName } from './house.mjs';

let house, chrome;
before(async () => { [house, chrome] = [await hub(), await browser()]; });
after(async () => { await chrome.close(); await house.close(); });

test('a first visit: a nickname, and the first lesson is open', async () => {
  const context = await chrome.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  const foreign = [];
  page.on('request', (request) => { if (!/^(blob|data):/.test(request.url()) && new URL(request.url()).origin !== house.url) foreign.push(request.url()); });
  await page.goto(house.url);
  await page.getByRole('button', { name: 'Start' }).click();
  assert.equal(await page.getByRole('alert').textContent(), 'The name is empty; write a word or two that your class will know you by.');
  const name = newName();
  await page.getByLabel('What shall we call you?').fill(name);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: `Hello ${name}` }).waitFor();
  await page.getByRole('link', { name: 'Begin' }).click();
  await page.waitForURL(/\/units\//);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const courses = await ask(page, '/courses');
  assert.ok(courses.some((course) => page.url().endsWith(course.resume)), 'the home page leads to the unit to go on with');
  assert.deepEqual(foreign, [], 'nothing is asked from elsewhere');
  await context.close();
});

test('home, map, unit and back, and no page complains', async () => {
  const { page, context } = await learner(chrome, house.url);
  const [course] = await ask(page, '/courses');
  await page.getByRole('link', { name: course.title }).click();
  await page.getByRole('heading', { level: 1, name: course.title }).waitFor();
  const full = await ask(page, `/courses/${course.id}`);
  const units = full.chapters.flatMap((c) => c.sections).flatMap((s) => s.units);
  assert.equal(await page.locator('ol.chapters a.unit').count(), units.length, 'the list names every unit');
  assert.equal(await page.locator('figure svg a').count(), units.length, 'so does the spiral');
  await page.locator('ol.chapters a.unit').first().click();
  await page.getByRole('heading', { level: 1, name: units[0].title }).waitFor();
  await page.getByRole('button', { name: 'Units of this section' }).click();
  await page.getByRole('navigation', { name: 'Units of this section' }).getByRole('link').nth(1).click();
  await page.getByRole('heading', { level: 1, name: units[1].title }).waitFor();
  await page.getByRole('link', { name: /Back to/ }).first().click();
  await page.getByRole('heading', { level: 1, name: course.title }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: units[1].title }).waitFor();
  assert.deepEqual(page.problems, []);
  await context.close();
});

test('a unit that was read is done, and the ring of the course knows', async (t) => {
  const { page, context } = await learner(chrome, house.url);
  const unit = (await allUnits(page)).find((u) => u.blocks.every((block) => block.kind === 'text'));
  if (!unit) return t.skip('no course of this hub has a unit of texts alone');
  await page.goto(`${house.url}/units/${unit.id}`);
  await page.getByText('This unit is done.').waitFor();
  await page.goto(`${house.url}/courses/${unit.path.course.id}`);
  await page.locator(`ol.chapters a[href="/units/${unit.id}"]`).getByRole('img', { name: /done|mastered/ }).waitFor();
  await context.close();
});

test('a text longer than the window is done at its end, not before', async (t) => {
  const { page, context } = await learner(chrome, house.url);
  const unit = (await allUnits(page)).find((u) => u.blocks.length === 1 && u.blocks[0].kind === 'text' && u.blocks[0].html.length > 6000);
  if (!unit) return t.skip('no course of this hub has a unit that is one long text');
  await page.goto(`${house.url}/units/${unit.id}`);
  await page.locator('article h1').waitFor();
  await page.waitForTimeout(1500);
  assert.equal(await page.getByText('This unit is done.').count(), 0);
  for (let i = 0; i < 60 && (await page.getByText('This unit is done.').count()) === 0; i++) {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(60);
  }
  await page.getByText('This unit is done.').waitFor();
  await context.close();
});

test('a session that ended elsewhere leads back to the first page', async () => {
  const { page, context } = await learner(chrome, house.url);
  await context.clearCookies();
  await page.getByRole('link', { name: 'My work' }).click();
  await page.getByLabel('What shall we call you?').waitFor();
  await context.close();
});

test('concepts show their turns, the search finds words, a bookmark is in my work', async () => {
  const { page, context } = await learner(chrome, house.url);
  const courses = await Promise.all((await ask(page, '/courses')).map((c) => ask(page, `/courses/${c.id}`)));
  const course = courses.find((c) => c.concepts.length > 0);
  await page.goto(`${house.url}/courses/${course.id}/concepts`);
  await page.getByRole('heading', { level: 2, name: course.concepts[0].name }).waitFor();
  assert.ok((await page.getByText('First turn').count()) > 0);

  await page.goto(`${house.url}/search`);
  await page.getByLabel('Words to look for').fill('loss');
  await page.locator('a.hit').first().waitFor();
  assert.match(page.url(), /q=loss/);
  await page.locator('a.hit').first().click();
  await page.getByRole('button', { name: 'Bookmark' }).click();
  const title = await page.getByRole('heading', { level: 1 }).textContent();
  await page.waitForTimeout(300);
  await page.goto(`${house.url}/work`);
  await page.getByRole('link', { name: title, exact: true }).waitFor();
  assert.deepEqual(page.problems, []);
  await context.close();
});

test('a page that is not there says so in one sentence and shows a way', async () => {
  const { page, context } = await learner(chrome, house.url);
  for (const path of ['/nowhere', '/units/nosuchunit', '/labs/nosuchlab', '/courses/nosuchcourse']) {
    await page.goto(house.url + path);
    await page.getByRole('heading', { level: 1, name: /no/i }).waitFor();
    await page.getByRole('link', { name: 'To the home page' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0, `${path}: asking again would not help`);
  }
  await context.close();
});
