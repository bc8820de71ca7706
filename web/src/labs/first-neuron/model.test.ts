// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { engineInNode, hasCore } from '../engine/in_node';
import { NeuronLab } from './model.svelte';

const address = (query: string) => ({ get: (name: string) => new URLSearchParams(query).get(name), set: () => {} });
const query = (lab: NeuronLab) => new URLSearchParams(Object.entries(lab.written()).filter((pair): pair is [string, string] => pair[1] !== null)).toString();

describe('the state of the first neuron', () => {
  it('comes back from the address as it was written', () => {
    const lab = new NeuronLab(address(''));
    [lab.first, lab.slant, lab.rate, lab.epochs, lab.text] = ['nearly', 'slant', 0.001, 100, '1, 1\n2, 4\n3, 9\n4, 16'];
    lab.useTable();
    const back = new NeuronLab(address(query(lab)));
    expect(back.written()).toEqual(lab.written());
    expect(back.points).toHaveLength(4);
    expect(back.text).toBe(lab.text);
  });
  it('takes nothing broken or out of range from an address', () => {
    const lab = new NeuronLab(address('first=zz&slant=1&gap=x&loss=sum&rate=7&epochs=1e9&own=1,2;a&ask=1e9&reached=moon'));
    expect(Object.values(lab.written()).every((value) => value === null)).toBe(true);
  });
  it('refuses a table of fewer than four pairs, and one that is not numbers', () => {
    const lab = new NeuronLab(address(''));
    const told = (text: string) => { lab.text = text; lab.useTable(); return lab.refused; };
    expect(told('1, 2\n2, 3')).toBe('The table has 2 pairs. Type at least four.');
    expect(told('1, 2\nheight, 3')).toMatch(/^Line 2 is not two numbers/);
    expect(lab.isOwn).toBe(false);
  });
});

describe.runIf(hasCore)('the neuron that the core trains', () => {
  it('answers 18.984 at 10 after 500 epochs', async () => {
    const lab = new NeuronLab(address(''));
    await lab.train(await engineInNode());
    // By the core; the same walk by the formula of the slope from w = 0.697, b = 0 gives the same digits.
    expect([lab.last!.w.toFixed(4), lab.last!.b.toFixed(4), lab.answer!.toFixed(3)]).toEqual(['1.9977', '-0.9928', '18.984']);
    expect(lab.epoch).toBe(500);
    expect(lab.reached).toEqual(['trained']);
  });
  it('in the task refuses what does not fit, says why, and trains what does', async () => {
    const engine = await engineInNode();
    const lab = new NeuronLab(address('task=1'));
    const help = async (inputs: string, loss: string) => {
      [lab.inputs, lab.loss] = [inputs, loss];
      await lab.train(engine);
      return lab.help;
    };
    expect(await help('', 'mse')).toMatch(/^Write the input size/);
    expect(await help('6', 'mse')).toMatch(/^6 is the number of samples/);
    expect(lab.coreSays).not.toBe('');
    expect(await help('2', 'mse')).toMatch(/^y is not an input/);
    expect(await help('1', '')).toMatch(/^Choose a loss/);
    expect(await help('1', 'mae')).toMatch(/^With this loss a miss of 4/);
    expect(await help('1', 'softmax_cross_entropy')).toMatch(/^Cross-entropy is for classes/);
    expect(lab.coreSays).toMatch(/needs labels/);
    expect(lab.reached).toEqual([]);
    expect(await help('1', 'mse')).toBe('');
    expect(lab.reached).toEqual(['task']);
    lab.gap = '0.13';
    expect(lab.gapRight).toBe(true);
    lab.gap = '0.016';
    expect(lab.gapRight).toBe(false);
  });
  it('says what to do when a table has numbers too large for the rate', async () => {
    const lab = new NeuronLab(address(''));
    lab.text = '100, 1\n200, 2\n300, 3\n400, 4';
    lab.useTable();
    await lab.train(await engineInNode());
    expect(lab.error).toMatch(/choose a smaller rate/);
    expect(lab.reached).toEqual([]);
  });
});
