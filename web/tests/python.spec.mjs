// SPDX-License-Identifier: Apache-2.0
// Python in the page: exercises with tests, the stop button, nothing loaded before it is needed, and offline.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allUnits, ask, browser, findBlock, hub, learner } from './house.mjs';

const slow = { timeout: 120_000 };
let house, chrome, page, context, found, asked;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page, context } = await learner(chrome, house.url));
  page.setDefaultTimeout(60_000);
  asked = [];
  context.on('request', (request) => asked.push(request.url()));
  found = findBlock(await allUnits(page), (block) => block.kind === 'code' && block.language === 'python' && (block.tests ?? []).length > 1 && /mean_squared_error/.test(block.starter));
});
after(async () => { await chrome.close(); await house.close(); });

const place = () => page.locator(`[id="${found.block.id}"]`);
/** Writes a program as a learner does: everything is chosen, then typed over. */
async function write(source) {
  const box = place().getByRole('textbox');
  await box.click();
  await place().locator('.cm-content').waitFor();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(source);
}
const right = 'def mean_squared_error(w, b, xs, ys):\n    print("at work")\n    return sum((w * x + b - y) ** 2 for x, y in zip(xs, ys)) / len(xs)\n';

test('a wrong program opens its first failure alone, with a hint; the right one is done', slow, async (t) => {
  if (!found) return t.skip('no course of this hub has a Python exercise with tests');
  await page.goto(`${house.url}/units/${found.unit.id}`);
  await place().getByRole('button', { name: 'Run' }).waitFor();
  assert.equal(asked.filter((url) => url.includes('pyodide')).length, 0, 'Python is not loaded before somebody runs some');
  const began = Date.now();
  await place().getByRole('button', { name: 'Run' }).click();
  await place().locator('details').first().waitFor();
  t.diagnostic(`first run, with the start of Python: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  const failures = await place().locator('details').evaluateAll((all) => all.map((one) => one.open));
  assert.equal(failures[0], true);
  assert.ok(failures.slice(1).every((open) => !open), 'only the first failure is open');
  assert.match(await place().locator('details[open]').innerText(), new RegExp(found.block.tests[0].hint.slice(0, 20).replace(/[*+]/g, '.')));
  const again = Date.now();
  await write(right);
  await place().getByRole('button', { name: 'Run' }).click();
  await place().locator('.test').nth(found.block.tests.length - 1).waitFor();
  t.diagnostic(`second run, typing included: ${((Date.now() - again) / 1000).toFixed(1)} s`);
  assert.equal(await place().locator('details').count(), 0);
  assert.match(await place().locator('.output').innerText(), /at work/);
  for (let i = 0; i < 30; i++) {
    const state = (await ask(page, `/units/${found.unit.id}`)).blocks.find((block) => block.id === found.block.id).state;
    if (state !== 'none') break;
    await page.waitForTimeout(100);
    assert.notEqual(i, 29, 'the block is done at the server too');
  }
});

test('what is wrong in a program is said with its line', slow, async (t) => {
  if (!found) return t.skip();
  await write('a = 1\nb = a / 0\n');
  await place().getByRole('button', { name: 'Run' }).click();
  await place().getByText('ZeroDivisionError: division by zero (line 2 of your code)').waitFor();
});

test('a loop that never ends is stopped, and Python starts again after it', slow, async (t) => {
  if (!found) return t.skip();
  await write('print("round", flush=True)\nwhile True:\n    pass\n');
  await place().getByRole('button', { name: 'Run' }).click();
  await place().locator('.output').waitFor();
  assert.match(await place().locator('.output').innerText(), /round/, 'output is shown while the program runs');
  await place().getByRole('button', { name: 'Stop' }).click();
  await place().getByText('You have stopped the program.').waitFor({ timeout: 3000 });
  assert.match(await place().locator('.output').innerText(), /round/);
  await write(right);
  await place().getByRole('button', { name: 'Run' }).click();
  await place().locator('.test').first().waitFor();
});

test('tadpole trains in the page, by the same calls as on this computer', slow, async (t) => {
  if (!found) return t.skip();
  await write('import tadpole\nmodel = tadpole.Model(["dense units=1"], input=1)\n'
    + 'model.fit([-1, 0, 1, 2, 3, 4], [-3, -1, 1, 3, 5, 7], epochs=500, batch=6, optimizer="sgd", learning_rate=0.05)\n'
    + 'print("w, b =", *(round(p, 2) for p in model.parameters))\n');
  await place().getByRole('button', { name: 'Run' }).click();
  await place().locator('.output, .note.bad').first().waitFor();
  const said = await place().innerText();
  if (/built without the core of tadpole/.test(said)) return t.skip('the pages were built without learn/ in WASM (cmake --preset wasm)');
  assert.match(said, /w, b = 2\.0 -1\.0/);
});

test('a program reaches no network', slow, async (t) => {
  if (!found) return t.skip();
  await write('import js\nprint(hasattr(js, "fetch") and js.fetch, hasattr(js, "XMLHttpRequest") and js.XMLHttpRequest)\n');
  await place().getByRole('button', { name: 'Run' }).click();
  const output = place().locator('.output');
  await output.waitFor();
  assert.doesNotMatch(await output.innerText(), /function/);
});

test('Python runs when the server has stopped, once it was loaded', slow, async (t) => {
  if (!found || !house.stop) return t.skip('this server cannot be stopped by the test');
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await page.goto(`${house.url}/units/${found.unit.id}`);
  await place().getByRole('button', { name: 'Run' }).click();
  await place().locator('details, .test').first().waitFor();
  await house.stop();
  await page.goto(`${house.url}/units/${found.unit.id}`);
  await write(right);
  await place().getByRole('button', { name: 'Run' }).click();
  await place().locator('.test').nth(found.block.tests.length - 1).waitFor();
  await house.start();
  // The editor sets styles that the mock refuses and the server allows.
  assert.deepEqual(page.problems.filter((one) => !/ERR_|Failed to fetch|inline style/.test(one)), []);
});
