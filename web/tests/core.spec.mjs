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

/** Trains the recipe in the page's core; gives what the core is, the model's bytes as text, and the files of the core that were loaded. */
function trainHere(page, name) {
  return page.evaluate(async ([project, toml]) => {
    const send = (method, path, body) => core.fetch(path, { method, body: JSON.stringify(body) });
    await send('POST', '/projects', { name: project, template: 'regression' });
    await send('PUT', `/projects/${project}/recipe`, { recipe: toml });
    let job = { state: 'queued' };
    const leave = core.listen(project, (event) => (job = { ...job, ...event.job }));
    await send('POST', `/projects/${project}/job`, { stages: ['collect', 'preprocess', 'train'] });
    while (!['done', 'failed', 'stopped'].includes(job.state)) await new Promise((next) => setTimeout(next, 50));
    leave();
    const model = new Uint8Array(await (await core.fetch(`/projects/${project}/files/model/model.tadpole`)).arrayBuffer());
    return { job, started: core.started, model: model.join(), isolated: crossOriginIsolated, cores: navigator.hardwareConcurrency };
  }, [name, recipe]);
}

/** Names of the core's files that this browser has loaded so far, by its service worker too. */
function namesOf(context) {
  const names = new Set();
  context.on('request', (request) => {
    const name = /\/assets\/core-\w+\/(.+)$/.exec(request.url())?.[1];
    if (name) names.add(name);
  });
  return names;
}

/** A page that is not isolated, as over plain HTTP in a class: the documents come without the headers that isolate. */
async function openly(context) {
  await context.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'document') return route.continue();
    const response = await route.fetch();
    const headers = Object.fromEntries(Object.entries(response.headers()).filter(([name]) => !name.startsWith('cross-origin-')));
    return route.fulfill({ response, headers });
  });
}

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

test('an isolated page trains with several threads, one that is not with one, and each loads only its own module', { timeout: 180000 }, async (t) => {
  const { page, context } = await learner(chrome, own.url, { serviceWorkers: 'block' });
  const loaded = namesOf(context);
  const refusal = await startCore(page);
  if (/without its own core/.test(refusal)) return t.skip('these pages were built without the core (no Emscripten)');
  assert.equal(refusal, null);
  const fast = await trainHere(page, 'fast');
  assert.equal(fast.job.state, 'done', fast.job.error);
  assert.equal(fast.isolated, true);
  assert.equal(fast.started.threads, Math.min(fast.cores, 4));
  assert.equal(fast.started.variant, 'fused', 'Chromium has Relaxed SIMD since 114');
  assert.equal(fast.started.kernels, 'wasm_fused');
  assert.deepEqual([...loaded].sort(), ['tadpole_core_fused.wasm', 'tadpole_core_threads.js', 'tadpole_core_threads.worker.js']);
  assert.deepEqual(page.problems, []);
  await context.close();

  const other = await chrome.newContext({ serviceWorkers: 'block' });
  await openly(other);
  const seen = namesOf(other);
  const plain = await other.newPage();
  await plain.goto(own.url + '/');
  assert.equal(await startCore(plain), null);
  const slow = await trainHere(plain, 'slow');
  assert.equal(slow.job.state, 'done', slow.job.error);
  assert.equal(slow.isolated, false);
  assert.deepEqual(slow.started, { variant: 'plain', threads: 1, kernels: 'wasm' });
  assert.deepEqual([...seen].sort(), ['tadpole_core.js', 'tadpole_core.wasm']);
  await other.close();
});

test('when the module with threads does not load, the page trains with the plain module', { timeout: 180000 }, async (t) => {
  const { page, context } = await learner(chrome, own.url, { serviceWorkers: 'block' });
  await context.route('**/tadpole_core_fused.wasm', (route) => route.fulfill({ status: 404 }));
  const refusal = await startCore(page);
  if (/without its own core/.test(refusal)) return t.skip('these pages were built without the core (no Emscripten)');
  assert.equal(refusal, null);
  const { job, started } = await trainHere(page, 'spare');
  assert.equal(job.state, 'done', job.error);
  assert.deepEqual(started, { variant: 'plain', threads: 1, kernels: 'wasm' });
  await context.close();
});

test('what trained here before trains without the server too, with the same module', { timeout: 180000 }, async (t) => {
  const { page, context } = await learner(chrome, own.url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload(); // now the service worker is in charge
  const before = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((one) => one.url)))).flat());
  assert.deepEqual(before.filter((url) => /assets\/core-/.test(url)), [], 'a first visit keeps nothing of the core');
  const refusal = await startCore(page);
  if (/without its own core/.test(refusal)) return t.skip('these pages were built without the core (no Emscripten)');
  assert.equal(refusal, null);
  const with_it = await trainHere(page, 'once');
  await context.setOffline(true);
  await page.reload();
  assert.equal(await startCore(page), null);
  const without = await trainHere(page, 'again');
  assert.equal(without.job.state, 'done', without.job.error);
  assert.deepEqual(without.started, with_it.started);
  assert.equal(without.model, with_it.model, 'the same bytes');
  await context.close();
});
