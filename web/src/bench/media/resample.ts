// SPDX-License-Identifier: Apache-2.0
// From the rate of a sound card to the rate of the model, with a low-pass filter so that nothing above the new half folds back.
// Source: Smith, "Digital Audio Resampling" (2002): a sinc under a window, as wide as the slower of the two rates.

const zeroCrossings = 12;

/** values: [n] at `from` Hz. Gives round(n * to / from) values at `to` Hz. */
export function resample(values: Float32Array, from: number, to: number): Float32Array<ArrayBuffer> {
  if (from === to) return Float32Array.from(values);
  const out = new Float32Array(Math.round((values.length * to) / from));
  const cutoff = Math.min(1, to / from); // of the half rate of the input
  const reach = zeroCrossings / cutoff;
  for (let i = 0; i < out.length; i++) {
    const centre = (i * from) / to;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(values.length - 1, Math.floor(centre + reach));
    let sum = 0;
    let weights = 0;
    for (let k = first; k <= last; k++) {
      const weight = windowedSinc((k - centre) * cutoff);
      sum += weight * values[k]!;
      weights += weight;
    }
    // The weights of a full window sum to 1 / cutoff; near an edge the missing ones count as silence.
    out[i] = sum * (weights > 0.9 / cutoff ? 1 / weights : cutoff);
  }
  return out;
}

/** x in zero crossings; Hann window. */
function windowedSinc(x: number): number {
  if (Math.abs(x) < 1e-9) return 1;
  if (Math.abs(x) >= zeroCrossings) return 0;
  return (Math.sin(Math.PI * x) / (Math.PI * x)) * (0.5 + 0.5 * Math.cos((Math.PI * x) / zeroCrossings));
}
