// SPDX-License-Identifier: Apache-2.0
// A teacher's class: roster, calendar, a sealed test taken, closed and revealed, files, roles.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, browser, hub, learner, newName } from './house.mjs';

let house, chrome, teacher, ada, path;
const dee = newName('Dee');
const rows = Array.from({ length: 12 }, (_, i) => `${i},${2 * i}`).join('\n');
const skip = (t) => house.stop === null && (t.skip('only the mock makes a teacher of whoever is called so'), true);
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  if (!house.stop) return;
  teacher = await learner(chrome, house.url, { name: newName('Teacher') });
  ada = await learner(chrome, house.url);
  const made = await teacher.page.evaluate(async () => (await fetch('/api/v1/classes', { method: 'POST', headers: { 'X-Tadpole': '1', 'Content-Type': 'application/json' }, body: JSON.stringify({ title: 'Makers' }) })).json());
  path = `${house.url}/classes/${made.id}`;
  await ada.page.goto(`${house.url}/join?code=${made.code}`);
  await ada.page.getByRole('button', { name: 'Join' }).click();
  await ada.page.getByText('You are in this class.').waitFor();
});
after(async () => { await chrome.close(); await house.close(); });

test('a roster makes learners with a secret each, and mistakes are told with their line', async (t) => {
  if (skip(t)) return;
  await teacher.page.goto(path);
  const file = teacher.page.locator('input[type=file]');
  const give = (text) => file.setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await give('who\nDee\n');
  await teacher.page.getByText(/line 1 of the roster/).waitFor();
  await give(`nickname,extension_days\n${dee},3\n`);
  await teacher.page.getByText(`${dee}: new; give them this secret`).waitFor();
  assert.equal(await teacher.page.getByLabel(`Extension of ${dee}, in days`).inputValue(), '3');
  await teacher.page.getByLabel(`Extension of ${dee}, in days`).fill('5');
  await teacher.page.getByLabel(`Extension of ${dee}, in days`).blur();
  await teacher.page.getByText(`Kept for ${dee}.`).waitFor();
});

test('the first day of the class gives the dates', async (t) => {
  if (skip(t)) return;
  await teacher.page.goto(path);
  await teacher.page.getByText('7 days after the first').waitFor();
  await teacher.page.getByLabel(/First day/).fill('2026-09-01');
  await teacher.page.getByRole('button', { name: 'Keep the calendar' }).click();
  await teacher.page.getByText(/due .*Sep.* 2026/).waitFor();
  await ada.page.goto(path);
  await ada.page.getByText(/due .*Sep.* 2026/).waitFor();
});

test('teachers find how to teach a section; learners do not', async (t) => {
  if (skip(t)) return;
  await teacher.page.goto(path);
  await teacher.page.getByText('Fundamentals · Welcome').click();
  // The matrix of the class has a link of that name too.
  await teacher.page.getByRole('region', { name: 'How to teach it' }).getByRole('link', { name: 'Check yourself' }).click();
  await teacher.page.getByRole('heading', { name: 'Answers' }).waitFor();
  await teacher.page.getByText('45 minutes').waitFor();
  await teacher.page.emulateMedia({ media: 'print' });
  assert.equal(await teacher.page.getByRole('button', { name: 'Print' }).isVisible(), false);
  assert.equal(await teacher.page.getByRole('link', { name: 'Workbench' }).isVisible(), false);
  await teacher.page.emulateMedia({ media: 'screen' });
  await ada.page.goto(`${house.url}/teach/secquiz`);
  await ada.page.getByText('Only who teaches may read this.').waitFor();
});

