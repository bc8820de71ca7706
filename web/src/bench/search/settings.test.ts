// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Option } from '../../api/bench';
import { changed, commandLine, other } from './settings';

const option = (name: string, value: string, standard: string, type: Option['type'] = 'text'): Option => ({ name, type, value, default: standard, help: '', unit: '', min: null, max: null, choices: [] });
const options = [option('trials', '10', '40', 'integer'), option('ram', '64k', ''), option('measure', 'false', 'false', 'boolean'), option('grams_per_kwh', '480', '480', 'real')];

describe('what a search is asked for', () => {
  it('leaves out what is the default', () => {
    expect(changed(options, { grams_per_kwh: '30' })).toEqual({ trials: '10', ram: '64k', grams_per_kwh: '30' });
    expect(changed(options, { trials: '40', ram: '' })).toEqual({});
  });
  it('is the same search with more trials and another one with other limits', () => {
    expect(other(options, { trials: '80', grams_per_kwh: '30' })).toEqual([]);
    expect(other(options, { ram: '32k', measure: 'true' })).toEqual(['ram', 'measure']);
  });
  it('is a command line whose switches have no value', () => {
    expect(commandLine('tadpole search "/p"', options, { measure: 'true', grams_per_kwh: '30' })).toBe('tadpole search "/p" --trials 10 --ram 64k --measure --grams-per-kwh 30');
    expect(commandLine('tadpole search "/p"', options, { trials: '40', ram: 'a "b"' }, true)).toBe('tadpole search "/p" --ram "a \\"b\\"" --fresh');
  });
});
