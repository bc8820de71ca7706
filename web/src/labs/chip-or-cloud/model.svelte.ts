// SPDX-License-Identifier: Apache-2.0
// What the learner chose, guessed and found; all of it in the address.
import type { LabState } from '../state';
import { fit, machines, models, type Machine } from './machines';

export const batteries = { coin: 0.65, aa: 6, phone: 15 } as const;
export type Battery = keyof typeof batteries;
export const rates = [0.01, 0.1, 1, 10];
export const sensors = { none: 0, microphone: 0.001 } as const;
export type Sensor = keyof typeof sensors;
const firstOutOptions = ['flash', 'ram', 'both'];
const softwareOptions = ['all', 'edges', 'none'];
const oneOf = <T extends string>(text: string | null, options: readonly T[], fallback: T | '' = ''): T | '' => options.find((option) => option === text) ?? fallback;

export class FitLab {
  machineId = $state<Machine['id']>('chip');
  modelId = $state('keyword');
  battery = $state<Battery>('aa');
  perSecond = $state(1);
  sensor = $state<Sensor>('microphone');
  /** 'chip.keyword' to 'y' or 'n'. */
  guesses = $state<Record<string, 'y' | 'n'>>({});
  firstOut = $state('');
  software = $state('');
  /** How often the keyword was asked for on the chip, in looks at the battery. */
  looked = $state<number[]>([]);

  readonly machine = $derived(machines.find(({ id }) => id === this.machineId)!);
  readonly model = $derived(models.find(({ id }) => id === this.modelId)!);
  readonly fit = $derived(fit(this.machine, this.model));
  readonly guess = $derived(this.guesses[`${this.machineId}.${this.modelId}`] ?? '');

  readonly guessedTwoOnChip = $derived(models.filter(({ id }) => this.guesses[`chip.${id}`]).length >= 3);
  readonly sawOneTooLarge = $derived(models.some((model) => this.guesses[`chip.${model.id}`] && !fit(machines[0]!, model).fits));
  readonly sawAllThree = $derived(models.some(({ id }) => machines.every((machine) => this.guesses[`${machine.id}.${id}`])));

  constructor(address: LabState) {
    this.machineId = oneOf(address.get('machine'), ['chip', 'phone', 'laptop'] as const, 'chip') || 'chip';
    this.modelId = oneOf(address.get('model'), models.map(({ id }) => id), 'keyword');
    this.battery = oneOf(address.get('battery'), ['coin', 'aa', 'phone'] as const, 'aa') || 'aa';
    this.sensor = oneOf(address.get('sensor'), ['none', 'microphone'] as const, 'microphone') || 'microphone';
    const rate = Number(address.get('rate'));
    this.perSecond = rates.includes(rate) ? rate : 1;
    for (const said of (address.get('said') ?? '').split(',')) {
      const [machine, model, guess] = said.split('.');
      if (machines.some(({ id }) => id === machine) && models.some(({ id }) => id === model) && (guess === 'y' || guess === 'n')) this.guesses[`${machine}.${model}`] = guess;
    }
    this.firstOut = oneOf(address.get('out'), firstOutOptions);
    this.software = oneOf(address.get('software'), softwareOptions);
    this.looked = (address.get('looked') ?? '').split(',').map(Number).filter((rate) => rates.includes(rate));
  }

  written(): Record<string, string | null> {
    return {
      machine: this.machineId === 'chip' ? null : this.machineId, model: this.modelId === 'keyword' ? null : this.modelId, battery: this.battery === 'aa' ? null : this.battery,
      sensor: this.sensor === 'microphone' ? null : this.sensor, rate: this.perSecond === 1 ? null : String(this.perSecond),
      said: Object.entries(this.guesses).map(([pair, guess]) => `${pair}.${guess}`).join(',') || null,
      out: this.firstOut || null, software: this.software || null, looked: this.looked.join(',') || null,
    };
  }

  say(guess: 'y' | 'n') {
    this.guesses = { ...this.guesses, [`${this.machineId}.${this.modelId}`]: guess };
    this.look();
  }
  /** The battery is on the page: remember for how many answers. */
  look() {
    if (this.machineId === 'chip' && this.guess !== '' && this.fit.fits && !this.looked.includes(this.perSecond)) this.looked = [...this.looked, this.perSecond];
  }
}
