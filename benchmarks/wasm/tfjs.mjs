// SPDX-License-Identifier: Apache-2.0
// Training steps of TensorFlow.js in headless Chromium beside the page's core in the same browser, turn by turn: the same layers,
// batch 32, cross-entropy, Adam. TensorFlow.js is no part of the project; it lies beside it:
//   mkdir /tmp/tfjs && npm --prefix /tmp/tfjs install @tensorflow/tfjs@4.22 @tensorflow/tfjs-backend-wasm@4.22
//   cmake --preset wasm -DTADPOLE_BUILD_BENCHMARKS=ON && cmake --build --preset wasm --target tadpole_bench
//   node benchmarks/wasm/tfjs.mjs /tmp/tfjs [build/wasm/benchmarks/wasm] [ds_cnn,tiny_conv,fashion_cnn]
// Backends: cpu; webgl, by SwiftShader where there is no graphics card; wasm, which has no gradients of convolutions and says so.
// Times are milliseconds of CPU a step of all the browser's processes (of our core: of its worker), best of the steps, and by the clock.
import { execFileSync, spawn } from 'node:child_process';
import { createReadStream, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const [tfjs = '/tmp/tfjs', built = 'build/wasm/benchmarks/wasm', names = 'ds_cnn,tiny_conv,fashion_cnn'] = process.argv.slice(2);
const kBatch = 32, kMostSteps = 5, kEnoughMs = 15000;
const kRounds = fileURLToPath(new URL('rounds.mjs', import.meta.url));
const packages = join(tfjs, 'node_modules/@tensorflow');

/** In the worker: the network of a description. Stands alone: the worker gets its text. */
function build(tf, network) {
  const model = tf.sequential();
  for (const [i, { text }] of network.layers.entries()) {
    const [kind, ...words] = text.split(' ');
    const o = Object.fromEntries(words.map((word) => word.split('=')));
    const pair = (pairs, otherwise) => (pairs ?? otherwise).split('x').map(Number);
    const first = i === 0 ? { inputShape: network.input } : {};
    const conv = () => ({ kernelSize: pair(o.kernel, '3x3'), strides: pair(o.stride, '1x1'), padding: o.padding, useBias: o.use_bias !== 'false', ...first });
    const layers = {
      conv2d: () => tf.layers.conv2d({ filters: Number(o.filters), ...conv() }),
      depthwise_conv2d: () => tf.layers.depthwiseConv2d(conv()),
      batch_norm: () => tf.layers.batchNormalization(),
      relu: () => tf.layers.reLU(),
      dropout: () => tf.layers.dropout({ rate: Number(o.rate) }),
      max_pool: () => tf.layers.maxPooling2d({ poolSize: pair(o.size, '2x2') }),
      global_average_pool: () => tf.layers.globalAveragePooling2d({}),
      flatten: () => tf.layers.flatten(),
      dense: () => tf.layers.dense({ units: Number(o.units) }),
      softmax: () => tf.layers.softmax(),
    };
    model.add(layers[kind]());
  }
  const trained = model.trainableWeights.reduce((sum, weight) => sum + weight.shape.reduce((a, b) => a * b, 1), 0);
  if (trained !== network.parameters) throw new Error(`${network.name} has ${trained} parameters, ours ${network.parameters}`);
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy' });
  return model;
}

/** In the worker: answers {backend, network} by opening it, and "step" by its loss. */
async function serve(tf, build, batch) {
  let model, x, y;
  const answers = async (data) => {
    if (data === 'step') return model.trainOnBatch(x, y);
    if (tf.wasm) tf.wasm.setWasmPaths('/tfjs-backend-wasm/dist/');
    if (!(await tf.setBackend(data.backend))) throw new Error('it does not start here');
    await tf.ready();
    const outputs = data.network.layers.at(-1).out.at(-1);
    model = build(tf, data.network);
    x = tf.randomNormal([batch, ...data.network.input]);
    y = tf.oneHot(tf.range(0, batch, 1, 'int32').mod(tf.scalar(outputs, 'int32')), outputs).toFloat();
    return 0;
  };
  onmessage = async ({ data }) => {
    try {
      postMessage({ value: await answers(data) });
    } catch (error) {
      postMessage({ error: String(error.message ?? error).split('\n')[0] });
    }
  };
}

/** Milliseconds of CPU that a process and all below it had so far. */
function cpu_ms(root) {
  const parents = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      parents.set(pid, readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')[1]);
    } catch { /* it ended meanwhile */ }
  }
  const isBelow = (pid) => pid !== undefined && (pid === String(root) || isBelow(parents.get(pid)));
  let sum = 0;
  for (const pid of [...parents.keys()].filter(isBelow)) {
    for (const task of readdirSync(`/proc/${pid}/task`))
      sum += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  }
  return sum;
}

