// SPDX-License-Identifier: Apache-2.0
// What a lab and its worker say to each other.

/** Samples with what is to be learnt of them: labels, or values, or neither (the model shall give back its input). */
export interface Samples {
  /** One sample after the other, each [height, width, channels]. */
  x: Float32Array;
  labels?: Int32Array;
  targets?: Float32Array;
}
export type Options = Record<string, string | number | boolean>;

/** What a network is made of: one line per layer, as in a recipe ("dense units=20"). */
export interface Network {
  layers: string;
  input: [height: number, width: number, channels: number];
  seed: number;
}

export interface Described {
  summary: string;
  parameters: number;
  /** Multiply-adds of one answer. */
  macs: number;
  outputs: number;
  layers: { name: string; line: string; output: number[]; parts: { name: string; first: number; count: number }[] }[];
}

export interface Epoch {
  epoch: number;
  loss: number;
  accuracy?: number;
  validation_loss?: number;
  validation_accuracy?: number;
  learning_rate: number;
}

export interface Evaluated { loss: number; correct?: number; accuracy?: number }

export interface Dataset {
  name: string;
  labels: string[];
  count: number;
  shape: [height: number, width: number, channels: number];
  /** Pixels between 0 and 1. */
  x: Float32Array;
  y: Int32Array;
  splits: ('train' | 'validation' | 'test')[];
  /** Whose hand, place or thing it is: no split shares one. */
  who: string[];
}

export interface Fit { samples: Samples; validation?: Samples; options: Options; mask?: Uint8Array }

/** What a worker can be asked; a model is named by its number. */
export type Ask =
  | { do: 'dataset'; name: string; options: Options }
  | { do: 'augment'; x: Float32Array; shape: [number, number, number]; options: Options }
  | { do: 'create'; model: number; network: Network; parameters?: Float32Array }
  | { do: 'free'; model: number }
  | { do: 'parameters'; model: number }
  | { do: 'set'; model: number; parameters: Float32Array }
  | { do: 'predict'; model: number; x: Float32Array }
  | { do: 'activations'; model: number; layer: string; x: Float32Array }
  | { do: 'evaluate'; model: number; samples: Samples; options: Options }
  | { do: 'gradients'; model: number; samples: Samples; options: Options }
  | ({ do: 'fit'; model: number } & Fit)
  | { do: 'tflite'; model: number; x: Float32Array; options: Options }
  | { do: 'infer'; tflite: Uint8Array; x: Float32Array };

export type ToWorker = { id: number; place: { script: string; wasm: string } } & Ask;
export type FromWorker =
  | { id: number; kind: 'done'; answer: unknown }
  | { id: number; kind: 'failed'; message: string }
  /** After every epoch, with the parameters as they are now. */
  | { id: number; kind: 'epoch'; epoch: Epoch; parameters: Float32Array };
