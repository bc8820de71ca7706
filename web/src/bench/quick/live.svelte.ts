// SPDX-License-Identifier: Apache-2.0
// What the model says of what the device sees or hears just now, averaged over a few answers.
import type { Answer, Inference } from '../../api/bench';
import { motionCsv } from '../media/motion_sensor';
import { rateHz } from '../media/microphone';
import { strokeFile, type PenPoint } from '../media/strokes';
import { encodeWav } from '../media/wav';
import type { Station } from '../collect/station.svelte';
import { smooth, type Smoothed } from './smooth';

export class Live {
  answer = $state.raw<Inference | null>(null);
  scores = $state.raw<Smoothed[]>([]);
  value = $state<number | null>(null);
  problem = $state('');
  running = $state(false);
  private history: Answer[] = [];
  private timer: ReturnType<typeof setInterval> | undefined;
  private asking = false;
  private opened = false;
  constructor(private readonly station: Station) {}

  async start() {
    if (this.station.feed === 'stroke' || (this.running && this.station.isOpen)) return;
    clearInterval(this.timer);
    this.opened = !this.station.isOpen;
    if (!(await this.station.open())) return;
    this.running = true;
    this.timer = setInterval(() => void this.ask(), 250);
  }
  stop() {
    clearInterval(this.timer);
    if (this.running && this.opened && !this.station.busy) this.station.rest();
    this.running = false;
  }
  /** A question at a time: a slow core is asked less often, it never piles up. */
  private async ask() {
    if (this.asking || this.station.busy) return;
    this.asking = true;
    const bytes = await this.now().catch(() => null);
    if (bytes) await this.infer(bytes);
    this.asking = false;
  }
  private async now(): Promise<Uint8Array | Blob | null> {
    const { microphone, camera, sensor, video, seconds } = this.station;
    if (microphone) return encodeWav(microphone.last(seconds), rateHz);
    if (camera && video?.videoWidth) return camera.snapshot(video);
    const rows = sensor?.last(seconds) ?? [];
    return rows.length > 3 ? motionCsv(rows) : null;
  }
  private async infer(bytes: Uint8Array | Blob, alone = false) {
    try {
      this.answer = await this.station.bench.door.infer(this.station.bench.name, bytes);
      const first = this.answer.answers[0];
      if (!first) return;
      this.history = alone ? [first] : [...this.history, first].slice(-3);
      this.scores = smooth(this.history);
      this.value = first.value ?? null;
      this.problem = '';
    } catch (error) {
      this.problem = (error as Error).message;
      this.stop();
    }
  }
  draw(points: PenPoint[]) {
    void this.infer(strokeFile(points, ''), true);
  }
}
