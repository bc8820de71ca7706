// SPDX-License-Identifier: Apache-2.0
// The ten kinds of rendered garments, as the labs call them.
import { t } from '../../i18n/index.svelte';
import type { Shape } from './pixels';

export const garmentShape: Shape = [28, 28, 1];
/** In the order of the labels. */
export const garmentNames = () => [t('T-shirt'), t('Trousers'), t('Pullover'), t('Dress'), t('Coat'), t('Sandal'), t('Shirt'), t('Sneaker'), t('Bag'), t('Boot')];

export const garmentSet = { per_class: 200, size: 28, seed: 1 };
const input: [number, number, number] = [28, 28, 1];
/** The two networks that the labs compare. */
export const denseNet = { layers: 'flatten\ndense units=64\nrelu\ndense units=10\nsoftmax', input, seed: 1 };
export const convNet = {
  layers: 'conv2d filters=8 kernel=3x3 padding=valid\nrelu\nmax_pool\nconv2d filters=8 kernel=3x3 padding=valid\nrelu\nmax_pool\nflatten\ndense units=20\nrelu\ndense units=10\nsoftmax', input, seed: 1,
};
export const garmentEpochs = 15;
export const garmentTraining = { epochs: garmentEpochs, batch: 32, optimizer: 'adam', learning_rate: 0.001, seed: 1 };
