// SPDX-License-Identifier: Apache-2.0
// Training steps of the page's modules beside one another, turn by turn: plain, with threads, with fused products too; 1 and 2
// threads. node benchmarks/wasm/threads.mjs node|chromium [networks] [rounds] [folder]
// Best round of each, milliseconds a step by the clock (with two threads the machine's other work counts in full) and of CPU.
import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const [place = 'node', networks = 'ds_cnn,tiny_conv,fashion_cnn', rounds = '5', folder = 'build/wasm/benchmarks/wasm'] = process.argv.slice(2);
const kBatch = 32, kSeconds = 0.5;

function start(variant) {
  const child = spawn('node', ['--experimental-wasm-relaxed-simd', fileURLToPath(new URL('rounds.mjs', import.meta.url)), place, folder, variant],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async (network, threads) => {
    child.stdin.write(`${network} ${kBatch} ${threads} ${kSeconds}\n`);
    const { value } = await lines.next();
    if (value === undefined) throw new Error(`the module ${variant} does not run in ${place}`);
    const [wall, cpu] = value.split(' ').map(Number);
    return { wall, cpu, end: () => child.stdin.end() };
  };
}

const ask = Object.fromEntries(['plain', 'threads', 'fused'].map((variant) => [variant, start(variant)]));
const kinds = [['plain', 1], ['threads', 1], ['threads', 2], ['fused', 1], ['fused', 2]];
console.log(`${place}, batch ${kBatch}, best of ${rounds} rounds of ${kSeconds} s, load average at the start ${loadavg()[0].toFixed(2)}`);
const ends = new Set();
for (const network of networks.split(',')) {
  const best = kinds.map(() => ({ wall: Infinity, cpu: Infinity }));
  for (let round = 0; round < Number(rounds); ++round) {
    for (const [i, [variant, threads]] of kinds.entries()) {
      const { wall, cpu, end } = await ask[variant](network, threads);
      best[i] = { wall: Math.min(best[i].wall, wall), cpu: Math.min(best[i].cpu, cpu) };
      ends.add(end);
    }
  }
  const times = kinds.map(([variant, threads], i) => `${variant} ${threads}: ${best[i].wall.toFixed(2)} (${best[i].cpu.toFixed(2)})`);
  console.log(`${network.padEnd(12)} ${times.join('  ')}  load ${loadavg()[0].toFixed(2)}`);
}
for (const end of ends) end();
