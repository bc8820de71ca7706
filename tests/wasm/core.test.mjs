// SPDX-License-Identifier: Apache-2.0
// The page's core, slices of work, and what a page cannot do, in Node.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { file, nodeCore, runJob } from './node_core.mjs';

let core;
before(async () => { core = await nodeCore(); });

const recipe = ({ epochs = 60, rest = '' } = {}) => `[project]
template = "regression"
[model]
layers = ["dense units=32", "relu", "dense units=32", "relu", "dense units=1"]
[train]
epochs = ${epochs}
${rest}
[[source]]
generate = "sine"
count = 600
`;
const post = (path, body) => core.request('POST', path, body === undefined ? '' : JSON.stringify(body));
const refusal = (answer) => [answer.status, answer.json().error.message];

function make(name, text) {
  assert.equal(post('/projects', { name, template: 'regression' }).status, 200);
  const written = core.request('PUT', `/projects/${name}/recipe`, JSON.stringify({ recipe: text }));
  assert.equal(written.status, 200, written.text());
}

test('a training in slices ends with the bytes of an unbroken one', () => {
  for (const name of ['whole', 'sliced']) {
    make(name, recipe({ epochs: 400 }));
    assert.equal(runJob(core, name, { stages: ['collect', 'preprocess'] }).state, 'done');
  }
  assert.equal(runJob(core, 'whole', { stages: ['train'], slice: 1e6 }).state, 'done');
  const { slices } = runJob(core, 'sliced', { stages: ['train'], slice: 1 });
  assert.ok(slices > 3, `only ${slices} slices`);
  assert.deepEqual(file(core, 'sliced', 'model/model.tadpole'), file(core, 'whole', 'model/model.tadpole'));
});

test('a job tells where it is, pauses, takes one epoch, and stops between slices', () => {
  make('stopped', recipe({ epochs: 100000 }));
  runJob(core, 'stopped', { stages: ['collect', 'preprocess'] });
  post('/projects/stopped/job', { stages: ['train'] });
  assert.equal(core.work(50), true);
  const job = core.request('GET', '/projects/stopped/job').json();
  assert.equal(job.state, 'running');
  assert.equal(job.stage, 'train');
  assert.ok(job.done > 0 && job.total > job.done, JSON.stringify(job));
  assert.match(refusal(post('/projects/stopped/job', {}))[1], /at work already/);
  assert.equal(post('/projects/stopped/job/pause').json().state, 'paused');
  assert.equal(core.work(50), false);
  const epochs = core.request('GET', '/projects/stopped/job').json().curve.length;
  post('/projects/stopped/job/step');
  while (core.work(50));
  assert.equal(core.request('GET', '/projects/stopped/job').json().curve.length, epochs + 1);
  post('/projects/stopped/job/stop');
  while (core.work(50));
  assert.equal(core.request('GET', '/projects/stopped/job').json().state, 'stopped');
  assert.ok(file(core, 'stopped', 'model/checkpoint.bin').length > 0);
});

test('who listens hears every epoch while the work goes on', async () => {
  const heard = [];
  const own = await nodeCore((project, text) => heard.push([project, text]));
  const say = (method, path, body) => own.request(method, path, JSON.stringify(body));
  say('POST', '/projects', { name: 'heard', template: 'regression' });
  say('PUT', '/projects/heard/recipe', { recipe: recipe({ epochs: 20 }) });
  own.listen('heard');
  runJob(own, 'heard', { stages: ['collect', 'preprocess', 'train'] });
  const all = heard.map(([, text]) => text).join('');
  assert.equal(all.match(/"kind":"epoch"/g).length, 20);
  assert.match(all, /"state":"done"/);
  assert.ok(heard.every(([project]) => project === 'heard'));
});

test('a project goes out as an archive, and never outside its folder when it comes back', () => {
  make('packed', recipe());
  const packed = core.request('GET', '/projects/packed/archive');
  assert.equal(packed.type, 'application/zip');
  assert.equal(core.request('POST', '/projects?archive=again', packed.bytes).status, 200);
  assert.equal(core.request('GET', '/projects/again/files/tadpole.toml').status, 200);
  for (const path of ['../packed/tadpole.toml', '.tadpole/stages.json', '..'])
    assert.equal(core.request('GET', `/projects/again/files/${path}`).status, 404, path);
  assert.equal(core.request('DELETE', '/projects/again').status, 200);
  assert.equal(core.request('GET', '/projects/again').status, 404);
});

test('refusals are one sentence', () => {
  assert.equal(post('/projects', { name: 'a', template: 'nothing' }).status, 400);
  make('good', recipe());
  assert.match(refusal(core.request('PUT', '/projects/good/recipe', JSON.stringify({ recipe: '[project]\ntemplat = 1\n' })))[1], /templat/);
  assert.equal(post('/projects', { name: 'b/c', template: 'image' }).status, 400);
  assert.match(refusal(post('/projects/good/job', { stages: ['trian'] }))[1], /'trian' is no stage/);
  assert.match(refusal(post('/projects', { name: 'good', template: 'image' }))[1], /already/);
  assert.equal(core.request('GET', '/elsewhere').status, 404);
  const job = runJob(core, 'good', { stages: ['train'] });
  assert.equal(job.state, 'failed');
  assert.match(job.error, /collect has not run yet/);
});

test('what a page cannot do, it says', () => {
  assert.equal(post('/projects', { name: 'voices', template: 'keyword', words: ['yes'] }).status, 200);
  assert.match(refusal(post('/projects/voices/sources', { synthesize: 'true' }))[1], /the page has no voices/);
  assert.equal(core.request('GET', '/templates').json().find((one) => one.name === 'keyword').can_generate, false);
});
