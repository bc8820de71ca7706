// SPDX-License-Identifier: Apache-2.0
import type { Bench } from '../state.svelte';

/** One sound at a time: which sample is heard now. */
export const heard = $state({ id: '' });
let audio: HTMLAudioElement | undefined;

export async function play(bench: Bench, id: string) {
  audio?.pause();
  if (heard.id === id) {
    heard.id = '';
    return;
  }
  audio = new Audio(await bench.door.sampleFile(bench.name, id));
  audio.onended = audio.onerror = () => (heard.id = '');
  heard.id = id;
  await audio.play().catch(() => (heard.id = ''));
}
