// SPDX-License-Identifier: Apache-2.0
// Three machines and seven models in numbers, and what follows from them by four short formulas. Letters as in the lesson.
// Sources. Chip: the class of the nRF52840 (64 MHz, 1 MB, 256 kB; about 52 microampere per MHz at 3 V). Ticks per multiply-add: 2.7 to
// 6.0 on eight models, counted on a simulated Cortex-M4. Models 1 to 3: counted there with an interpreter (file, multiply-adds, RAM).
// Models 4 to 6: MobileNet (2017), MobileNetV2 (2018), ResNet-50 (2015), one byte a weight, RAM by their largest layer. Phone and
// laptop: typical magnitudes. Model 7: 7 billion weights, each used once for a piece of a word.

export interface Machine {
  id: 'chip' | 'phone' | 'laptop';
  /** Where the model is kept, and where it works; bytes. */
  storage: number;
  memory: number;
  /** What the program and the system take of each. */
  storageTaken: number;
  memoryTaken: number;
  /** The weights are read where they are kept, and need no memory. */
  inPlace: boolean;
  ticksPerSecond: number;
  ticksPerMac: number;
  busyWatts: number;
  waitingWatts: number;
}
export interface Model { id: string; bytes: number; macs: number; ram: number; from: 'measured' | 'published' | 'estimate' }

const [kB, MB, GB] = [1e3, 1e6, 1e9];
export const machines: readonly Machine[] = [
  { id: 'chip', storage: MB, memory: 256 * kB, storageTaken: 100 * kB, memoryTaken: 40 * kB, inPlace: true, ticksPerSecond: 64e6, ticksPerMac: 4, busyWatts: 0.01, waitingWatts: 5e-6 },
  { id: 'phone', storage: 128 * GB, memory: 8 * GB, storageTaken: 30 * GB, memoryTaken: 3 * GB, inPlace: false, ticksPerSecond: 2.5e9, ticksPerMac: 1, busyWatts: 3, waitingWatts: 0.1 },
  { id: 'laptop', storage: 512 * GB, memory: 16 * GB, storageTaken: 60 * GB, memoryTaken: 4 * GB, inPlace: false, ticksPerSecond: 3.5e9, ticksPerMac: 1, busyWatts: 30, waitingWatts: 4 },
];
export const models: readonly Model[] = [
  { id: 'keyword', bytes: 20 * kB, macs: 0.34e6, ram: 7 * kB, from: 'measured' },
  { id: 'keywords', bytes: 54 * kB, macs: 2.7e6, ram: 23 * kB, from: 'measured' },
  { id: 'person', bytes: 300 * kB, macs: 7.2e6, ram: 82 * kB, from: 'measured' },
  { id: 'photo', bytes: 500 * kB, macs: 41e6, ram: 301 * kB, from: 'published' },
  { id: 'photo2', bytes: 3.5 * MB, macs: 300e6, ram: 1.4 * MB, from: 'published' },
  { id: 'photo3', bytes: 25.6 * MB, macs: 4.1e9, ram: 1.6 * MB, from: 'published' },
  { id: 'language', bytes: 7 * GB, macs: 7e9, ram: 0.5 * GB, from: 'estimate' },
];

export interface Fit { storage: { needs: number; has: number; fits: boolean }; memory: { needs: number; has: number; fits: boolean }; fits: boolean }
export function fit(machine: Machine, model: Model): Fit {
  const storage = { needs: machine.storageTaken + model.bytes, has: machine.storage };
  const memory = { needs: machine.memoryTaken + model.ram + (machine.inPlace ? 0 : model.bytes), has: machine.memory };
  const [a, b] = [storage, memory].map(({ needs, has }) => needs <= has) as [boolean, boolean];
  return { storage: { ...storage, fits: a }, memory: { ...memory, fits: b }, fits: a && b };
}

/** Of one answer. */
export const seconds = (machine: Machine, model: Model) => (model.macs * machine.ticksPerMac) / machine.ticksPerSecond;
export const joules = (machine: Machine, model: Model) => seconds(machine, model) * machine.busyWatts;
/** Share of the time in which it computes, when it answers so often; above 1 it cannot keep up. */
export const share = (machine: Machine, model: Model, perSecond: number) => seconds(machine, model) * perSecond;
export const averageWatts = (machine: Machine, model: Model, perSecond: number, sensorWatts: number) => {
  const busy = Math.min(1, share(machine, model, perSecond));
  return busy * machine.busyWatts + (1 - busy) * machine.waitingWatts + sensorWatts;
};
export const lifeSeconds = (wattHours: number, watts: number) => (wattHours * 3600) / watts;
