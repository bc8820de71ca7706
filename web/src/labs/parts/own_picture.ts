// SPDX-License-Identifier: Apache-2.0
// A picture file of the learner as numbers between 0 and 1. It is read, cut and made small in the page; it is sent nowhere.
import { t } from '../../i18n/index.svelte';
import type { Shape } from './pixels';

/** The middle of a picture that has the wanted proportions: where it begins and how large it is. */
export function middle(width: number, height: number, [wantedHeight, wantedWidth]: Shape) {
  const scale = Math.min(width / wantedWidth, height / wantedHeight);
  const [w, h] = [scale * wantedWidth, scale * wantedHeight];
  return { x: (width - w) / 2, y: (height - h) / 2, w, h };
}

/** Bytes red, green, blue, opacity to values of one channel (grey, weighed as the eye does: ITU-R BT.601) or three. */
export function valuesOf(rgba: Uint8ClampedArray, channels: number): Float32Array<ArrayBuffer> {
  const count = rgba.length / 4;
  const out = new Float32Array(count * channels);
  for (let i = 0; i < count; ++i) {
    const [r, g, b] = [rgba[4 * i]! / 255, rgba[4 * i + 1]! / 255, rgba[4 * i + 2]! / 255];
    if (channels === 1) out[i] = 0.299 * r + 0.587 * g + 0.114 * b;
    else out.set([r, g, b], 3 * i);
  }
  return out;
}

/** What a canvas shows, made small to the wanted shape. */
export function shrunk(source: CanvasImageSource, width: number, height: number, shape: Shape): Float32Array<ArrayBuffer> {
  let { x, y, w, h } = middle(width, height, shape);
  let from = source;
  // Halving several times keeps every pixel's share; one large step would skip most of them.
  while (w > 2 * shape[1]) {
    const step = document.createElement('canvas');
    [step.width, step.height] = [Math.max(shape[1], Math.round(w / 2)), Math.max(shape[0], Math.round(h / 2))];
    drawn(step, from, { x, y, w, h });
    [from, x, y, w, h] = [step, 0, 0, step.width, step.height];
  }
  const last = document.createElement('canvas');
  [last.width, last.height] = [shape[1], shape[0]];
  return valuesOf(drawn(last, from, { x, y, w, h }).getImageData(0, 0, shape[1], shape[0]).data, shape[2]);
}

function drawn(canvas: HTMLCanvasElement, from: CanvasImageSource, { x, y, w, h }: { x: number; y: number; w: number; h: number }) {
  const pen = canvas.getContext('2d', { willReadFrequently: true })!;
  // What is see-through in the picture becomes white.
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(from, x, y, w, h, 0, 0, canvas.width, canvas.height);
  return pen;
}

/** The middle of the picture in this file. Fails with a sentence when it holds none that this browser reads. */
export async function pictureOf(file: Blob, shape: Shape): Promise<Float32Array<ArrayBuffer>> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(t('This file is no picture that the browser can read; take a JPEG or a PNG.'));
  });
  try {
    return shrunk(bitmap, bitmap.width, bitmap.height, shape);
  } finally {
    bitmap.close();
  }
}
