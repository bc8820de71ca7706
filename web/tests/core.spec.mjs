// SPDX-License-Identifier: Apache-2.0
// The core in the page: a project is made, trained in the worker, and found again after the page was loaded anew.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, hub, learner } from './house.mjs';

let chrome, own;
before(async () => {
  [chrome, own] = [await browser(), await hub()];
});
after(async () => {
  await chrome?.close();
  await own?.close();
});

const recipe = `[project]
template = "regression"
[model]
layers = ["dense units=16", "relu", "dense units=1"]
[train]
epochs = 40
[[source]]
generate = "sine"
count = 200
`;

/** Starts the page's core as globalThis.core; gives the refusal, or null. */
function startCore(page) {
  return page.evaluate(async () => {
    try {
      globalThis.core = await (await globalThis.tadpolePageCore()).start();
      return null;
    } catch (error) {
      return error.message;
    }
  });
}

test('a project is trained in the page and is there after a reload', { timeout: 180000 }, async (t) => {
  const { page, context } = await learner(chrome, own.url);
  const refusal = await startCore(page);
  if (/without its own core/.test(refusal)) return t.skip('these pages were built without the core (no Emscripten)');
  assert.equal(refusal, null);
  const state = await page.evaluate(async (toml) => {
    const send = (method, path, body) => core.fetch(path, { method, body: JSON.stringify(body) });
    const made = await send('POST', '/projects', { name: 'waves', template: 'regression' });
    if (made.status !== 200) throw new Error(await made.text());
    await send('PUT', '/projects/waves/recipe', { recipe: toml });
    const epochs = [];
    let job = { state: 'queued' };
    const leave = core.listen('waves', (event) => (event.kind === 'epoch' ? epochs.push(event.point) : (job = { ...job, ...event.job })));
    await send('POST', '/projects/waves/job', {});
    while (!['done', 'failed', 'stopped'].includes(job.state)) await new Promise((next) => setTimeout(next, 50));
    leave();
    return { job, epochs: epochs.length };
  }, recipe);
  assert.equal(state.job.state, 'done', state.job.error);
  assert.equal(state.epochs, 40);

  await page.reload();
  assert.equal(await startCore(page), null);
  const again = await page.evaluate(async () => {
    const stages = (await (await core.fetch('/projects/waves')).json()).stages;
    const model = await (await core.fetch('/projects/waves/files/optimized/model_int8.tflite')).arrayBuffer();
    return { current: stages.filter((stage) => stage.state === 'done').map((stage) => stage.name), bytes: model.byteLength };
  });
  assert.deepEqual(again.current, ['collect', 'preprocess', 'train', 'evaluate', 'optimize', 'deploy']);
  assert.ok(again.bytes > 500);

  // A second page of the same browser may not write the same projects.
  const other = await context.newPage();
  await other.goto(own.url + '/');
  assert.match(await startCore(other), /another tab/);
  await context.close();
});
