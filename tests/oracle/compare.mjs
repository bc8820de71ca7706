// SPDX-License-Identifier: Apache-2.0
// Loads .tflite files in a foreign interpreter, runs them on generated inputs and compares with `tadpole infer`.
//   node compare.mjs --tadpole TADPOLE MODEL.tflite... [--rounded MODEL.tflite...]      (test.sh installs what it needs and calls this;
//   behind --rounded: int8 weights under float activations)
//   node compare.mjs MODEL.tflite IN.bin OUT.bin             (OUT.bin: what we answered for IN.bin)
// int8 outputs may differ by a few steps: the foreign kernels round once where TensorFlow Lite Micro's round twice, and
// differences add up over layers. Float outputs are compared relative to the largest value.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { loadModel } from "./interpreter.mjs";

const MOST_STEPS = 16; // noise inputs drive ResNet-8 14 steps apart between two foreign interpreters as well
const MOST_RELATIVE = 1e-5;
// A model with int8 weights rounds its activations to int8 as it runs: the last bit of a sum decides, now and then, about a step.
const MOST_RELATIVE_ROUNDED = 1e-2;
const SEEDS = [1, 2, 3];

// A linear congruential generator; float32 in [-2, 2), integers by their high bits.
function generate(tensor, seed) {
  let state = Math.imul(seed, 2654435769) >>> 0;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
  if (tensor.type === "float32") {
    const values = Float32Array.from({ length: tensor.bytes / 4 }, () => ((next() >>> 24) << 24 >> 24) / 64);
    return Buffer.from(values.buffer);
  }
  return Buffer.from(Array.from({ length: tensor.bytes }, () => next() >>> 24));
}

function numbers(type, bytes) {
  const copy = new Uint8Array(bytes).buffer;
  const views = { float32: Float32Array, int8: Int8Array, uint8: Uint8Array, int16: Int16Array, int32: Int32Array };
  return Array.from(new (views[type] ?? Uint8Array)(copy));
}

function largestDifference(type, ours, theirs) {
  const a = numbers(type, ours);
  const b = numbers(type, theirs);
  if (a.length !== b.length) throw new Error(`our output has ${a.length} values, theirs ${b.length}`);
  const difference = a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
  if (type !== "float32") return difference;
  return difference / Math.max(1e-6, ...b.map(Math.abs));
}

function judge(model, what, type, ours, theirs, relative = MOST_RELATIVE) {
  const difference = largestDifference(type, ours, theirs);
  const allowed = type === "float32" ? relative : MOST_STEPS;
  const verdict = difference <= allowed ? "ok" : "DIFFERENT";
  console.log(`${verdict}  ${basename(model)}  ${what}  largest difference ${difference} (allowed ${allowed})`);
  return verdict === "ok";
}

function inferWithTadpole(tadpole, model, input, folder) {
  const [from, to] = [join(folder, "in.bin"), join(folder, "out.bin")];
  writeFileSync(from, input);
  const run = spawnSync(tadpole, ["infer", model, "--raw-input", from, "--raw-output", to], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`tadpole infer failed: ${run.stderr}`);
  return readFileSync(to);
}

async function compareWithTadpole(tadpole, model, relative) {
  let foreign = await loadModel(model);
  if (foreign.inputs.length !== 1) throw new Error(`${foreign.inputs.length} inputs; models with one input are compared`);
  const folder = mkdtempSync(join(tmpdir(), "tadpole-oracle-"));
  try {
    let good = true;
    for (const seed of SEEDS) {
      if (seed !== SEEDS[0]) foreign = await loadModel(model); // the one that has run may remember
      const input = generate(foreign.inputs[0], seed);
      const ours = inferWithTadpole(tadpole, model, input, folder);
      good = judge(model, `seed ${seed}`, foreign.outputs[0].type, ours, foreign.run([input])[0], relative) && good;
    }
    return good;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compareWithFiles(model, inputFile, outputFile) {
  const foreign = await loadModel(model);
  const theirs = foreign.run([readFileSync(inputFile)])[0];
  return judge(model, basename(inputFile), foreign.outputs[0].type, readFileSync(outputFile), theirs);
}

async function main(words) {
  if (words[0] !== "--tadpole") return compareWithFiles(...words);
  let good = true;
  let relative = MOST_RELATIVE;
  for (const model of words.slice(2)) {
    if (model === "--rounded") {
      relative = MOST_RELATIVE_ROUNDED;
      continue;
    }
    try {
      good = (await compareWithTadpole(words[1], model, relative)) && good;
    } catch (error) {
      console.log(`REFUSED  ${basename(model)}  ${error.message}`);
      good = false;
    }
  }
  return good;
}

const words = process.argv.slice(2);
if (words.length !== 3 && !(words[0] === "--tadpole" && words.length > 2)) {
  console.error("usage: node compare.mjs --tadpole TADPOLE MODEL.tflite... [--rounded MODEL.tflite...] | node compare.mjs MODEL.tflite IN.bin OUT.bin");
  process.exit(2);
}
main(words).then(
  (good) => process.exit(good ? 0 : 1),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
