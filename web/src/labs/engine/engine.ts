// SPDX-License-Identifier: Apache-2.0
// START HERE for labs that train: the C++ core in a worker, with promises. Everything is seeded: the same calls give the same
// numbers on every machine. Once it has started it needs no server.
import { learn } from 'virtual:python-places';
import { t } from '../../i18n/index.svelte';
import type { Ask, Dataset, Described, Epoch, Evaluated, FromWorker, Network, Options, Samples } from './messages';

export type { Dataset, Described, Epoch, Evaluated, Network, Options, Samples } from './messages';

/** Whether this build of the pages brings the core. */
export const hasEngine = learn !== null;

interface Waiting { done: (answer: never) => void; fail: (error: Error) => void; epoch?: ((epoch: Epoch, parameters: Float32Array) => void) | undefined }
/** Training was stopped by the learner; the model holds what the last whole epoch gave it. */
export class Stopped extends Error {}

export class Engine {
  #worker: Worker | undefined;
  #waiting = new Map<number, Waiting>();
  #models = new Set<Model>();
  #last = 0;

  /** Loads the core now, so that the lab works when the server goes away. Fails with a sentence for the reader. */
  static async start(): Promise<Engine> {
    const engine = new Engine();
    const first = await engine.model({ layers: 'dense units=1', input: [1, 1, 1], seed: 1 });
    await first.free();
    return engine;
  }

  /** Pictures that are made here, seeded: glyphs, garments, objects, figures, leaves, masks, persons. options: per_class, size, seed. */
  dataset(name: string, options: Options = {}): Promise<Dataset> {
    return this.ask<Dataset>({ do: 'dataset', name, options });
  }
  /** Every picture as it might have been taken another time. options: shift_percent, rotate_degrees, shear_degrees, zoom_percent, flip, brightness_percent, noise_percent, seed. */
  augment(x: Float32Array, shape: [number, number, number], options: Options): Promise<Float32Array> {
    return this.ask<Float32Array>({ do: 'augment', x, shape, options });
  }
  /** Answers of a .tflite file, computed as the device does, bit by bit. */
  infer(tflite: Uint8Array, x: Float32Array): Promise<Float32Array> {
    return this.ask<Float32Array>({ do: 'infer', tflite, x });
  }
  async model(network: Network): Promise<Model> {
    const model = new Model(this, ++this.#last, network);
    model.described = await this.ask<Described>({ do: 'create', model: model.id, network });
    this.#models.add(model);
    return model;
  }

  /** Ends whatever is computed now, at once; waiting calls fail with Stopped. Models keep the parameters of the last epoch. */
  stop() {
    this.#worker?.terminate();
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const model of this.#models) void this.ask({ do: 'create', model: model.id, network: model.network, parameters: model.kept }).catch(() => {});
    for (const { fail } of waiting) fail(new Stopped(t('Stopped.')));
  }
  /** The lab is left. */
  close() {
    this.#models.clear();
    this.stop();
  }
  forget(model: Model) {
    this.#models.delete(model);
  }

  ask<T>(ask: Ask, epoch?: Waiting['epoch']): Promise<T> {
    const place = learn;
    if (!place) return Promise.reject(new Error(t('This page was built without its own core; it cannot train here.')));
    const worker = (this.#worker ??= this.#open());
    const id = ++this.#last;
    return new Promise<T>((done, fail) => {
      this.#waiting.set(id, { done: done as (answer: never) => void, fail, epoch });
      worker.postMessage({ id, place: { script: absolute(place.script), wasm: absolute(place.wasm) }, ...ask });
    });
  }

  #open(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      const waiting = this.#waiting.get(data.id);
      if (!waiting) return;
      if (data.kind === 'epoch') return waiting.epoch?.(data.epoch, data.parameters);
      this.#waiting.delete(data.id);
      if (data.kind === 'done') waiting.done(data.answer as never);
      else waiting.fail(new Error(data.message));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      for (const { fail } of this.#waiting.values()) fail(new Error(t('The core of the page failed: {reason}', { reason: event.message || t('it could not be loaded') })));
      this.#waiting.clear();
      this.#worker = undefined;
    };
    return worker;
  }
}

export interface FitOptions {
  validation?: Samples;
  /** As in a recipe: epochs, batch, optimizer, learning_rate, momentum, loss, seed, augment_... (see the program's own help). */
  options?: Options;
  /** 0: this parameter is set to zero after every epoch. */
  mask?: Uint8Array;
  /** After every epoch, with the parameters as they are then. */
  onEpoch?: (epoch: Epoch, parameters: Float32Array) => void;
}

export class Model {
  described!: Described;
  /** As training or set() left them last. */
  kept: Float32Array | undefined;
  constructor(private readonly engine: Engine, readonly id: number, readonly network: Network) {}

  parameters = () => this.engine.ask<Float32Array>({ do: 'parameters', model: this.id });
  async set(parameters: Float32Array) {
    await this.engine.ask({ do: 'set', model: this.id, parameters });
    this.kept = parameters.slice();
  }
  /** [samples, outputs]; the last layer decides what they mean. */
  predict = (x: Float32Array) => this.engine.ask<Float32Array>({ do: 'predict', model: this.id, x });
  /** What the layer of this name (see described.layers) gives: values [samples, ...shape]. */
  activations = (layer: string, x: Float32Array) => this.engine.ask<{ values: Float32Array; shape: number[] }>({ do: 'activations', model: this.id, layer, x });
  evaluate = (samples: Samples, options: Options = {}) => this.engine.ask<Evaluated>({ do: 'evaluate', model: this.id, samples, options });
  /** Of the mean loss over all samples, in the order of the parameters. */
  gradients = (samples: Samples, options: Options = {}) => this.engine.ask<Float32Array>({ do: 'gradients', model: this.id, samples, options });
  /** Trains from where the model is; gives the epochs. Fails with Stopped after engine.stop(). */
  async fit(samples: Samples, { validation, options = {}, mask, onEpoch }: FitOptions = {}): Promise<Epoch[]> {
    const epochs = await this.engine.ask<Epoch[]>({ do: 'fit', model: this.id, samples, options, ...(validation ? { validation } : {}), ...(mask ? { mask } : {}) },
      (epoch, parameters) => {
        this.kept = parameters;
        onEpoch?.(epoch, parameters);
      });
    this.kept = await this.parameters(); // with keep=..., those of the best epoch
    return epochs;
  }
  /** The bytes of a .tflite file. options: int8 (true or false), calibration. x: for int8, of training samples. */
  tflite = (x: Float32Array, options: Options = {}) => this.engine.ask<Uint8Array>({ do: 'tflite', model: this.id, x, options });
  async free() {
    this.engine.forget(this);
    await this.engine.ask({ do: 'free', model: this.id });
  }
}

/** The samples of one split of a set. */
export function part(set: Dataset, split: Dataset['splits'][number], most = Infinity): Samples & { x: Float32Array; labels: Int32Array; count: number; at: number[] } {
  const width = set.x.length / set.count;
  const at = [...set.splits.keys()].filter((i) => set.splits[i] === split).slice(0, most);
  const x = new Float32Array(at.length * width);
  at.forEach((i, to) => x.set(set.x.subarray(i * width, (i + 1) * width), to * width));
  return { x, labels: Int32Array.from(at, (i) => set.y[i]!), count: at.length, at };
}

const absolute = (path: string) => new URL(path, location.href).href;
