// SPDX-License-Identifier: Apache-2.0
// Sound as the core reads it: mono, 16 bit, RIFF/WAVE.

/** values: [n], -1 to 1 (louder is cut off). */
export function encodeWav(values: Float32Array, rateHz: number): Uint8Array<ArrayBuffer> {
  const out = new DataView(new ArrayBuffer(44 + values.length * 2));
  const word = (at: number, text: string) => [...text].forEach((c, i) => out.setUint8(at + i, c.charCodeAt(0)));
  word(0, 'RIFF');
  out.setUint32(4, 36 + values.length * 2, true);
  word(8, 'WAVEfmt ');
  out.setUint32(16, 16, true); // length of the format block
  out.setUint16(20, 1, true); // PCM
  out.setUint16(22, 1, true); // channels
  out.setUint32(24, rateHz, true);
  out.setUint32(28, rateHz * 2, true); // bytes a second
  out.setUint16(32, 2, true); // bytes a sample
  out.setUint16(34, 16, true); // bits
  word(36, 'data');
  out.setUint32(40, values.length * 2, true);
  values.forEach((value, i) => out.setInt16(44 + i * 2, toInt16(value), true));
  return new Uint8Array(out.buffer);
}

function toInt16(value: number): number {
  return Math.max(-32768, Math.min(32767, Math.round(value * 32767)));
}

export function isWav(bytes: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 12));
  return text.startsWith('RIFF') && text.endsWith('WAVE');
}

/** Share of values at full scale: above a thousandth the recording is clipped. */
export function clippedShare(values: Float32Array): number {
  let count = 0;
  for (const value of values) if (Math.abs(value) >= 0.999) count++;
  return values.length === 0 ? 0 : count / values.length;
}

export function peak(values: Float32Array): number {
  let high = 0;
  for (const value of values) high = Math.max(high, Math.abs(value));
  return high;
}

/** [low, high] pairs over the width. */
export function peaksOf(values: Float32Array, width: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < width; i++) {
    const end = Math.max(Math.floor(((i + 1) * values.length) / width), Math.floor((i * values.length) / width) + 1);
    let low = 0;
    let high = 0;
    for (let k = Math.floor((i * values.length) / width); k < end && k < values.length; k++) {
      low = Math.min(low, values[k]!);
      high = Math.max(high, values[k]!);
    }
    out.push(low, high);
  }
  return out;
}
