// SPDX-License-Identifier: Apache-2.0
// Steps of the page's core in Node or in headless Chromium, asked for as training_bench's rounds:
//   node [--experimental-wasm-relaxed-simd] benchmarks/wasm/rounds.mjs node|chromium FOLDER [describe|plain|threads|fused]
// answers lines of stdin "<network> <batch> <threads> <seconds>" with "<ms by the clock> <ms of CPU> wasm"; of a page the
// second is the mean of all steps, by what Linux says of the workers' threads. FOLDER holds tadpole_bench.mjs and its like
// with threads (wasm/variants.mjs; at most two here). Node 20 runs fused products with the flag alone.
import { createReadStream, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import '../../tests/wasm/node_threads.mjs';

const [place, folder, verb = 'plain'] = process.argv.slice(2);
const here = resolve(folder);
const kThreads = 2;
const variant = verb === 'describe' ? 'plain' : verb;
const script = variant === 'plain' ? 'tadpole_bench.mjs' : 'tadpole_bench_threads.mjs';
const wasm = { plain: 'tadpole_bench.wasm', threads: 'tadpole_bench_threads.wasm', fused: 'tadpole_bench_fused.wasm' }[variant];
const simd = variant === 'fused' ? 'wasm_fused' : 'wasm';

/** Loads the module. These three stand alone: a worker gets their text. */
function load(create, options, threads, simd) {
  const module = { ...options, tadpoleThreads: threads, preRun: [() => { module.ENV.TADPOLE_SIMD = simd; }] };
  return create(module);
}

/** Opens a network and warms it up. */
function open(bench, [name, batch, threads]) {
  bench.ccall('bench_open', null, ['string', 'number', 'number'], [name, batch, threads]);
  for (let i = 0; i < 5; ++i) bench._bench_step();
}

/** Steps for so many seconds: how many, and the tenth percentile of their times by two clocks. */
function timeSteps(bench, cpu_ms, seconds) {
  const wall = [], cpu = [], begin = performance.now();
  do {
    const start = performance.now(), start_cpu = cpu_ms();
    bench._bench_step();
    cpu.push(cpu_ms() - start_cpu);
    wall.push(performance.now() - start);
  } while (performance.now() - begin < 1000 * seconds);
  return [wall.length, ...[wall, cpu].map((times) => times.sort((a, b) => a - b)[Math.floor(times.length / 10)])];
}

function cpu_ms() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function inNode() {
  const address = (name) => pathToFileURL(join(here, name)).href;
  const { default: createBench } = await import(address(script));
  const bench = await load(createBench, { wasmBinary: readFileSync(join(here, wasm)), locateFile: address, mainScriptUrlOrBlob: address(script) }, kThreads, simd);
  return {
    describe: async () => bench.ccall('bench_describe', 'string', [], []),
    step: async (name, batch, threads, seconds) => {
      open(bench, [name, batch, threads]);
      return timeSteps(bench, cpu_ms, seconds).slice(1);
    },
    close: async () => {},
  };
}

/** Milliseconds of CPU that the workers below a process had so far. */
function workers_ms(browser) {
  const parents = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      parents.set(pid, readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')[1]);
    } catch { /* it ended meanwhile */ }
  }
  const isBelow = (pid) => pid !== undefined && (pid === String(browser) || isBelow(parents.get(pid)));
  let sum = 0;
  for (const pid of parents.keys()) {
    if (!isBelow(pid)) continue;
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      const about = `/proc/${pid}/task/${task}`;
      if (readFileSync(`${about}/comm`, 'utf8').startsWith('DedicatedWorker'))
        sum += Number(readFileSync(`${about}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
    }
  }
  return sum;
}

/** A page and its worker, from a server of their own. */
async function inChromium() {
  const files = {
    '/': ['text/html', '<!doctype html><title>bench</title>'],
    '/worker.mjs': ['text/javascript', `import createBench from './${script}';
      ${load}
      const address = (name) => new URL(name.endsWith('.wasm') ? '/${wasm}' : '/' + name, location.href).href;
      const ready = load(createBench, { locateFile: address, mainScriptUrlOrBlob: address('${script}') }, ${kThreads}, '${simd}');
      ${open}
      ${timeSteps}
      onmessage = async ({ data }) =>
        postMessage(Array.isArray(data) ? open(await ready, data) : timeSteps(await ready, () => performance.now(), data));`],
  };
  const server = createServer((request, response) => {
    const known = files[request.url];
    const isolated = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
    if (known) return void response.writeHead(200, { 'content-type': known[0], ...isolated }).end(known[1]);
    const type = request.url.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
    if (!/^\/tadpole_bench[a-z_]*\.(mjs|wasm|worker\.js)$/.test(request.url)) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': type, ...isolated });
    createReadStream(join(here, request.url)).pipe(response);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('playwright-core');
  const served = await chromium.launchServer({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--headless=new'] });
  const browser = await chromium.connect(served.wsEndpoint());
  const page = await browser.newPage();
  page.setDefaultTimeout(120000);
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(() => {
    globalThis.worker = new Worker('/worker.mjs', { type: 'module' });
  });
  const ask = (data) => page.evaluate((work) => new Promise((done, fail) => {
    worker.onmessage = (event) => done(event.data);
    worker.onerror = (event) => fail(new Error(event.message));
    worker.postMessage(work);
  }), data);
  return {
    describe: (await inNode()).describe,
    step: async (name, batch, threads, seconds) => {
      await ask([name, batch, threads]);
      const before = workers_ms(served.process().pid);
      const [steps, wall] = await ask(seconds);
      return [wall, (workers_ms(served.process().pid) - before) / steps];
    },
    close: async () => { await served.close(); server.close(); },
  };
}

const bench = await (place === 'chromium' ? inChromium() : inNode());
if (verb === 'describe') {
  process.stdout.write(await bench.describe());
} else {
  for await (const line of createInterface({ input: process.stdin })) {
    const [name, batch, threads, seconds] = line.split(' ');
    const [wall, cpu] = await bench.step(name, Number(batch), Number(threads), Number(seconds));
    console.log(wall.toFixed(5), cpu.toFixed(5), 'wasm');
  }
}
await bench.close();
