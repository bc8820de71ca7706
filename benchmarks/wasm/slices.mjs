// SPDX-License-Identifier: Apache-2.0
// What training in slices costs: node benchmarks/wasm/slices.mjs [example] [epochs]. CPU time of training whole and in slices of
// one and three seconds, and whether the model's bytes are the same.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { file, nodeCore, root, runJob } from '../../tests/wasm/node_core.mjs';

const [example = 'image', epochs = '12'] = process.argv.slice(2);
const recipe = readFileSync(join(root, 'examples', example, 'tadpole.toml'), 'utf8').replace(/^epochs = .*$/m, `epochs = ${epochs}`);
const core = await nodeCore();
let whole = null;
for (const [name, slice] of [['warm', 1e9], ['whole', 1e9], ['one', 1000], ['three', 3000]]) {
  core.request('POST', `/projects/${name}`, recipe);
  for (const stage of ['collect', 'preprocess']) runJob(core, name, { stage });
  const start = process.cpuUsage();
  const { slices, state } = runJob(core, name, { stage: 'train', slice });
  const used = process.cpuUsage(start);
  const seconds = (used.user + used.system) / 1e6;
  const bytes = file(core, name, 'model/model.tadpole');
  if (name === 'whole') whole = { seconds, bytes };
  if (whole)
    console.log(`${example} ${epochs} epochs, slices of ${slice === 1e9 ? 'any length' : `${slice} ms`}: ${state}, ${slices} slices, ` +
      `${seconds.toFixed(2)} s of CPU (${(100 * (seconds / whole.seconds - 1)).toFixed(1)} %), bytes ${bytes.equals(whole.bytes) ? 'the same' : 'DIFFER'}`);
  core.request('DELETE', `/projects/${name}`);
}
