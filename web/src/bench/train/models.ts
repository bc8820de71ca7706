// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n/index.svelte';

/** What a ready-made network is good for; a name this page does not know has no sentence. */
export function modelSentence(name: string): string {
  const sentences: Record<string, string> = {
    ds_cnn: t('Small filters, split in two steps: the usual choice for words, accurate and light.'),
    tiny_conv: t('One convolution and one decision: very small, quick to train, less accurate.'),
    tiny_embedding_conv: t('Two convolutions that end in a short description of the sound.'),
    conv: t('Two plain convolutions: accurate, and far more work for the device.'),
    low_latency_conv: t('One wide convolution: fewer steps, more memory.'),
    low_latency_svdf: t('Looks at sound row by row as it comes: made for streams.'),
    single_fc: t('One layer that adds up everything: the simplest network to compare with.'),
    mlp: t('Layers in which all is connected with all: for a few numbers, not for pictures.'),
    first_neuron: t('One neuron: a straight line through the points.'),
    sine: t('Two small layers that can bend a line into a wave.'),
    lenet5: t('The classic for written digits: small pictures, two convolutions.'),
    fashion_cnn: t('Two convolutions with pooling: for small pictures of things.'),
    cifar_cnn: t('Three convolutions: for small colour pictures.'),
    mobilenet_v1: t('Filters in two steps for larger pictures; alpha makes it thinner.'),
    mobilenet_v2: t('The successor of MobileNet with narrow passages; alpha makes it thinner.'),
    resnet8: t('Eight layers with short cuts: accurate on small pictures, more work.'),
    autoencoder: t('Squeezes its input through few numbers and rebuilds it: what it cannot rebuild is unusual.'),
    conv_autoencoder: t('The same for pictures and sound: rebuilt with convolutions.'),
  };
  return sentences[name] ?? '';
}
export const layerKinds = [
  'add', 'average_pool', 'batch_norm', 'concatenate', 'conv1d', 'conv2d', 'conv2d_transpose', 'dense', 'depthwise_conv2d', 'dropout', 'embedding', 'flatten',
  'global_average_pool', 'gru', 'hard_swish', 'layer_norm', 'leaky_relu', 'lstm', 'max_pool', 'multiply', 'relu', 'relu6', 'reshape', 'sigmoid', 'softmax',
  'svdf', 'tanh', 'upsampling', 'zero_padding',
];
