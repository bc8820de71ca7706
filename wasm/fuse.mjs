// SPDX-License-Identifier: Apache-2.0
// Two modules from one link. LLVM 14 writes f32x4 a * b + c in one rounding with an opcode that Relaxed SIMD gave up
// before it was finished: the first module gets the final opcode in its place. Browsers without Relaxed SIMD get the
// second, in which those functions are stopped short; TADPOLE_SIMD=wasm keeps the core from calling them.
// Source: WebAssembly core specification 2.0, chapter 5 (binary format); proposals exception handling, threads, relaxed SIMD.
// usage: node wasm/fuse.mjs LINKED.wasm FUSED.wasm PLAIN.wasm
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const kCodeSection = 10;
/** f32x4.fma as LLVM 14 has it, and f32x4.relaxed_madd: both after the prefix 0xfd, both of two bytes. */
export const kOld = [0xaf, 0x01];
const kFinal = [0x85, 0x02];
const kUnreachable = [0x00, 0x00, 0x0b]; // no locals, unreachable, end

class Reader {
  constructor(bytes, at = 0) { Object.assign(this, { bytes, at }); }
  skip(count) { this.at += count; }
  /** An unsigned LEB128 of up to 32 bits. */
  number() {
    let value = 0, shift = 0, byte;
    do {
      byte = this.bytes[this.at++];
      value += (byte & 0x7f) * 2 ** shift;
      shift += 7;
    } while (byte & 0x80);
    return value;
  }
  /** LEB128s of any kind and width. */
  pass(count = 1) {
    for (let i = 0; i < count; ++i) while (this.bytes[this.at++] & 0x80);
  }
  list() { this.pass(this.number()); }
  memory() { this.pass(2); }
}

/** What follows one-byte opcodes; those that are not here have nothing. */
const plain = new Map();
const say = (from, to, immediate) => { for (let op = from; op <= to; ++op) plain.set(op, immediate); };
say(0x02, 0x04, (r) => r.pass()); // block, loop, if
say(0x06, 0x09, (r) => r.pass()); // try, catch, throw, rethrow
say(0x0c, 0x0d, (r) => r.pass()); // br, br_if
say(0x0e, 0x0e, (r) => { r.list(); r.pass(); }); // br_table
say(0x10, 0x10, (r) => r.pass()); // call
say(0x11, 0x11, (r) => r.pass(2)); // call_indirect
say(0x18, 0x18, (r) => r.pass()); // delegate
say(0x1c, 0x1c, (r) => r.list()); // select of types
say(0x20, 0x26, (r) => r.pass()); // locals, globals, tables
say(0x28, 0x3e, (r) => r.memory()); // loads and stores
say(0x3f, 0x42, (r) => r.pass()); // memory.size, memory.grow, i32.const, i64.const
say(0x43, 0x43, (r) => r.skip(4)); // f32.const
say(0x44, 0x44, (r) => r.skip(8)); // f64.const
say(0xd0, 0xd0, (r) => r.pass()); // ref.null
say(0xd2, 0xd2, (r) => r.pass()); // ref.func
/** Opcodes that mean nothing: a walk that meets one has lost its way. */
const isKnown = (op) => op <= 0x11 && op !== 0x0a || op >= 0x18 && op <= 0x1c || op >= 0x20 && op <= 0x26 || op >= 0x28 && op <= 0xc4 || op >= 0xd0 && op <= 0xd2;

/** After 0xfc: conversions, memory.init ... table.fill. */
const bulk = (r, op) => r.pass(op < 8 ? 0 : [8, 10, 12, 14].includes(op) ? 2 : 1);
/** After 0xfe: atomics. */
const atomic = (r, op) => (op === 3 ? r.skip(1) : r.memory());
/** After 0xfd: vectors. */
function vector(r, op) {
  if (op <= 11 || op === 92 || op === 93) r.memory();
  else if (op === 12 || op === 13) r.skip(16); // v128.const, shuffle
  else if (op >= 21 && op <= 34) r.skip(1); // lanes
  else if (op >= 84 && op <= 91) { r.memory(); r.skip(1); } // loads and stores of lanes
}

/** Steps over one instruction; gives where its second opcode begins when it is one of vectors, else 0. */
function step(r) {
  const op = r.bytes[r.at++];
  if (op < 0xfc) {
    if (!isKnown(op)) throw new Error(`opcode ${op} at byte ${r.at - 1} is none that is known here; add it to wasm/fuse.mjs`);
    plain.get(op)?.(r);
    return 0;
  }
  const second = r.at;
  const detail = { 0xfc: bulk, 0xfd: vector, 0xfe: atomic }[op];
  if (!detail) throw new Error(`opcode ${op} at byte ${r.at - 1} is none that is known here; add it to wasm/fuse.mjs`);
  detail(r, r.number());
  return op === 0xfd ? second : 0;
}

/** The functions of a module: where each body begins and ends, and where in it the old opcodes stand. */
export function functions(bytes) {
  const r = new Reader(bytes, 8);
  while (r.at < bytes.length) {
    const id = bytes[r.at++], size = r.number(), end = r.at + size;
    if (id === kCodeSection) return { begin: r.at, end, bodies: bodies(r) };
    r.at = end;
  }
  throw new Error('the module has no code; link it anew');
}

function bodies(r) {
  return Array.from({ length: r.number() }, () => {
    const size = r.number(), begin = r.at, end = begin + size, old = [];
    for (let kinds = r.number(); kinds > 0; --kinds) { r.pass(); r.skip(1); } // locals
    while (r.at < end) {
      const second = step(r);
      if (second && kOld.every((byte, i) => r.bytes[second + i] === byte)) old.push(second);
    }
    if (r.at !== end) throw new Error(`a function ends at byte ${end}, its last instruction at ${r.at}; look at the tables in wasm/fuse.mjs`);
    return { begin, end, old };
  });
}

function leb(value) {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value);
  return bytes;
}

/** The module with the final opcode, and how many times it stands there. */
export function fused(bytes) {
  const made = Uint8Array.from(bytes);
  const places = functions(bytes).bodies.flatMap(({ old }) => old);
  for (const at of places) made.set(kFinal, at);
  return { bytes: made, count: places.length };
}

/** The module without the opcode: functions that have it do nothing but trap. */
export function unfused(bytes) {
  const { begin, end, bodies: all } = functions(bytes);
  const code = [leb(all.length)];
  for (const body of all) {
    const kept = body.old.length > 0 ? kUnreachable : bytes.subarray(body.begin, body.end);
    code.push(leb(kept.length), kept);
  }
  const size = code.reduce((sum, part) => sum + part.length, 0);
  // The size of the section may have been written in more bytes than it needs.
  let head = begin;
  do --head; while (bytes[head - 1] & 0x80);
  return Buffer.concat([bytes.subarray(0, head), Uint8Array.from(leb(size)), ...code.map((part) => Uint8Array.from(part)), bytes.subarray(end)]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [linked, with_it, without] = process.argv.slice(2);
  const bytes = readFileSync(linked);
  const made = fused(bytes);
  if (made.count === 0) throw new Error(`${linked} has no fused product; core/tensor/kernels_wasm_fused.cpp is not in it`);
  for (const [name, module] of [[with_it, made.bytes], [without, unfused(bytes)]]) {
    // Node 20 knows the final opcodes behind a flag alone; the tests validate the first module with it.
    if (module !== made.bytes && !WebAssembly.validate(module)) throw new Error(`${name} is no valid module; look at the tables in wasm/fuse.mjs`);
    writeFileSync(name, module);
  }
  console.log(`${made.count} fused products`);
}
