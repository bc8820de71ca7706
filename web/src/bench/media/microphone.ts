// SPDX-License-Identifier: Apache-2.0
// The microphone as a stream of blocks; the last seconds are kept, at the rate of the sound card.
import workletUrl from './capture.worklet.js?url';
import { whyNot } from './problems';
import { resample } from './resample';
import { Ring } from './ring';

export const rateHz = 16_000;

export class Microphone {
  readonly ring: Ring;
  private listeners = new Set<(block: Float32Array) => void>();
  private constructor(private readonly stream: MediaStream, private readonly context: AudioContext) {
    this.ring = new Ring(context.sampleRate * 12);
  }

  /** Throws an Error with one sentence for the reader. */
  static async open(): Promise<Microphone> {
    let stream: MediaStream;
    try {
      // What a model hears on a chip has no echo canceller and no automatic gain.
      stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
    } catch (error) {
      throw whyNot('microphone', error);
    }
    const context = new AudioContext();
    await context.resume();
    await context.audioWorklet.addModule(workletUrl);
    const microphone = new Microphone(stream, context);
    const node = new AudioWorkletNode(context, 'tadpole-capture', { numberOfOutputs: 0 });
    node.port.onmessage = (message: MessageEvent<Float32Array>) => microphone.take(message.data);
    context.createMediaStreamSource(stream).connect(node);
    return microphone;
  }
  private take(block: Float32Array) {
    this.ring.push(block);
    this.listeners.forEach((heard) => heard(block));
  }
  onBlock(heard: (block: Float32Array) => void): () => void {
    this.listeners.add(heard);
    return () => this.listeners.delete(heard);
  }
  /** The last seconds at 16 kHz. */
  last(seconds: number): Float32Array<ArrayBuffer> {
    return resample(this.ring.last(Math.round(seconds * this.context.sampleRate)), this.context.sampleRate, rateHz).slice(0, Math.round(seconds * rateHz));
  }
  /** The next seconds at 16 kHz, once they have been heard. */
  next(seconds: number): Promise<Float32Array<ArrayBuffer>> {
    const until = this.ring.total + Math.round(seconds * this.context.sampleRate);
    return new Promise((done) => {
      const stop = this.onBlock(() => {
        if (this.ring.total < until) return;
        stop();
        done(this.last(seconds));
      });
    });
  }
  close() {
    this.stream.getTracks().forEach((track) => track.stop());
    void this.context.close();
  }
}

/** Any sound file that the browser can decode, as mono at 16 kHz. */
export async function decodeSound(bytes: ArrayBuffer): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, 1, 48_000);
  const decoded = await context.decodeAudioData(bytes);
  const mixed = new Float32Array(decoded.length);
  for (let c = 0; c < decoded.numberOfChannels; c++) decoded.getChannelData(c).forEach((value, i) => (mixed[i]! += value / decoded.numberOfChannels));
  return resample(mixed, decoded.sampleRate, rateHz);
}
