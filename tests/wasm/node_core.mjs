// SPDX-License-Identifier: Apache-2.0
// The page's core in Node, and walking a project with it.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadCore } from '../../wasm/core.mjs';
import { variants } from '../../wasm/variants.mjs';
import './node_threads.mjs';

export const root = resolve(import.meta.dirname, '../..');
export const built = resolve(process.env.TADPOLE_WASM ?? join(root, 'build/wasm/wasm'));

/** name: of variants.mjs. */
export async function nodeCore(tell, { name = 'plain', threads = 1 } = {}) {
  const variant = { ...variants[name], threads };
  const script = pathToFileURL(join(built, `${variant.script}.mjs`)).href;
  const { default: create } = await import(script);
  return loadCore(create, {
    variant, script, tell,
    wasmBinary: readFileSync(join(built, variant.wasm)),
    locateFile: (file) => pathToFileURL(join(built, file)).href,
    bring: (path) => readFileSync(join(root, path.replace(/\.tflite$/, '/model.tflite'))),
  });
}

/** Runs stages (none: all) of a project in slices; gives the job at its end, and the number of slices. */
export function runJob(core, name, { stages, slice = 3000 } = {}) {
  const begun = core.request('POST', `/projects/${name}/job`, JSON.stringify(stages ? { stages } : {}));
  if (!begun.ok) throw new Error(begun.text());
  let slices = 1;
  while (core.work(slice)) ++slices;
  return { ...core.request('GET', `/projects/${name}/job`).json(), slices };
}

/** A file of a project, or null. */
export function file(core, name, path) {
  try {
    return Buffer.from(core.files.readFile(`/projects/${name}/${path}`));
  } catch {
    return null;
  }
}
