// SPDX-License-Identifier: Apache-2.0
// What the lab asks of the core: the digits, the network, and the three ways to make it smaller.
import { part, type Dataset, type Described, type Engine, type Epoch, type Model } from '../engine/engine';

export const size = 16;
export const base = { hidden: 48, epochs: 15 };
export const pupil = { hidden: 5, epochs: 30 };
export const again = { epochs: 60 };
const input: [number, number, number] = [size, size, 1];
const network = `flatten\ndense units=${base.hidden}\nrelu\ndense units=10\nsoftmax`;
// tanh: five neurons with ReLU fall silent too easily.
const small = `flatten\ndense units=${pupil.hidden}\ntanh\ndense units=10\nsoftmax`;

export interface Digits { train: ReturnType<typeof part>; test: ReturnType<typeof part>; some: Float32Array }
export async function digits(engine: Engine): Promise<Digits> {
  const set: Dataset = await engine.dataset('glyphs', { per_class: 200, size, seed: 1 });
  const test = part(set, 'test');
  // One of each kind, to be looked at.
  const some = new Float32Array(10 * size * size);
  for (let label = 0; label < 10; label++) {
    const at = test.labels.indexOf(label);
    some.set(test.x.subarray(at * size * size, (at + 1) * size * size), label * size * size);
  }
  return { train: part(set, 'train'), test, some };
}

type Heard = (epoch: Epoch) => void;
export async function trained(engine: Engine, { train }: Digits, heard: Heard): Promise<Model> {
  const model = await engine.model({ layers: network, input, seed: 1 });
  await model.fit(train, { options: { epochs: base.epochs, batch: 16, optimizer: 'adam', learning_rate: 0.003 }, onEpoch: heard });
  return model;
}
export const copyOf = async (engine: Engine, parameters: Float32Array): Promise<Model> => {
  const model = await engine.model({ layers: network, input, seed: 1 });
  await model.set(parameters);
  return model;
};

const kernelsOf = ({ layers }: Described) => layers.flatMap(({ parts }) => parts.filter(({ name }) => name === 'kernel'));
const weightsOf = (described: Described) => kernelsOf(described).reduce((all, { count }) => all + count, 0);

/** 0 for the smallest share of all weights, without their signs; biases stay. */
export function maskOf(described: Described, parameters: Float32Array, share: number): Uint8Array {
  const places = kernelsOf(described).flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i));
  places.sort((a, b) => Math.abs(parameters[a]!) - Math.abs(parameters[b]!) || a - b);
  const mask = new Uint8Array(parameters.length).fill(1);
  for (const at of places.slice(0, Math.round(share * places.length))) mask[at] = 0;
  return mask;
}
export async function prune(model: Model, mask: Uint8Array) {
  await model.set((await model.parameters()).map((value, i) => (mask[i] ? value : 0)));
}
/** All samples in one batch: the mask holds after every step. */
export const trainAgain = (model: Model, { train }: Digits, mask: Uint8Array, heard: Heard) =>
  model.fit(train, { options: { epochs: again.epochs, batch: train.count, optimizer: 'adam', learning_rate: 0.01 }, mask, onEpoch: heard });

/** (1 - alpha) cross-entropy of the labels + alpha T² KL(teacher || pupil), both softened by T. Source: Hinton, Vinyals, Dean: Distilling the Knowledge in a Neural Network, 2015. */
export const distilling = { alpha: 0.5, temperature: 4 };
/** The teacher's numbers before its softmax, for every sample. */
async function logits(teacher: Model, x: Float32Array): Promise<Float32Array> {
  const last = teacher.described.layers.filter(({ parts }) => parts.length > 0).at(-1)!;
  return (await teacher.activations(last.name, x)).values;
}
export async function taughtPupil(engine: Engine, { train }: Digits, teacher: Model | null, start: number, heard: Heard): Promise<Model> {
  const model = await engine.model({ layers: small, input, seed: start });
  const { x, labels } = train;
  const samples = teacher ? { x, labels, targets: await logits(teacher, x) } : { x, labels };
  // Without a teacher nothing else changes: the labels' part is this cross-entropy.
  const loss = teacher ? `distillation temperature=${distilling.temperature} alpha=${distilling.alpha}` : 'softmax_cross_entropy';
  await model.fit(samples, { options: { epochs: pupil.epochs, batch: 16, optimizer: 'adam', learning_rate: 0.005, loss }, onEpoch: heard });
  return model;
}

export interface Measured {
  /** Weights that are not zero, and all of them; biases are counted apart. */
  weights: number;
  all: number;
  biases: number;
  bytesEach: 1 | 4;
  /** Of the .tflite file. */
  file: number;
  right: number;
  of: number;
  perDigit: number[];
}
/** Weights and biases; a pruned list without its zeros holds the place of each weight in two bytes. */
export const listBytes = ({ all, biases, bytesEach }: Measured) => all * bytesEach + biases * 4;
export const placedBytes = ({ weights, biases, bytesEach }: Measured) => weights * (bytesEach + 2) + biases * 4;
export const bytesOf = (one: Measured) => Math.min(listBytes(one), one.weights < one.all ? placedBytes(one) : Infinity);

/** Answers to the unseen digits: of the model, or of its int8 file as a device computes them. */
export async function measure(engine: Engine, { train, test }: Digits, model: Model, int8: boolean): Promise<Measured> {
  const parameters = await model.parameters();
  const kernels = kernelsOf(model.described);
  const all = weightsOf(model.described);
  const file = await model.tflite(train.x, { int8 });
  const answers = int8 ? await engine.infer(file, test.x) : await model.predict(test.x);
  const [perDigit, seen] = [new Array<number>(10).fill(0), new Array<number>(10).fill(0)];
  let right = 0;
  for (let i = 0; i < test.count; i++) {
    const shares = answers.subarray(i * 10, i * 10 + 10);
    const label = test.labels[i]!;
    const hit = shares.indexOf(Math.max(...shares)) === label;
    seen[label]! += 1;
    if (hit) [right, perDigit[label]] = [right + 1, perDigit[label]! + 1];
  }
  return {
    weights: kernels.reduce((sum, { first, count }) => sum + parameters.subarray(first, first + count).filter((value) => value !== 0).length, 0),
    all, biases: model.described.parameters - all, bytesEach: int8 ? 1 : 4, file: file.length, right, of: test.count,
    perDigit: perDigit.map((hits, i) => hits / Math.max(1, seen[i]!)),
  };
}
