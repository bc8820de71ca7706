// SPDX-License-Identifier: Apache-2.0
// wasm/fuse.mjs: opcodes are found by walking, not by looking for bytes, and what comes out computes a * b + c.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import v8 from 'node:v8';
import { functions, fused, kOld, unfused } from '../../wasm/fuse.mjs';

v8.setFlagsFromString('--experimental-wasm-relaxed-simd');

const section = (id, ...bytes) => [id, bytes.length, ...bytes];
const body = (...code) => [code.length + 1, 0, ...code];
const splat = (local) => [0x20, local, 0xfd, 0x13]; // f32x4.splat
/** "fma": (f32 a, b, c) -> lane 0 of a * b + c; "same_bytes": an i32.const and an i64.const that hold the bytes of the opcode. */
const fma = body(...splat(0), ...splat(1), ...splat(2), 0xfd, ...kOld, 0xfd, 0x1f, 0, 0x0b);
const same_bytes = body(0x42, 0xfd, 0xaf, 0x01, 0x1a, 0x41, 0xfd, 0xaf, 0x01, 0x0b);
const name = (text) => [text.length, ...Buffer.from(text)];
const made = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  ...section(1, 2, 0x60, 3, 0x7d, 0x7d, 0x7d, 1, 0x7d, 0x60, 0, 1, 0x7f), ...section(3, 2, 0, 1),
  ...section(7, 2, ...name('fma'), 0, 0, ...name('same_bytes'), 0, 1), ...section(10, 2, ...fma, ...same_bytes));
const kConstant = (0xfd & 0x7f) | (0x2f << 7) | (1 << 14);

const run = (bytes) => new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;

test('the outdated opcode becomes the final one, and computes a * b + c', () => {
  assert.deepEqual(functions(made).bodies.map(({ old }) => old.length), [1, 0]);
  const { bytes, count } = fused(made);
  assert.equal(count, 1);
  assert.equal(bytes.length, made.length);
  assert.ok(WebAssembly.validate(bytes));
  const module = run(bytes);
  assert.equal(module.fma(2, 3, 4), 10);
  assert.equal(module.fma(0.5, -8, 1), -3);
  // Constants that look like the opcode are left alone.
  assert.equal(module.same_bytes(), kConstant);
});

test('one rounding where the processor has it, else two: nothing in between', () => {
  const a = Math.fround(1 + 2 ** -12), exact = Math.fround(a * a - 1), twice = Math.fround(Math.fround(a * a) - 1);
  assert.notEqual(exact, twice);
  assert.ok([exact, twice].includes(run(fused(made).bytes).fma(a, a, -1)));
});

test('without the opcode the module is valid everywhere, and only what had it traps', () => {
  const bytes = unfused(made);
  assert.ok(WebAssembly.validate(bytes));
  assert.deepEqual(functions(bytes).bodies.map(({ old }) => old.length), [0, 0]);
  assert.throws(() => run(bytes).fma(1, 2, 3), WebAssembly.RuntimeError);
  assert.equal(run(bytes).same_bytes(), kConstant);
  assert.equal(fused(bytes).count, 0);
});

test('an instruction that nobody knows is refused, with its place', () => {
  const odd = made.slice();
  odd[odd.length - same_bytes.length + 2] = 0x27; // no opcode
  assert.throws(() => functions(odd), /opcode 39 at byte \d+ is none that is known here/);
  assert.throws(() => functions(made.subarray(0, 8)), /has no code/);
});
