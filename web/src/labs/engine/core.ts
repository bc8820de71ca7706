// SPDX-License-Identifier: Apache-2.0
// Calls of learn/learn.h with typed arrays: the models of one worker. No message passing here, so that tests run it in Node.
import type { Bridge } from '../../python/bridge';
import type { Ask, Dataset, Described, Epoch, Evaluated, Options, Samples } from './messages';

/** A typed array as the bridge wants it. */
const given = (array: ArrayBufferView | undefined) =>
  array && { getBuffer: () => ({ data: new Uint8Array(array.buffer, array.byteOffset, array.byteLength), release() {} }) };
const lines = (options: Options) => Object.entries(options).map(([name, value]) => `${name}=${value}`).join('\n');

export class Core {
  readonly #models = new Map<number, number>();
  constructor(private readonly c: Bridge) {}

  answer(ask: Ask, heard: (epoch: Epoch, parameters: Float32Array<ArrayBuffer>) => void): unknown {
    switch (ask.do) {
      case 'dataset': return this.#dataset(ask.name, ask.options);
      case 'augment': return this.#floats('learn_pictures_augment', given(ask.x), ask.x.length, ...ask.shape, lines(ask.options));
      case 'create': return this.#create(ask);
      case 'free': return this.#free(ask.model);
      case 'parameters': return this.#floats('learn_model_get', this.#model(ask.model));
      case 'set': return this.#do('learn_model_set', this.#model(ask.model), given(ask.parameters), ask.parameters.length);
      case 'predict': return this.#floats('learn_model_predict', this.#model(ask.model), given(ask.x), ask.x.length);
      case 'activations': {
        const values = this.#floats('learn_model_activations', this.#model(ask.model), ask.layer, given(ask.x), ask.x.length);
        return { values, shape: (JSON.parse(this.c.text()) as { shape: number[] }).shape };
      }
      case 'evaluate':
        this.#withData('learn_model_evaluate', ask.model, ask.samples, ask.options);
        return JSON.parse(this.c.text()) as Evaluated;
      case 'gradients':
        this.#withData('learn_model_gradients', ask.model, ask.samples, ask.options);
        return this.#answered();
      case 'fit': return this.#fit(ask, heard);
      case 'tflite':
        this.#do('learn_model_tflite', this.#model(ask.model), given(ask.x), ask.x.length, lines(ask.options));
        return this.c.bytes();
      case 'infer': return this.#infer(ask.tflite, ask.x);
    }
  }

  #do(name: string, ...args: Parameters<Bridge['call']> extends [string, ...infer Rest] ? Rest : never) {
    if (!this.c.call(name, ...args)) throw new Error(this.c.text());
  }
  #answered() {
    const bytes = this.c.bytes();
    return new Float32Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength / 4);
  }
  #floats(...call: Parameters<Bridge['call']>) {
    if (!this.c.call(...call)) throw new Error(this.c.text());
    return this.#answered();
  }
  #handle(...call: Parameters<Bridge['call']>) {
    const handle = this.c.call(...call);
    if (!handle) throw new Error(this.c.text());
    return handle;
  }
  #model(number: number) {
    const handle = this.#models.get(number);
    if (handle === undefined) throw new Error(`there is no model ${number}`);
    return handle;
  }

  #create({ model, network, parameters }: Extract<Ask, { do: 'create' }>): Described {
    const { layers, input, seed } = network;
    this.#free(model);
    const handle = this.#handle('learn_model_create', layers, ...input, 0, seed);
    this.#models.set(model, handle);
    if (parameters) this.#do('learn_model_set', handle, given(parameters), parameters.length);
    this.#do('learn_model_describe', handle);
    return JSON.parse(this.c.text()) as Described;
  }
  #free(model: number) {
    const handle = this.#models.get(model);
    if (handle !== undefined) this.c.call('learn_model_free', handle);
    this.#models.delete(model);
  }

  #withData(name: string, model: number, { x, labels, targets }: Samples, options: Options) {
    if (!this.c.callWithData(name, this.#model(model), given(x)!, given(labels), given(targets), lines(options))) throw new Error(this.c.text());
  }

  #fit({ model, samples, validation, options, mask }: Extract<Ask, { do: 'fit' }>, heard: (epoch: Epoch, parameters: Float32Array<ArrayBuffer>) => void) {
    const handle = this.#model(model);
    const parts = ({ x, labels, targets }: Samples) => [given(x), given(labels), given(targets)];
    const epochs: Epoch[] = [];
    const after = (report: string) => {
      const epoch = JSON.parse(report) as Epoch;
      epochs.push(epoch);
      heard(epoch, this.c.parameters(handle, mask));
      return true;
    };
    if (!this.c.fit(handle, parts(samples), validation && parts(validation), lines(options), after)) throw new Error(this.c.text());
    // At its end training takes back the parameters that it kept, and they are from before the mask.
    if (mask) this.c.parameters(handle, mask);
    return epochs;
  }

  #dataset(name: string, options: Options): Dataset {
    const set = this.#handle('learn_dataset_create', name, lines(options));
    try {
      this.#do('learn_dataset_describe', set);
      const { labels, count, shape, splits, who } = JSON.parse(this.c.text()) as Dataset & { shape: [number, number, number] };
      const x = this.#floats('learn_dataset_values', set, 0);
      this.#do('learn_dataset_labels', set);
      const bytes = this.c.bytes();
      return { name, labels, count, shape, splits, who, x, y: new Int32Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength / 4) };
    } finally {
      this.c.call('learn_dataset_free', set);
    }
  }

  /** Answers of a .tflite model to many samples: int8 in and out is scaled here as its file says. */
  #infer(tflite: Uint8Array, x: Float32Array): Float32Array {
    const interpreter = this.#handle('learn_interpreter_create', given(tflite), tflite.length);
    try {
      this.#do('learn_interpreter_describe', interpreter);
      interface Tensor { type: string; bytes: number; scale: number; zero_point: number }
      const { inputs, outputs } = JSON.parse(this.c.text()) as { inputs: [Tensor]; outputs: [Tensor] };
      const [into, out] = [inputs[0], outputs[0]];
      const width = into.type === 'int8' ? into.bytes : into.bytes / 4;
      const values: number[] = [];
      for (let at = 0; at + width <= x.length; at += width) {
        const sample = x.subarray(at, at + width);
        const stored = into.type === 'int8' ? Int8Array.from(sample, (v) => Math.max(-128, Math.min(127, Math.round(v / into.scale) + into.zero_point))) : sample;
        this.#do('learn_interpreter_run', interpreter, given(stored), stored.byteLength);
        const bytes = this.c.bytes();
        if (out.type === 'int8') for (const q of new Int8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, out.bytes)) values.push((q - out.zero_point) * out.scale);
        else values.push(...new Float32Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, out.bytes / 4));
      }
      return Float32Array.from(values);
    } finally {
      this.c.call('learn_interpreter_free', interpreter);
    }
  }
}
