// SPDX-License-Identifier: Apache-2.0
// The walk in the page's core, in Node, beside the same walk of the program on this machine (TADPOLE_PROGRAM) with the
// four-lane kernels (TADPOLE_SIMD=scalar), whose sums go the same way: features, model and .tflite must be the same bytes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, test } from 'node:test';
import { file, nodeCore, root, runJob } from './node_core.mjs';

const program = process.env.TADPOLE_PROGRAM;
const scratch = mkdtempSync(join(tmpdir(), 'tadpole-wasm-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
let core;
before(async () => { core = await nodeCore(); });

const recipeOf = (example) => readFileSync(join(root, 'examples', example, 'tadpole.toml'), 'utf8');

function make(name, recipe) {
  const made = core.request('POST', '/projects', JSON.stringify({ name, template: 'image' }));
  assert.equal(made.status, 200, made.text());
  const written = core.request('PUT', `/projects/${name}/recipe`, JSON.stringify({ recipe }));
  assert.equal(written.status, 200, written.text());
}

/** Every stage but deploy, by the program; a failing deploy (no QEMU) is no matter here. */
function walkOnHost(name, recipe, simd = 'scalar') {
  const folder = join(scratch, `${name}-${simd}`);
  cpSync(join(root, 'examples', recipe), folder, { recursive: true, filter: (from) => !/\.md$/.test(from) });
  for (const stage of ['collect', 'preprocess', 'train', 'evaluate', 'optimize'])
    execFileSync(program, [stage, folder], { env: { ...process.env, ...(simd && { TADPOLE_SIMD: simd }) }, stdio: 'pipe' });
  return folder;
}

const filesBelow = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));

/** The named files of the host's folder that the page made otherwise, or not at all. */
function differing(name, folder, fits) {
  return filesBelow(folder).filter(fits).filter((path) => {
    const ours = file(core, name, path);
    return ours === null || !ours.equals(readFileSync(join(folder, path)));
  });
}

for (const example of ['sine', 'image', 'motion']) {
  test(`the whole walk of ${example}, from data to the library`, { timeout: 600000 }, (t) => {
    const name = example;
    make(name, recipeOf(example));
    const start = performance.now();
    const job = runJob(core, name);
    t.diagnostic(`${((performance.now() - start) / 1000).toFixed(1)} s in ${job.slices} slices`);
    assert.equal(job.state, 'done', job.error);
    for (const path of ['report.html', 'report.json', 'model-card.md', 'optimized/model_int8.tflite', 'optimized/model_float.tflite',
      'deploy/library/CMakeLists.txt', 'deploy/firmware/Makefile', 'deploy/firmware/generated/model.cpp'])
      assert.ok(file(core, name, path)?.length > 0, `${path} is missing`);
    const deployed = JSON.parse(file(core, name, 'deploy/deploy.json'));
    assert.match(deployed.not_run, /the page cannot run the virtual board/);
    assert.match(job.says.join('\n'), /the page cannot run the virtual board/);
    assert.deepEqual(runJob(core, name).stages, [], 'nothing has changed');
  });

  test(`${example}: data, features, model and .tflite are the program's, byte for byte`, { timeout: 600000 }, (t) => {
    if (!program) return t.skip('TADPOLE_PROGRAM is not set');
    const folder = walkOnHost(example, example);
    assert.deepEqual(differing(example, folder, (path) => /^(dataset|features)\//.test(path) && !/journal|\.json$/.test(path)), []);
    assert.deepEqual(differing(example, folder, (path) => /model\.tadpole$|\.tflite$/.test(path)), []);
  });
}

test('the wider kernels of the host learn the same numbers but for rounding', { timeout: 600000 }, (t) => {
  if (!program) return t.skip('TADPOLE_PROGRAM is not set');
  make('neuron', recipeOf('first-neuron'));
  for (const stage of ['collect', 'preprocess', 'train']) assert.equal(runJob(core, 'neuron', { stage }).state, 'done');
  const folder = walkOnHost('neuron', 'first-neuron', '');
  const weights = (bytes) => JSON.parse(bytes).weights;
  const ours = weights(file(core, 'neuron', 'model/training.json'));
  const theirs = weights(readFileSync(join(folder, 'model/training.json')));
  assert.equal(ours.length, theirs.length);
  // A line through points is a bowl with one lowest place: other roundings on the way end there, too. What is left is
  // some float steps (6e-8) of a few hundred updates.
  ours.forEach((w, i) => assert.ok(Math.abs(w - theirs[i]) <= 1e-4 * Math.max(1, Math.abs(theirs[i])), `${w} and ${theirs[i]}`));
});
