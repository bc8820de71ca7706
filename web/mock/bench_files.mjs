// SPDX-License-Identifier: Apache-2.0
// Bytes that the mock of the workbench makes and reads: WAV, PNG, and a number that a text stands for.
import { crc32, deflateSync } from 'node:zlib';

/** 0 to 1, the same for the same text. */
export function chance(text) {
  let h = 2166136261;
  for (const c of text) h = Math.imul(h ^ c.charCodeAt(0), 16777619);
  h = Math.imul(h ^ (h >>> 15), 2246822507);
  h = Math.imul(h ^ (h >>> 13), 3266489909);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

export function wav(values, rate = 16000) {
  const out = Buffer.alloc(44 + values.length * 2);
  out.write('RIFF', 0); out.writeUInt32LE(36 + values.length * 2, 4); out.write('WAVEfmt ', 8); out.writeUInt32LE(16, 16);
  out.writeUInt16LE(1, 20); out.writeUInt16LE(1, 22); out.writeUInt32LE(rate, 24); out.writeUInt32LE(rate * 2, 28);
  out.writeUInt16LE(2, 32); out.writeUInt16LE(16, 34); out.write('data', 36); out.writeUInt32LE(values.length * 2, 40);
  values.forEach((v, i) => out.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(v * 32767))), 44 + i * 2));
  return out;
}
export const isWav = (bytes) => bytes.length > 44 && bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WAVE';
export function wavValues(bytes) {
  const out = [];
  for (let i = 44; i + 1 < bytes.length; i += 2) out.push(bytes.readInt16LE(i) / 32768);
  return out;
}

/** A picture of rgb(x, y) -> [r, g, b], 0 to 255. */
export function png(size, rgb) {
  const rows = Buffer.alloc(size * (1 + size * 3));
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) rgb(x, y).forEach((v, c) => { rows[y * (1 + size * 3) + 1 + x * 3 + c] = v; });
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0); body.copy(out, 4);
    out.writeUInt32BE((crc32 ? crc32(body) : crc(body)) >>> 0, body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0); head.writeUInt32BE(size, 4); head[8] = 8; head[9] = 2;
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}
function crc(bytes) {
  let c = ~0;
  for (const b of bytes) { c ^= b; for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1; }
  return ~c;
}

/** [low, high] pairs over the width. */
export function peaks(values, width = 120) {
  const out = [];
  for (let i = 0; i < width; i++) {
    const part = values.slice(Math.floor((i * values.length) / width), Math.max(1, Math.floor(((i + 1) * values.length) / width)));
    out.push(Math.min(0, ...part), Math.max(0, ...part));
  }
  return out;
}

/** What a generator would have made for this sample. */
export function made(feed, sample) {
  const r = (k) => chance(`${sample.label}${k}`);
  const own = (k) => chance(`${sample.id}${k}`) - 0.5;
  if (feed === 'picture') return png(28, (x, y) => { const d = Math.hypot(x - 14 - own(1) * 6, y - 14 - own(2) * 6); const on = r(4) > 0.5 ? d < 5 + r(1) * 6 : Math.abs(x - y + r(2) * 8 - 4) < 4; return on ? [90 + r(5) * 160, 90 + r(6) * 160, 90 + r(7) * 160].map(Math.round) : [236, 238, 236]; });
  if (feed === 'sound' || feed === 'long_sound') return wav(Array.from({ length: 16000 }, (_, i) => { const x = i / 16000; const env = sample.label === 'silence' ? 0.02 : Math.exp(-(((x - 0.45 - own(1) * 0.2) / (0.1 + r(1) * 0.1)) ** 2)); return env * 0.7 * Math.sin(6.28 * x * (180 + 300 * r(2))) * (0.6 + 0.4 * Math.sin(6.28 * x * (3 + 6 * r(3)))) + own(i % 977) * 0.02; }));
  return Buffer.from('t,acc_x,acc_y,acc_z\n' + Array.from({ length: 100 }, (_, i) => `${i / 50},${(Math.sin(i / (4 + 6 * r(1))) * (1 + r(2)) + own(i) * 0.3).toFixed(3)},${(Math.cos(i / (3 + 5 * r(3))) + own(i + 1000) * 0.3).toFixed(3)},${(9.8 + own(i + 2000) * 0.2).toFixed(3)}`).join('\n') + '\n');
}
