// SPDX-License-Identifier: Apache-2.0
// Two browsers in one class.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allUnits, browser, hub, learner, newName } from './house.mjs';

let house, chrome;
before(async () => { [house, chrome] = [await hub(), await browser()]; });
after(async () => { await chrome.close(); await house.close(); });

test('a wrong code is told in one sentence', async () => {
  const { page, context } = await learner(chrome, house.url, { path: '/join?code=ZZZZZZ' });
  await page.getByRole('button', { name: 'Join' }).click();
  const alert = page.locator('#join-problem');
  await page.waitForFunction(() => document.querySelector('#join-problem')?.textContent !== '');
  assert.match(await alert.textContent(), /ZZZZZZ/);
  await context.close();
});

test('a teacher opens a class, a learner joins, and the teacher sees what was done', async (t) => {
  if (!house.stop) return t.skip('only the mock makes a teacher of whoever is called so');
  const teacher = await learner(chrome, house.url, { name: newName('Teacher'), path: '/classes' });
  await teacher.page.getByLabel('Name of the class').fill('Physics 9 a');
  await teacher.page.getByRole('button', { name: 'Open', exact: true }).click();
  const code = /code is (\w+)\./.exec(await teacher.page.getByText(/its code is/).textContent())[1];

  await teacher.page.getByRole('link', { name: 'Physics 9 a' }).click();
  await teacher.page.getByRole('img', { name: 'QR code of the address to join' }).waitFor();
  await teacher.page.getByText(`http://192.168.1.5:8080/join?code=${code}`).waitFor();

  const pupil = await learner(chrome, house.url, { path: `/join?code=${code}` });
  await pupil.page.getByRole('button', { name: 'Join' }).click();
  await pupil.page.getByRole('heading', { level: 1, name: 'Physics 9 a' }).waitFor();
  await pupil.page.getByText('You are in this class.').waitFor();
  const unit = (await allUnits(pupil.page)).find((u) => u.blocks.every((block) => block.kind === 'text') && u.path.course.id === 'course1');
  await pupil.page.goto(`${house.url}/units/${unit.id}`);
  await pupil.page.getByText('This unit is done.').waitFor();
  await pupil.page.waitForTimeout(300);

  await teacher.page.reload();
  const row = teacher.page.getByRole('row', { name: new RegExp(pupil.name) }).first(); // the matrix stands before the people
  await row.waitFor();
  assert.equal(await row.getByRole('img', { name: 'done', exact: true }).count(), 1);
  assert.deepEqual([...teacher.page.problems, ...pupil.page.problems], []);
});
