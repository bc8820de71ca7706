// SPDX-License-Identifier: Apache-2.0
import { number, t } from '../../i18n/index.svelte';
import type { Reading } from '../results/curves';
import { percent } from '../results/words';

/** A reading of the curves as one or two sentences, with what to try. */
export function say(reading: Reading): { text: string; tone: '' | 'good' | 'warm' | 'bad' } {
  switch (reading.kind) {
    case 'early': return { text: t('Too few epochs to say anything yet.'), tone: '' };
    case 'broken': return { text: t('From epoch {n} on the loss has run away: the steps are too large. Try a learning rate ten times smaller.', { n: reading.epoch }), tone: 'bad' };
    case 'not_learning': return { text: t('It is not learning: even on the samples it trains on, the loss has fallen by only {share}. Look at the labels and the features, then at the learning rate.', { share: percent(Math.max(0, reading.share), 0) }), tone: 'bad' };
    case 'overfitting': return { text: t('It learns its training samples by heart: since epoch {n} the validation loss has risen by {share} while the training loss kept falling. More or more varied samples help most; augmentation or fewer epochs help a little.', { n: reading.epoch, share: percent(reading.rise, 0) }), tone: 'warm' };
    case 'more_epochs': return { text: t('It was still getting better: {share} of the fall of the validation loss came in the last third. More epochs would help.', { share: percent(reading.share, 0) }), tone: 'warm' };
    case 'gap': return { text: t('It is {points} points better on its training samples than on others, but has not begun to get worse. More samples would close the gap.', { points: number(100 * reading.gap, 0) }), tone: 'warm' };
    default: return { text: t('It has settled: the validation loss was lowest in epoch {n} and more epochs would change little.', { n: reading.epoch }), tone: 'good' };
  }
}