test('a sealed test is opened with its passphrase, taken, closed and revealed', async (t) => {
  if (skip(t)) return;
  const unit = `${house.url}/units/uexam1`;
  await ada.page.goto(unit);
  await ada.page.getByText('This test is not open').waitFor();
  assert.equal(await ada.page.getByText('coin cell').count(), 0);

  await teacher.page.goto(path);
  const row = teacher.page.locator('li', { hasText: 'The exam' }).filter({ hasText: 'keys are sealed' });
  await row.getByRole('button', { name: 'Open it for the class' }).click();
  await teacher.page.getByLabel('Passphrase of the keys').fill('not these words');
  await teacher.page.getByRole('button', { name: 'Begin the test' }).click();
  await teacher.page.getByText('that is not the passphrase').waitFor();
  await teacher.page.getByLabel('Passphrase of the keys').fill('frogs in the pond');
  await teacher.page.getByRole('button', { name: 'Begin the test' }).click();
  await teacher.page.getByText(/open until/).waitFor();

  await ada.page.goto(unit);
  await ada.page.getByText('It counts for the certificate.').waitFor();
  const first = ada.page.locator('[id="bex1"]');
  await first.getByLabel('A sensor that sleeps').check();
  await first.getByRole('button', { name: 'Hand in' }).click();
  await first.getByText('Your answer is handed in.').waitFor();
  assert.equal(await ada.page.getByText('Right.').count(), 0);
  const sent = JSON.stringify(await ask(ada.page, '/units/uexam1'));
  assert.doesNotMatch(sent, /"key"|Whoever sleeps|"correct"|"score"/);
  await ada.page.reload();
  await first.getByText('Your answer is handed in.').waitFor();
  assert.equal(await first.getByRole('button', { name: /Hand in/ }).count(), 0);

  await teacher.page.reload();
  await teacher.page.getByText('1 learner has answered').waitFor();
  await teacher.page.getByRole('button', { name: 'Close it now' }).click();
  await teacher.page.getByRole('button', { name: 'Reveal scores and keys' }).waitFor();
  const second = ada.page.locator('[id="bex2"]');
  await second.getByLabel('The loss').check();
  await second.getByRole('button', { name: 'Hand in' }).click();
  await second.getByText('your answer came too late').waitFor();
  await ada.page.reload();
  await ada.page.getByText('This test is over.').waitFor();
  assert.equal(await ada.page.getByText('Whoever sleeps').count(), 0);

  const reveal = teacher.page.getByRole('button', { name: 'Reveal scores and keys' });
  await reveal.click();
  await teacher.page.getByText('Somebody of the class still has time').waitFor(); // Dee, by her extension
  await teacher.page.getByLabel(`Extension of ${dee}, in days`).fill('0');
  await teacher.page.getByLabel(`Extension of ${dee}, in days`).blur();
  await teacher.page.getByText(`Kept for ${dee}.`).waitFor();
  await reveal.click();
  await teacher.page.getByText('revealed', { exact: false }).first().waitFor();
  await ada.page.reload();
  await first.getByText('Right.').waitFor();
  await first.getByText('Whoever sleeps saves.').waitFor();
  await second.getByText('Not answered.').waitFor();
});

test('files that were handed in are there for the teacher', async (t) => {
  if (skip(t)) return;
  await ada.page.goto(`${house.url}/units/uhandin`);
  await ada.page.locator('input[type=file]').setInputFiles({ name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from(`x,y\n${rows}\n`) });
  await ada.page.getByText('Accepted.').waitFor();
  await teacher.page.goto(path);
  const link = teacher.page.getByRole('link', { name: 'mine.csv' });
  assert.equal(await teacher.page.evaluate(async (href) => (await fetch(href)).text(), await link.getAttribute('href')), `x,y\n${rows}\n`);
});

test('the host gives a role, and it is kept', async (t) => {
  if (skip(t)) return;
  const host = await learner(chrome, house.url, { name: newName('Host'), path: '/classes' });
  await host.page.getByRole('link', { name: 'People of this hub' }).click();
  await host.page.getByRole('checkbox', { name: `${ada.name}: moderator` }).check();
  await host.page.getByText(`Kept for ${ada.name}.`).waitFor();
  await host.page.reload();
  assert.equal(await host.page.getByRole('checkbox', { name: `${ada.name}: moderator` }).isChecked(), true);
});

test('no page complained on the way', (t) => {
  if (skip(t)) return;
  for (const who of [teacher, ada]) assert.deepEqual(who.page.problems, []);
});
