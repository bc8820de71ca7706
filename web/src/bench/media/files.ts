// SPDX-License-Identifier: Apache-2.0
// Files that a reader brings, as the core reads them: other sounds become WAV, other pictures PNG.
import type { Feed } from '../../api/bench';
import { t } from '../../i18n/index.svelte';
import { decodeSound, rateHz } from './microphone';
import { encodeWav, isWav } from './wav';

export const accepts: Record<Feed, string> = {
  sound: 'audio/*,.wav', long_sound: 'audio/*,.wav', picture: 'image/*,.ppm', motion: '.csv,text/csv', stroke: '.json,.csv,application/json', table: '.csv,.tsv,text/csv',
};

/** Throws an Error with one sentence when the browser cannot decode the file. */
export async function prepare(file: File, feed: Feed): Promise<Uint8Array | Blob> {
  if (feed === 'sound' || feed === 'long_sound') return sound(file);
  if (feed === 'picture' && !/\.(png|jpe?g|ppm)$/i.test(file.name)) return picture(file);
  return file;
}

async function sound(file: File): Promise<Uint8Array> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isWav(bytes)) return bytes;
  try {
    return encodeWav(await decodeSound(bytes.buffer), rateHz);
  } catch {
    throw new Error(t('this browser cannot decode it; bring it as WAV.'));
  }
}

async function picture(file: File): Promise<Blob> {
  try {
    const bitmap = await createImageBitmap(file);
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (blob) return blob;
  } catch {
    // the sentence below says it
  }
  throw new Error(t('this browser cannot decode it; bring it as PNG or JPEG.'));
}
