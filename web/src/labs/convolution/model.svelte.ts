// SPDX-License-Identifier: Apache-2.0
// A picture, a kernel, how it slides, and what comes out; everything but a picture of one's own is in the address.
import type { Engine, Model } from '../engine/engine';
import { pictureAt, type Shape } from '../parts/pixels';
import { Runner } from '../parts/runner.svelte';
import { wholeNumber } from '../parts/whole_number';
import { numberIn, type LabState } from '../state';
import { equal, finds, layersOf, places, presets, readKernel, trial, trials, verdictOf, writeKernel, type Kernel, type Pooling, type Verdict } from './kernels';

export const side = 96;
export const shape: Shape = [side, side, 1];
export const scenes = ['street', 'animal', 'house'] as const;
export type Scene = (typeof scenes)[number];
/** Where each scene comes from: a set, how many of each kind, which picture. */
const made: Record<Scene, { set: string; per_class: number; at: number }> = {
  street: { set: 'persons', per_class: 3, at: 3 }, animal: { set: 'figures', per_class: 2, at: 1 }, house: { set: 'objects', per_class: 1, at: 6 },
};

export const sizes = { first: places(side, 3, 1), second: places(side, 3, 2), third: places(places(side, 3, 2), 2, 2) } as const;
export type Size = keyof typeof sizes;
const sizeNames = Object.keys(sizes) as Size[];
const start = presets.blur!;

export class ConvolutionLab {
  readonly runner = new Runner();
  scene = $state<Scene>('street');
  kernel = $state.raw<Kernel>(start);
  stride = $state(1);
  positive = $state(false);
  pooling = $state<Pooling>('none');
  /** The upper left pixel of the window, counted in places. */
  row = $state(20);
  column = $state(30);
  flat = $state('');
  given = $state<Record<Size, string>>({ first: '', second: '', third: '' });
  /** The kernel of one's own that was put to the test last. */
  tried = $state.raw<Kernel | null>(null);

  pictures = $state.raw<Record<Scene, Float32Array> | null>(null);
  own = $state.raw<{ values: Float32Array; name: string } | null>(null);
  map = $state.raw<{ values: Float32Array; shape: Shape } | null>(null);
  pooled = $state.raw<{ values: Float32Array; shape: Shape } | null>(null);
  verdict = $state.raw<Verdict | null>(null);

  #nets = new Map<string, Model>();
  #turn = 0;

  constructor(address: LabState) {
    const scene = address.get('scene');
    this.scene = scenes.find((one) => one === scene) ?? 'street';
    this.kernel = readKernel(address.get('kernel'), start);
    this.stride = address.get('stride') === '2' ? 2 : 1;
    this.positive = address.get('positive') === '1';
    const pooling = address.get('pooling');
    this.pooling = pooling === 'max' || pooling === 'average' ? pooling : 'none';
    this.row = Math.round(numberIn(address.get('row'), 20, [0, 93]));
    this.column = Math.round(numberIn(address.get('column'), 30, [0, 93]));
    this.flat = ['zero', 'grey', 'bright'].find((one) => one === address.get('flat')) ?? '';
    for (const name of sizeNames) this.given[name] = (address.get(name) ?? '').slice(0, 12);
    const tried = address.get('tried');
    this.tried = tried ? readKernel(tried, start) : null;
  }
  written(): Record<string, string | null> {
    return {
      scene: this.scene === 'street' ? null : this.scene, kernel: equal(this.kernel, start) ? null : writeKernel(this.kernel), stride: this.stride === 1 ? null : '2',
      positive: this.positive ? '1' : null, pooling: this.pooling === 'none' ? null : this.pooling, row: this.row === 20 ? null : String(this.row), column: this.column === 30 ? null : String(this.column),
      flat: this.flat || null, ...Object.fromEntries(sizeNames.map((name) => [name, this.given[name] || null])), tried: this.tried ? writeKernel(this.tried) : null,
    };
  }