const worker = `importScripts('/tfjs/dist/tf.min.js', '/tfjs-backend-wasm/dist/tf-backend-wasm.min.js');
  ${build}
  ${serve}
  serve(tf, build, ${kBatch});`;
const server = createServer((request, response) => {
  if (request.url === '/') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>tfjs</title>');
  if (request.url === '/worker.js') return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(worker);
  const known = /^\/(tfjs|tfjs-backend-wasm)\/dist\/[a-z.-]+\.(js|wasm)$/.exec(request.url);
  if (!known) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': known[2] === 'wasm' ? 'application/wasm' : 'text/javascript' });
  createReadStream(join(packages, request.url)).pipe(response);
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('playwright-core');
const served = await chromium.launchServer({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--headless=new', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
const browser = await chromium.connect(served.wsEndpoint());
const root = served.process().pid;

/** Best of a few steps after one to warm up, {cpu, wall}; or {error}. A page of its own, so that nothing of another is left. */
async function theirs(backend, network) {
  const page = await browser.newPage();
  page.setDefaultTimeout(300000);
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(() => { globalThis.worker = new Worker('/worker.js'); });
  const ask = (data) => page.evaluate((work) => new Promise((done) => {
    worker.onmessage = (event) => done(event.data);
    worker.onerror = (event) => done({ error: event.message });
    worker.postMessage(work);
  }), data);
  const steps = [];
  let said = await ask({ backend, network });
  const begin = performance.now();
  while (!said.error && steps.length <= kMostSteps && (steps.length < 3 || performance.now() - begin < kEnoughMs)) {
    const cpu = cpu_ms(root), wall = performance.now();
    said = await ask('step');
    steps.push({ cpu: cpu_ms(root) - cpu, wall: performance.now() - wall });
  }
  await page.close();
  if (said.error) return said;
  const best = (key) => Math.min(...steps.slice(1).map((step) => step[key]));
  return { cpu: best('cpu'), wall: best('wall'), steps: steps.length - 1 };
}

const own = spawn('node', [kRounds, 'chromium', built], { stdio: ['pipe', 'pipe', 'inherit'] });
const lines = createInterface({ input: own.stdout })[Symbol.asyncIterator]();
async function ours(name) {
  own.stdin.write(`${name} ${kBatch} 1 1\n`);
  const [wall, cpu] = (await lines.next()).value.split(' ').map(Number);
  return { wall, cpu };
}

const known = execFileSync('node', [kRounds, 'node', built, 'describe'], { encoding: 'utf8' }).trim().split('\n').map(JSON.parse);
console.log(`tfjs ${JSON.parse(readFileSync(join(packages, 'tfjs/package.json'), 'utf8')).version}, ${browser.version()}, load average ${loadavg()[0].toFixed(2)}`);
for (const network of names.split(',').map((name) => known.find((one) => one.name === name))) {
  for (const backend of ['cpu', 'webgl', 'wasm']) {
    const their = await theirs(backend, network);
    if (their.error) {
      console.log(`${network.name} ${backend}: ${their.error.slice(0, 160)}`);
      continue;
    }
    const mine = await ours(network.name);
    console.log(`${network.name} ${backend}: ${their.cpu.toFixed(0)} ms of CPU a step (${their.wall.toFixed(0)} by the clock, best of ${their.steps}), ` +
      `ours ${mine.cpu.toFixed(1)} (${mine.wall.toFixed(1)}): ${(their.cpu / mine.cpu).toFixed(1)} times`);
  }
}
own.stdin.end();
await served.close();
server.close();
