// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FromPython, ToPython } from './protocol';
import { limit_s, PythonRunner } from './runner';

class FakeWorker {
  onmessage: ((event: { data: FromPython }) => void) | null = null;
  onerror: (() => void) | null = null;
  sent: ToPython[] = [];
  ended = false;
  postMessage(message: ToPython) { this.sent.push(message); }
  terminate() { this.ended = true; }
  say(data: FromPython) { this.onmessage?.({ data }); }
}
let made: FakeWorker[];
let runner: PythonRunner;
const tests = [{ name: 'a', code: 'assert a', hint: 'Look at a.' }, { name: 'b', code: 'assert b' }];

beforeEach(() => {
  vi.useFakeTimers();
  made = [];
  runner = new PythonRunner(() => {
    const worker = new FakeWorker();
    made.push(worker);
    return worker as unknown as Worker;
  });
});
afterEach(() => void vi.useRealTimers());

test('a program and its tests go in, without hints; results come out with the hints of those that fail', async () => {
  const running = runner.run(tests, 'a = 0');
  expect(made[0]!.sent).toEqual([{ kind: 'run', source: 'a = 0', tests: [{ name: 'a', code: 'assert a' }, { name: 'b', code: 'assert b' }] }]);
  made[0]!.say({ kind: 'result', status: 'fail', output: 'x', message: '', tests: [{ name: 'a', status: 'fail', message: 'no' }, { name: 'b', status: 'pass', message: '' }] });
  const result = await running;
  expect(result.tests[0]).toEqual({ name: 'a', status: 'fail', message: 'no', hint: 'Look at a.' });
  expect(result.tests[1]).not.toHaveProperty('hint');
  expect(made[0]!.ended).toBe(false);
});

test('output is shown as it comes', () => {
  const shown: string[] = [];
  void runner.run([], '', (output, phase) => shown.push(`${phase}: ${output}`));
  made[0]!.say({ kind: 'begun' });
  made[0]!.say({ kind: 'output', text: 'one ' });
  made[0]!.say({ kind: 'output', text: 'two' });
  expect(shown).toEqual(['loading: ', 'running: ', 'running: one ', 'running: one two']);
});

test('a program that runs too long is ended with its worker, counted from when it began', async () => {
  const running = runner.run([], 'while True: pass');
  vi.advanceTimersByTime(60_000); // Python is still loading
  made[0]!.say({ kind: 'begun' });
  vi.advanceTimersByTime(limit_s * 1000 - 1);
  expect(made[0]!.ended).toBe(false);
  vi.advanceTimersByTime(1);
  expect(await running).toMatchObject({ status: 'error', why: 'too_long' });
  expect(made[0]!.ended).toBe(true);
});

test('stopping keeps what was printed, and the next run has a new worker', async () => {
  const running = runner.run([], '');
  made[0]!.say({ kind: 'begun' });
  made[0]!.say({ kind: 'output', text: 'round' });
  runner.stop();
  expect(await running).toMatchObject({ status: 'error', why: 'stopped', output: 'round' });
  void runner.run([], '');
  expect(made).toHaveLength(2);
});

test('a worker that cannot start is said', async () => {
  const refused = runner.run([], '');
  made[0]!.say({ kind: 'refused', message: 'no wasm' });
  expect(await refused).toMatchObject({ why: 'not_loaded', message: 'no wasm' });
  const broken = runner.run([], '');
  made[1]!.onerror?.();
  expect(await broken).toMatchObject({ why: 'not_loaded' });
});