  readonly picture = $derived(this.own?.values ?? this.pictures?.[this.scene] ?? null);
  readonly most = $derived(places(side, 3, this.stride) - 1);
  /** The window, moved inside when larger steps leave fewer places. */
  readonly at = $derived({ row: Math.min(this.row, this.most), column: Math.min(this.column, this.most) });
  readonly window = $derived.by(() => {
    const [top, left] = [this.at.row * this.stride, this.at.column * this.stride];
    return Array.from({ length: 9 }, (_, i) => this.picture?.[(top + Math.floor(i / 3)) * side + left + (i % 3)] ?? 0);
  });
  /** What the core says for this window. */
  readonly answer = $derived(this.map ? this.map.values[this.at.row * this.map.shape[1] + this.at.column] ?? 0 : 0);
  readonly sized = $derived(sizeNames.every((name) => wholeNumber(this.given[name]) === sizes[name]));
  readonly found = $derived(this.verdict !== null && finds(this.verdict));

  open = () => this.runner.open(async (engine) => {
    const pictures = {} as Record<Scene, Float32Array>;
    for (const scene of scenes) pictures[scene] = await grey(engine, made[scene]);
    this.pictures = pictures;
  });

  set(place: number, value: number) {
    this.kernel = this.kernel.map((v, i) => (i === place ? value : v));
  }
  move(row: number, column: number) {
    const inside = (v: number) => Math.min(Math.max(Math.round(v), 0), this.most);
    [this.row, this.column] = [inside(row), inside(column)];
  }

  /** Slides the kernel over the picture. What is asked meanwhile wins. */
  async slide() {
    const [picture, kernel, engine] = [this.picture, this.kernel, this.runner.engine];
    const how = { stride: this.stride, positive: this.positive, pooling: this.pooling };
    if (!picture || !engine) return;
    const turn = ++this.#turn;
    await this.runner.tried(async () => {
      const net = await this.#net(engine, layersOf(how), side);
      await net.set(Float32Array.from(kernel));
      const before = net.described.layers[how.positive ? 1 : 0]!;
      const map = await net.activations(before.name, picture);
      const last = how.pooling === 'none' ? null : { values: await net.predict(picture), shape: shapeOf(net.described.layers.at(-1)!.output) };
      if (turn !== this.#turn) return;
      [this.map, this.pooled] = [{ values: map.values, shape: shapeOf(before.output) }, last];
    });
  }

  /** Puts the kernel to the test on flat ground, a level edge and an upright one. */
  async test() {
    const engine = this.runner.engine;
    if (!engine || !this.tried) return;
    const kernel = this.tried;
    await this.runner.tried(async () => {
      const net = await this.#net(engine, layersOf({ stride: 1, positive: false, pooling: 'none' }), trial);
      await net.set(Float32Array.from(kernel));
      this.verdict = verdictOf(await net.predict(trials()));
    });
  }

  async #net(engine: Engine, layers: string, size: number): Promise<Model> {
    const name = `${size} ${layers}`;
    const net = this.#nets.get(name) ?? (await engine.model({ layers, input: [size, size, 1], seed: 1 }));
    this.#nets.set(name, net);
    return net;
  }
}

const shapeOf = (output: number[]): Shape => [output[0]!, output[1]!, output[2] ?? 1];

/** One rendered picture in grey: a convolution of one pixel weighs red, green and blue as the eye does (ITU-R BT.601). */
async function grey(engine: Engine, { set, per_class, at }: { set: string; per_class: number; at: number }): Promise<Float32Array> {
  const pictures = await engine.dataset(set, { per_class, size: side, seed: 1 });
  const net = await engine.model({ layers: 'conv2d filters=1 kernel=1x1 use_bias=false', input: [side, side, 3], seed: 1 });
  await net.set(Float32Array.of(0.299, 0.587, 0.114));
  const values = await net.predict(pictureAt(pictures.x, [side, side, 3], at));
  await net.free();
  return values;
}
