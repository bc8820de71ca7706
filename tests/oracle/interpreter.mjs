// SPDX-License-Identifier: Apache-2.0
// TensorFlow Lite compiled to WebAssembly (package @tensorflow/tfjs-tflite), driven from plain Node without a browser
// and without TensorFlow.js around it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import vm from "node:vm";

function packageFolder() {
  const require = createRequire(process.env.TADPOLE_ORACLE_FOLDER ? join(process.env.TADPOLE_ORACLE_FOLDER, "x.js") : import.meta.url);
  return dirname(require.resolve("@tensorflow/tfjs-tflite/package.json"));
}

// The loader script expects a page or a worker. It gets a worker's globals and the module's bytes; nothing is fetched.
// A runtime that refused a model once is not used again, so every model gets its own.
async function newRuntime() {
  const folder = join(packageFolder(), "wasm");
  const name = "tflite_web_api_cc_simd";
  const loader = readFileSync(join(folder, `${name}.js`), "utf8");
  Object.assign(globalThis, { self: globalThis, importScripts() {}, location: { href: "file:///" } });
  const factory = vm.runInThisContext(`${loader}; tflite_web_api_ModuleFactory`);
  const quiet = () => {};
  return factory({ wasmBinary: readFileSync(join(folder, `${name}.wasm`)), print: quiet, printErr: quiet });
}

function listOf(vector) {
  return Array.from({ length: vector.size() }, (_, i) => vector.get(i));
}

function bytesOf(tensor) {
  const view = tensor.data();
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function describe(tensor) {
  return { name: tensor.name, type: tensor.dataType, shape: tensor.shape, bytes: bytesOf(tensor).length };
}

// Throws with the interpreter's own message when it refuses the model.
export async function loadModel(file) {
  const runtime = await newRuntime();
  const model = readFileSync(file);
  const address = runtime._malloc(model.length);
  runtime.HEAPU8.set(model, address);
  const options = { numThreads: 1, enableProfiling: false, maxProfilingBufferEntries: 0 };
  const created = runtime.TFLiteWebModelRunner.CreateFromBufferAndOptions(address, model.length, options);
  if (!created.ok()) throw new Error(created.errorMessage());
  const runner = created.value();
  const inputs = listOf(runner.GetInputs());
  const outputs = listOf(runner.GetOutputs());
  return {
    inputs: inputs.map(describe),
    outputs: outputs.map(describe),
    run(buffers) {
      buffers.forEach((buffer, i) => bytesOf(inputs[i]).set(buffer));
      if (!runner.Infer()) throw new Error("the interpreter could not run the model");
      return outputs.map((tensor) => Buffer.from(bytesOf(tensor)));
    },
  };
}
