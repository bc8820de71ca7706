// SPDX-License-Identifier: Apache-2.0
// Four ways downhill, three rates each, and how the runs stand in the address.
import type { Options } from '../engine/engine';

export const optimizers = ['sgd', 'momentum', 'rmsprop', 'adam'] as const;
export type OptimizerName = (typeof optimizers)[number];
export interface Run { optimizer: OptimizerName; rate: number }

export const ratesOf: Record<OptimizerName, readonly [number, number, number]> = { sgd: [0.01, 0.1, 1], momentum: [0.01, 0.1, 1], rmsprop: [0.0002, 0.002, 0.02], adam: [0.0002, 0.002, 0.02] };
/** Where each begins: the smallest rate of plain SGD is as small as that of momentum, which goes much further with it. */
export const firstRate: Record<OptimizerName, number> = { sgd: 0.01, momentum: 0.01, rmsprop: 0.002, adam: 0.002 };
export const epochs = 12;
/** Of the test objects. Measured on the page's core from seed 1: momentum 0.86, RMSprop 0.89, Adam 0.80 at their first rates; SGD at 0.01 0.33, rates of 1 0.10. */
export const goal = 0.7;
export const shape = [32, 32, 3] as const;
export const made = { per_class: 120, size: 32, seed: 1 };
export const layers = 'conv2d filters=8 kernel=3\nrelu\nmax_pool kernel=2\nconv2d filters=16 kernel=3\nrelu\nmax_pool kernel=2\nflatten\ndense units=32\nrelu\ndense units=10\nsoftmax';

/** The same order of pictures for everybody: seed 1. */
export function optionsOf({ optimizer, rate }: Run): Options {
  const own: Record<OptimizerName, Options> = { sgd: { optimizer: 'sgd', momentum: 0 }, momentum: { optimizer: 'sgd', momentum: 0.9 }, rmsprop: { optimizer: 'rmsprop' }, adam: { optimizer: 'adam' } };
  return { ...own[optimizer], learning_rate: rate, epochs, batch: 32, seed: 1 };
}
export const same = (a: Run, b: Run) => a.optimizer === b.optimizer && a.rate === b.rate;
export const writeRuns = (runs: readonly Run[]) => runs.map(({ optimizer, rate }) => `${optimizers.indexOf(optimizer)}${ratesOf[optimizer].indexOf(rate)}`).join('.');
export function readRuns(text: string | null): Run[] {
  const runs = (text ?? '').split('.').flatMap((part) => {
    const optimizer = /^\d\d$/.test(part) ? optimizers[Number(part[0])] : undefined;
    const rate = optimizer && ratesOf[optimizer][Number(part[1])];
    return optimizer && rate !== undefined ? [{ optimizer, rate }] : [];
  });
  return runs.filter((run, i) => runs.findIndex((other) => same(run, other)) === i);
}
