// SPDX-License-Identifier: Apache-2.0
// The recording stand of a project: one device, who is recording, and what is being recorded for which class.
import type { SampleRef } from '../../api/bench';
import { t } from '../../i18n/index.svelte';
import { Camera } from '../media/camera';
import { prepare } from '../media/files';
import { Microphone, rateHz } from '../media/microphone';
import { MotionSensor, motionCsv } from '../media/motion_sensor';
import { strokeFile, type PenPoint } from '../media/strokes';
import { clippedShare, encodeWav, peak } from '../media/wav';
import type { Bench } from '../state.svelte';
import { Classes } from './classes.svelte';
import { Consent } from './consent.svelte';

type State = 'off' | 'opening' | 'ready' | 'counting' | 'recording' | 'saving';
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

export class Station {
  state = $state<State>('off');
  problem = $state('');
  /** What was doubtful in the last recording; it was kept all the same. */
  warning = $state('');
  count = $state(0);
  left = $state(0);
  /** The class that is being recorded, or for strokes the one that the pad draws for. */
  label = $state('');
  /** Recorded since the page was opened, newest first. */
  clips = $state.raw<SampleRef[]>([]);
  seconds = $state(1);
  microphone = $state.raw<Microphone | null>(null);
  camera = $state.raw<Camera | null>(null);
  sensor = $state.raw<MotionSensor | null>(null);
  video: HTMLVideoElement | undefined;
  readonly consent: Consent;
  private stopped = false;
  private closed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly bench: Bench) {
    this.consent = new Consent(bench.name);
    const { feed } = bench.project;
    const wanted = Number(bench.option('collect', 'seconds')?.value);
    void this.load();
    if (feed === 'stroke') this.label = new Classes(bench).all[0] ?? '';
    this.seconds = feed === 'sound' ? 1 : wanted > 0 ? wanted : feed === 'motion' ? 2 : 3;
  }
  /** What was recorded before: the newest first. */
  private async load() {
    const own = await this.bench.door.samples(this.bench.name, { recordings: 'only', count: 300 }).catch(() => null);
    if (own) this.clips = own.samples.filter((one) => one.recording && one.label !== '');
  }
  get feed() {
    return this.bench.project.feed;
  }
  get isSound() {
    return this.feed === 'sound' || this.feed === 'long_sound';
  }
  get isOpen() {
    return this.state !== 'off' && this.state !== 'opening';
  }
  get busy() {
    return this.state === 'counting' || this.state === 'recording' || this.state === 'saving';
  }

  /** Opens the device; a refusal becomes `problem` and false. Files can be brought all the same. */
  async open(): Promise<boolean> {
    if (this.isOpen) return true;
    if (this.state === 'opening') return false;
    this.state = 'opening';
    this.problem = '';
    try {
      if (this.isSound) this.microphone = await Microphone.open();
      if (this.feed === 'picture') this.camera = await Camera.open();
      if (this.feed === 'motion') this.sensor = await MotionSensor.open();
      this.state = 'ready';
      if (this.closed) this.close();
      return !this.closed;
    } catch (error) {
      this.problem = (error as Error).message;
      this.state = 'off';
      return false;
    }
  }
  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.rest();
  }
  /** Turns the device off; the next recording turns it on again. */
  rest() {
    this.stopped = true;
    this.microphone?.close();
    this.camera?.close();
    this.sensor?.close();
    this.microphone = this.camera = this.sensor = null;
    this.state = 'off';
  }
  stop() {
    this.stopped = true;
  }

  /** Records sound or movement for a class, with a countdown; of several, the later ones follow with a short pause. */
  take(label: string, times = 1) {
    this.consent.then(() => void this.series(label, times));
  }
  private async series(label: string, times: number) {
    if (this.busy) return;
    this.closed = false;
    if (!(await this.open())) return;
    this.label = label;
    this.stopped = false;
    for (this.left = times; this.left > 0 && !this.stopped; this.left--) {
      await this.countdown(this.left === times ? 3 : 1);
      if (this.stopped) break;
      this.state = 'recording';
      const bytes = this.isSound ? await this.sound() : await this.movement();
      if (this.stopped) break;
      this.state = 'saving';
      if (!(await this.save(bytes, label))) break;
    }
    this.left = 0;
    if (this.isOpen) this.state = 'ready';
  }
  private async countdown(from: number) {
    this.state = 'counting';
    for (this.count = from; this.count > 0 && !this.stopped; this.count--) await pause(700);
  }
  private async sound() {
    const values = await this.microphone!.next(this.seconds);
    this.warning =
      clippedShare(values) > 0.001 ? t('That was too loud: the tops are cut off. Stand a little further away, or speak more softly.')
      : peak(values) < 0.02 && this.label !== 'silence' ? t('That was very quiet. Is the right microphone chosen, and does it stand near enough?') : '';
    return encodeWav(values, rateHz);
  }
  private async movement() {
    await pause(this.seconds * 1000);
    return motionCsv(this.sensor?.last(this.seconds) ?? []);
  }

  /** One picture of what the camera shows. */
  snap(label: string) {
    this.consent.then(() => void this.picture(label));
  }
  private async picture(label: string) {
    this.closed = false;
    if (!(await this.open())) return;
    this.label = label;
    for (let waited = 0; !this.video?.videoWidth && waited < 3000; waited += 50) await pause(50);
    if (this.video && this.camera) await this.save(await this.camera.snapshot(this.video), label);
  }
  /** Pictures, five a second, until release(). */
  hold(label: string) {
    // Where consent is still to be given the button is not held any more afterwards: press it again.
    if (!this.consent.given) this.consent.asking = true;
    else void this.many(label);
  }
  private async many(label: string) {
    if (this.busy) return;
    this.stopped = false;
    this.closed = false;
    if (!(await this.open()) || this.stopped) return;
    this.state = 'recording';
    while (!this.stopped) {
      const next = pause(200);
      await this.picture(label);
      await next;
    }
    if (this.isOpen) this.state = 'ready';
  }
  release() {
    this.stopped = true;
  }

  /** A drawn line, for the class that is chosen. */
  draw(points: PenPoint[]) {
    const { label } = this;
    this.consent.then(() => void this.save(strokeFile(points, label), label));
  }

  /** Files from the disk; those that cannot be read are named in `problem`. */
  files(label: string, files: File[]) {
    this.consent.then(async () => {
      const refused: string[] = [];
      this.state = this.state === 'off' ? 'off' : 'ready';
      for (const file of files) {
        try {
          await this.keep(await prepare(file, this.feed), label, file.name);
        } catch (error) {
          refused.push(`${file.name}: ${(error as Error).message}`);
        }
      }
      this.problem = refused.slice(0, 3).join(' ') + (refused.length > 3 ? ' ' + t('And {n} more.', { n: refused.length - 3 }) : '');
      void this.bench.refresh();
    });
  }

  private async save(bytes: Uint8Array | Blob, label: string): Promise<boolean> {
    try {
      await this.keep(bytes, label);
      this.problem = '';
    } catch (error) {
      this.problem = (error as Error).message;
      return false;
    }
    // The counts are asked for once a series has paused.
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.bench.refresh(), 300);
    return true;
  }
  private async keep(bytes: Uint8Array | Blob, label: string, name = '') {
    const { who, sentence } = this.consent;
    const clip = await this.bench.door.record(this.bench.name, bytes, { label, who, consent: sentence, name });
    this.clips = [clip, ...this.clips];
  }
  /** Deletes recordings for good. */
  async erase(ids: string[]) {
    try {
      await this.bench.door.relabel(this.bench.name, ids, null);
      this.clips = this.clips.filter((clip) => !ids.includes(clip.id));
      await this.bench.refresh();
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }
}
