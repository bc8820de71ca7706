// SPDX-License-Identifier: Apache-2.0
// A foreign runtime for `tadpole verify --runtime "node .../outputs.mjs"`: all outputs of a model for one input.
//   node outputs.mjs MODEL.tflite INPUT.bin FOLDER     (INPUT.bin: the bytes of all inputs, one after the other)
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { loadModel } from "./interpreter.mjs";

const [model, input, folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node outputs.mjs MODEL.tflite INPUT.bin FOLDER");
  process.exit(2);
}
try {
  const foreign = await loadModel(model);
  const bytes = readFileSync(input);
  let at = 0;
  const buffers = foreign.inputs.map((one) => bytes.subarray(at, (at += one.bytes)));
  if (at !== bytes.length) throw new Error(`${input} has ${bytes.length} bytes, the model's inputs take ${at}`);
  foreign.run(buffers).forEach((output, i) => writeFileSync(join(folder, `${i}.bin`), output));
  process.exit(0);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
