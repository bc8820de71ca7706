// SPDX-License-Identifier: Apache-2.0
// The workbench on the program itself: from the first visit to a trained model, on the hub's core and on the page's own, and
// through all stages of a project that was really run. Wants TADPOLE_PROGRAM (and TADPOLE_URL).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner, row, serious } from './house.mjs';

const skip = process.env.TADPOLE_PROGRAM ? false : 'TADPOLE_PROGRAM is not set';
let house, chrome;
before(async () => { if (!skip) [house, chrome] = [await hub(), await browser()]; });
after(async () => { await chrome?.close(); await house?.close(); });

/** From the cards of the quick start to bars that move; gives the seconds it took. */
async function quick(page, core) {
  await page.goto(`${house.url}/workbench${core === 'page' ? '?core=page' : ''}`);
  const start = Date.now();
  await page.getByRole('button', { name: /Pictures/ }).click();
  await page.getByRole('button', { name: 'Let synthetic samples be made' }).click();
  await page.getByText('collected').first().waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByText('The model is ready: try it.').waitFor({ timeout: 120_000 });
  return (Date.now() - start) / 1000;
}

for (const core of ['hub', 'page']) {
  test(`quick mode on the ${core}'s core: a trained model, live answers, the project in the full rail`, { skip, timeout: 240_000 }, async (t) => {
    const { page, context, name } = await learner(chrome, house.url, { viewport: { width: 1280, height: 900 } });
    const seconds = await quick(page, core);
    t.diagnostic(`${seconds.toFixed(1)} s from the first click to the first trained model`);
    await page.getByRole('button', { name: 'Try it live' }).click();
    const agree = page.getByRole('dialog', { name: 'Before the first recording' });
    const bars = page.getByRole('region', { name: 'Try it' }).getByText(/^\d+ %$/).first();
    await agree.or(bars).first().waitFor();
    if (await agree.isVisible()) {
      await agree.getByLabel('Who is recording?').fill('frog');
      await agree.getByRole('checkbox').check();
      await agree.getByRole('button', { name: 'I agree' }).click();
    }
    await bars.waitFor({ timeout: 20_000 });
    await page.getByRole('link', { name: 'Open in the full rail' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.deepEqual(page.problems, []);
    if (core === 'page') {
      // Kept in this browser: found again after the page was loaded anew.
      await page.goto(`${house.url}/workbench?core=page`);
      await page.getByRole('link', { name: /my-pictures/ }).first().waitFor({ timeout: 20_000 });
      // They are of one learner, and go with them.
      const kept = () => page.evaluate(async () => (await indexedDB.databases()).map((one) => one.name).filter((one) => one.startsWith('tadpole-core')));
      const { id } = await row(page, 'GET', '/me');
      assert.deepEqual(await kept(), [`tadpole-core-${id}`]);
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByRole('button', { name: 'Erase everything' }).click();
      await page.getByLabel('Write your nickname to confirm').fill(name);
      await page.getByRole('button', { name: 'Erase for good' }).click();
      await page.getByLabel('What shall we call you?').waitFor();
      for (let i = 0; i < 50 && (await kept()).length > 0; i++) await page.waitForTimeout(100);
      assert.deepEqual(await kept(), []);
    }
    await context.close();
  });
}

test('a project that was run shows every stage, light and dark, without a problem', { skip, timeout: 240_000 }, async () => {
  const { page, context } = await learner(chrome, house.url, { viewport: { width: 1280, height: 900 } });
  await row(page, 'POST', '/projects', { name: 'walked', template: 'motion' });
  await row(page, 'POST', '/projects/walked/sources', { generate: 'gestures', count: '40' });
  await row(page, 'POST', '/projects/walked/options', { section: 'train', name: 'epochs', value: '8' });
  await row(page, 'POST', '/projects/walked/job', { stages: ['collect', 'preprocess', 'train', 'evaluate', 'optimize'] });
  for (let i = 0; i < 200; i++) {
    const job = await row(page, 'GET', '/projects/walked/job');
    if (job.state === 'done') break;
    assert.ok(!['failed', 'stopped'].includes(job.state), job.error);
    await page.waitForTimeout(250);
  }
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const stage of ['collect', 'preprocess', 'train', 'evaluate', 'optimize', 'deploy', 'monitor']) {
      await page.goto(`${house.url}/workbench/walked/${stage}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForTimeout(600);
      assert.deepEqual(await serious(page), [], `${stage}, ${scheme}`);
    }
  }
  assert.deepEqual(page.problems, []);
  await context.close();
});

test('a comparison and a search of a small table are started, stopped, and seen again', { skip, timeout: 400_000 }, async () => {
  const { page, context } = await learner(chrome, house.url, { viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(90_000);
  await row(page, 'POST', '/projects', { name: 'small', template: 'table' });
  await row(page, 'POST', '/projects/small/sources', { generate: 'blobs', count: '90' });
  for (const [section, name, value] of [['train', 'epochs', '3'], ['optimize', 'tune_epochs', '1']]) await row(page, 'POST', '/projects/small/options', { section, name, value });

  await page.goto(`${house.url}/workbench/small/optimize`);
  await page.getByText('collect → preprocess → train → compare').waitFor();
  await page.getByRole('button', { name: 'Compare every way' }).click();
  const table = page.getByRole('region', { name: 'Every way, side by side, as a table' });
  await table.locator('tbody tr').nth(2).waitFor();
  await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
  await page.getByRole('button', { name: 'Go on with the comparison' }).waitFor();
  const rows = await table.locator('tbody tr').count();
  await page.reload();
  await page.getByRole('button', { name: 'Go on with the comparison' }).waitFor();
  assert.equal(await table.locator('tbody tr').count(), rows);
  assert.match(await table.locator('tbody tr').first().textContent(), /float, 32 bits.*%/);
  await page.getByText(/made-up (rows|numbers)/).first().waitFor();

  await page.goto(`${house.url}/workbench/small/train`);
  const search = page.getByRole('region', { name: /^Look for a network that fits/ });
  await search.getByRole('textbox', { name: 'Networks to train' }).fill('3');
  await search.getByRole('textbox', { name: 'RAM at most' }).fill('lots');
  await search.getByRole('button', { name: 'Search', exact: true }).click();
  await search.getByText("'lots' is no amount").waitFor();
  assert.equal(await page.getByText("'lots' is no amount").count(), 1);
  await search.getByRole('textbox', { name: 'RAM at most' }).fill('64k');
  await search.getByRole('button', { name: 'Search', exact: true }).click();
  await search.getByText('3 of 3 trained').waitFor();
  await search.getByRole('button', { name: 'Take it into the recipe' }).click();
  await search.getByText('The recipe holds it now').waitFor();
  const { recipe } = await row(page, 'GET', '/projects/small');
  assert.match(recipe, /layers = \[.*softmax/s);
  assert.deepEqual(page.problems, []);
  await context.close();
});
