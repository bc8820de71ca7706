// SPDX-License-Identifier: Apache-2.0
// The modules with threads, in Node: how many there are, that no number of them changes a byte, and that work still comes in slices.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import v8 from 'node:v8';
import { variantsHere } from '../../wasm/variants.mjs';
import { file, nodeCore, runJob } from './node_core.mjs';

v8.setFlagsFromString('--experimental-wasm-relaxed-simd'); // Node 20 has it behind a flag, browsers have it without

/** Wide enough that steps are worth waking threads (kWorthThreads of core/nn/train_runner.cpp), and all kinds of kernels. */
const recipe = (epochs) => `[project]
template = "image"
[model]
layers = ["conv2d filters=16 kernel=3x3", "batch_norm", "relu", "depthwise_conv2d kernel=3x3", "batch_norm", "relu",
  "conv2d filters=32 kernel=1x1", "relu", "max_pool", "dropout rate=0.2", "flatten", "dense units=24", "relu", "dense units=10", "softmax"]
[preprocess]
width = 16
height = 16
[train]
epochs = ${epochs}
batch = 32
[[source]]
generate = "glyphs"
count = 40
`;

function project(core, name, epochs = 3) {
  const made = core.request('POST', '/projects', JSON.stringify({ name, template: 'image' }));
  assert.equal(made.status, 200, made.text());
  const written = core.request('PUT', `/projects/${name}/recipe`, JSON.stringify({ recipe: recipe(epochs) }));
  assert.equal(written.status, 200, written.text());
  return name;
}

/** What a training ends with, in a core of its own. */
async function trained(name, threads) {
  const core = await nodeCore(undefined, { name, threads });
  assert.equal(core.threads, threads);
  const job = runJob(core, project(core, 'p'), { stages: ['collect', 'preprocess', 'train', 'evaluate', 'optimize'] });
  assert.equal(job.state, 'done', job.error);
  return {
    kernels: core.kernels,
    files: ['features/train.bin', 'model/model.tadpole', 'optimized/model_int8.tflite'].map((path) => file(core, 'p', path)).filter(Boolean),
    report: JSON.parse(file(core, 'p', 'model/training.json')),
  };
}

test('the module with threads gives the bytes of the plain one, for 1, 2 and 3 threads', { timeout: 300000 }, async () => {
  const plain = await trained('plain', 1);
  assert.equal(plain.kernels, 'wasm');
  assert.ok(plain.files.length >= 2);
  for (const threads of [1, 2, 3]) {
    const many = await trained('threads', threads);
    assert.equal(many.kernels, 'wasm');
    assert.deepEqual(many.files, plain.files, `${threads} threads`);
  }
});

test('with fused multiply-adds 1, 2 and 3 threads give the same bytes, and nearly the loss of the plain module', { timeout: 300000 }, async () => {
  const one = await trained('fused', 1);
  assert.equal(one.kernels, 'wasm_fused');
  for (const threads of [2, 3]) assert.deepEqual((await trained('fused', threads)).files, one.files, `${threads} threads`);
  const plain = await trained('plain', 1);
  assert.notDeepEqual(one.files, plain.files);
  const first = ({ report }) => report.epochs[0].train_loss ?? report.epochs[0].loss;
  // One rounding instead of two: about 1e-7 a product; the first epoch has not had the time to make more of it.
  assert.ok(Math.abs(first(one) - first(plain)) < 1e-3 * first(plain), `${first(one)} and ${first(plain)}`);
});

test('a training with threads comes in slices, pauses and stops, with the same bytes at the end', { timeout: 300000 }, async () => {
  const core = await nodeCore(undefined, { name: 'threads', threads: 2 });
  for (const name of ['whole', 'sliced', 'stopped']) runJob(core, project(core, name, 6), { stages: ['collect', 'preprocess'] });
  runJob(core, 'whole', { stages: ['train'], slice: 1e6 });
  const { slices } = runJob(core, 'sliced', { stages: ['train'], slice: 1 });
  assert.ok(slices > 3, `only ${slices} slices`);
  assert.deepEqual(file(core, 'sliced', 'model/model.tadpole'), file(core, 'whole', 'model/model.tadpole'));
  const post = (path) => core.request('POST', `/projects/stopped/job${path}`, path ? '' : JSON.stringify({ stages: ['train'] }));
  post('');
  core.work(1);
  assert.equal(post('/pause').json().state, 'paused');
  assert.equal(core.work(1), false);
  post('/stop');
  while (core.work(1));
  assert.equal(core.request('GET', '/projects/stopped/job').json().state, 'stopped');
});

test('a module whose workers do not come is refused, and the plain one still starts', { timeout: 60000 }, async () => {
  const Worker = globalThis.Worker;
  globalThis.Worker = class { constructor() { throw new Error('no worker here'); } };
  try {
    await assert.rejects(nodeCore(undefined, { name: 'threads', threads: 2 }), /no worker here/);
  } finally {
    globalThis.Worker = Worker;
  }
  assert.equal((await nodeCore()).threads, 1);
});

test('what a page tries: fused, or threads, and the plain module last; nothing else where memory is not shared', () => {
  const names = (place) => variantsHere(place).map(({ name, threads }) => `${name} ${threads}`);
  assert.deepEqual(names({ isolated: true, cores: 16 }), ['fused 4', 'plain 1']);
  assert.deepEqual(names({ isolated: true, cores: 2 }), ['fused 2', 'plain 1']);
  assert.deepEqual(names({ isolated: false, cores: 16 }), ['plain 1']);
  const validate = WebAssembly.validate;
  WebAssembly.validate = (bytes) => !bytes.join().includes('253,133,2') && validate(bytes); // a browser without Relaxed SIMD
  try {
    assert.deepEqual(names({ isolated: true, cores: 2 }), ['threads 2', 'plain 1']);
    assert.deepEqual(names({ isolated: true, cores: 1 }), ['plain 1']);
  } finally {
    WebAssembly.validate = validate;
  }
});
