// SPDX-License-Identifier: Apache-2.0
// Two browsers in one class talk; somebody outside does not hear; a teacher moderates.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allUnits, ask, browser, findBlock, hub, learner, newName } from './house.mjs';

let house, chrome, teacher, ada, bo, cy, place, room;
const skip = (t) => house.stop === null && (t.skip('only the mock makes a teacher of whoever is called so'), true);

async function join(who, code) {
  await who.page.goto(`${house.url}/join?code=${code}`);
  await who.page.getByRole('button', { name: 'Join' }).click();
  await who.page.getByText('You are in this class.').waitFor();
}
const open = async (who) => {
  await who.page.goto(`${house.url}/units/${place.unit.id}`);
  const block = who.page.locator(`[id="${place.block.id}"]`);
  await block.getByLabel('Your post').waitFor();
  return block;
};
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  if (!house.stop) return;
  teacher = await learner(chrome, house.url, { name: newName('Teacher') });
  [ada, bo, cy] = [await learner(chrome, house.url), await learner(chrome, house.url), await learner(chrome, house.url)];
  const made = await teacher.page.evaluate(async () => (await fetch('/api/v1/classes', { method: 'POST', headers: { 'X-Tadpole': '1', 'Content-Type': 'application/json' }, body: JSON.stringify({ title: 'Talkers' }) })).json());
  room = made.id;
  for (const who of [ada, bo]) await join(who, made.code);
  for (const who of [teacher, ada, bo, cy]) await who.page.reload();
  place = findBlock(await allUnits(ada.page), (block) => block.kind === 'discussion');
});
after(async () => { await chrome.close(); await house.close(); });

test('a question in one browser is answered in another, and who asked accepts the answer', async (t) => {
  if (skip(t)) return;
  const mine = await open(ada);
  await mine.getByLabel('Talk with').selectOption({ label: 'Talkers' });
  await mine.getByLabel('Your post').fill('Why **eight** quollbits?');
  await mine.getByRole('button', { name: 'Post', exact: true }).click();
  await mine.locator('article strong', { hasText: 'eight' }).waitFor();

  await bo.page.goto(`${house.url}/discussions`);
  await bo.page.getByText('1 new post').waitFor();
  await bo.page.getByRole('link', { name: /1 new/ }).click();
  await bo.page.getByRole('button', { name: 'Answer' }).click();
  await bo.page.getByLabel('Your answer').fill('They are small.');
  await bo.page.locator('form', { has: bo.page.getByLabel('Your answer') }).getByRole('button', { name: 'Answer' }).click();
  await bo.page.locator('article', { hasText: 'They are small.' }).waitFor();
  assert.equal(await bo.page.getByRole('button', { name: 'This answers it' }).count(), 0);
  await bo.page.goto(`${house.url}/discussions`);
  await bo.page.getByText('Nothing new since you were here.').waitFor();

  const again = await open(ada);
  await again.locator('article', { hasText: 'They are small.' }).getByRole('button', { name: 'This answers it' }).click();
  await again.locator('article.accepted', { hasText: 'They are small.' }).waitFor();
});

test('nobody outside the class hears or finds it, who is inside does', async (t) => {
  if (skip(t)) return;
  const other = await open(cy);
  await other.getByText('Nobody has written here yet').waitFor();
  assert.deepEqual(await ask(cy.page, '/search?q=quollbits'), []);
  await ada.page.goto(`${house.url}/search?q=quollbits`);
  await ada.page.getByRole('link', { name: /Conversation.*quollbits/s }).click();
  await ada.page.waitForURL(/\/discussions\//);
  await ada.page.locator('article strong', { hasText: 'eight' }).waitFor();
});

test('a report reaches the teacher, who hides the post; its author sees why', async (t) => {
  if (skip(t)) return;
  const rude = await open(bo);
  await rude.getByLabel('Your post').fill('Rude words.');
  await rude.getByRole('button', { name: 'Post', exact: true }).click();
  await rude.locator('article', { hasText: 'Rude words.' }).waitFor();
  const seen = (await open(ada)).locator('article', { hasText: 'Rude words.' });
  await seen.getByRole('button', { name: 'Report' }).click();
  await seen.getByLabel('What is wrong with it?').fill('unkind');
  await seen.getByRole('button', { name: 'Report it' }).click();
  await seen.getByText('You have reported this.').waitFor();

  await teacher.page.goto(`${house.url}/discussions`);
  const reported = teacher.page.locator('article', { hasText: 'reported: unkind' });
  await reported.getByRole('button', { name: 'Hide' }).click();
  await reported.getByLabel('Why it is hidden').fill('Be kind.');
  await reported.getByRole('button', { name: 'Hide it' }).click();
  await reported.waitFor({ state: 'detached' });

  const hidden = await open(ada);
  await hidden.getByText('hidden by a moderator: Be kind.').waitFor();
  assert.equal(await hidden.getByText('Rude words.').count(), 0);
  await (await open(bo)).locator('article', { hasText: 'Rude words.' }).getByText('Be kind.').waitFor();
});

test('a closed conversation is still read, and takes no more posts', async (t) => {
  if (skip(t)) return;
  await teacher.page.goto(`${house.url}/discussions/${place.block.id}?room=${room}`);
  await teacher.page.getByRole('button', { name: 'Close this conversation' }).click();
  await teacher.page.getByRole('button', { name: 'Open this conversation' }).waitFor();
  await bo.page.goto(`${house.url}/discussions/${place.block.id}?room=${room}`);
  await bo.page.getByText('They are small.').waitFor();
  assert.equal(await bo.page.getByLabel('Your post').count(), 0);
});

test('no page complained on the way', (t) => {
  if (skip(t)) return;
  for (const who of [teacher, ada, bo, cy]) assert.deepEqual(who.page.problems, []);
});
