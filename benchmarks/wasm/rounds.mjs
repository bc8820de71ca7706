// SPDX-License-Identifier: Apache-2.0
// Steps of the page's core in Node or in headless Chromium, asked for as training_bench's rounds:
//   node benchmarks/wasm/rounds.mjs node|chromium FOLDER [describe]
// answers lines of stdin "<network> <batch> <threads> <seconds>" with "<ms by the clock> <ms of CPU> wasm"; of a page the
// second is the mean of all steps, by what Linux says of the worker's thread. FOLDER holds tadpole_bench.mjs.
import { createReadStream, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [place, folder, verb] = process.argv.slice(2);
const here = resolve(folder);

/** Opens a network and warms it up. These two stand alone: a worker gets their text. */
function open(bench, [name, batch]) {
  bench.ccall('bench_open', null, ['string', 'number'], [name, batch]);
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
  const { default: createBench } = await import(pathToFileURL(join(here, 'tadpole_bench.mjs')));
  const bench = await createBench({ wasmBinary: readFileSync(join(here, 'tadpole_bench.wasm')) });
  return {
    describe: async () => bench.ccall('bench_describe', 'string', [], []),
    step: async (name, batch, seconds) => {
      open(bench, [name, batch]);
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
    '/worker.mjs': ['text/javascript', `import createBench from './tadpole_bench.mjs';
      const ready = createBench();
      ${open}
      ${timeSteps}
      onmessage = async ({ data }) =>
        postMessage(Array.isArray(data) ? open(await ready, data) : timeSteps(await ready, () => performance.now(), data));`],
  };
  const server = createServer((request, response) => {
    const known = files[request.url];
    if (known) return void response.writeHead(200, { 'content-type': known[0] }).end(known[1]);
    const type = request.url.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
    if (!/^\/tadpole_bench\.(mjs|wasm)$/.test(request.url)) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': type });
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
    step: async (name, batch, seconds) => {
      await ask([name, batch]);
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
    const [name, batch, , seconds] = line.split(' ');
    const [wall, cpu] = await bench.step(name, Number(batch), Number(seconds));
    console.log(wall.toFixed(5), cpu.toFixed(5), 'wasm');
  }
}
await bench.close();
