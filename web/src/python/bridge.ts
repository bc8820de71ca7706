// SPDX-License-Identifier: Apache-2.0
// From Python to the C functions of learn/ in WASM: whole buffers are copied, never value by value.
interface Buffer { data: Uint8Array; release(): void }
/** What Pyodide makes of something with the buffer protocol, or of a function. */
interface Proxy { getBuffer(type: 'u8'): Buffer }
interface Module {
  HEAPU8: Uint8Array;
  HEAPU32: Uint32Array;
  HEAPF32: Float32Array;
  UTF8ToString(at: number): string;
  stringToUTF8(text: string, at: number, most: number): void;
  lengthBytesUTF8(text: string): number;
  addFunction(call: (...given: number[]) => number, signature: string): number;
  removeFunction(at: number): void;
  _learn_alloc(bytes: number): number;
  _learn_release(at: number): number;
  _learn_text(): number;
  _learn_bytes(): number;
  _learn_byte_count(): number;
  [name: `_learn_${string}`]: (...given: number[]) => number;
}
type Given = number | string | boolean | Proxy | null | undefined;

export class Bridge {
  constructor(private readonly m: Module) {}

  /** Calls a function of learn.h. A buffer goes in as its address, a text as a C string, nothing as 0. */
  call(name: string, ...given: Given[]): number {
    return this.#with((room) => this.#function(name)(...given.map((one) => this.#in(one, room))));
  }

  /** The same for a function whose second argument is samples with targets: three buffers. */
  callWithData(name: string, model: number, x: Proxy, labels: Given, targets: Given, options: string): number {
    return this.#with((room) => this.#function(name)(model, this.#data([x, labels, targets], room), this.#in(options, room)));
  }

  /** Training. heard: called with the report of every epoch; false ends training. */
  fit(model: number, data: Given[], validation: Given[] | undefined, options: string, heard?: (report: string) => boolean): number {
    const m = this.m;
    const epoch = heard ? m.addFunction((_user, report) => (heard(m.UTF8ToString(report!)) ? 1 : 0), 'iii') : 0;
    try {
      return this.#with((room) =>
        this.#function('learn_model_fit')(model, this.#data(data, room), validation ? this.#data(validation, room) : 0, this.#in(options, room), epoch, 0, 0));
    } finally {
      if (epoch) m.removeFunction(epoch);
    }
  }

  /** A copy of a model's parameters, after those with a 0 in the mask became zero. */
  parameters(model: number, mask?: Uint8Array): Float32Array<ArrayBuffer> {
    return this.#with((room) => {
      const count = this.#room(4, room);
      const at = this.#function('learn_model_parameters')(model, count) / 4;
      const values = this.m.HEAPF32.subarray(at, at + this.m.HEAPU32[count / 4]!);
      mask?.forEach((keep, i) => { if (!keep) values[i] = 0; });
      return new Float32Array(values);
    });
  }

  motion(values: Proxy, count: number, steps: number, axes: number, fitted: number, options: string): number {
    return this.#with((room) => {
      const windows = this.#words([this.#in(values, room), count, steps, axes, fitted], room);
      return this.#function('learn_features_motion')(windows, this.#in(options, room));
    });
  }

  text = () => this.m.UTF8ToString(this.m._learn_text());
  bytes = () => this.m.HEAPU8.slice(this.m._learn_bytes(), this.m._learn_bytes() + this.m._learn_byte_count());

  #function(name: string) {
    return this.m[`_${name}` as `_learn_${string}`]!;
  }

  #with<T>(work: (room: number[]) => T): T {
    const room: number[] = [];
    try {
      return work(room);
    } finally {
      for (const at of room) this.m._learn_release(at);
    }
  }

  #room(bytes: number, room: number[]): number {
    const at = this.m._learn_alloc(bytes);
    if (at === 0) throw new Error('the page has no memory left; take fewer samples, or load the page again');
    room.push(at);
    return at;
  }

  #in(one: Given, room: number[]): number {
    if (one === null || one === undefined) return 0;
    if (typeof one === 'number') return one;
    if (typeof one === 'boolean') return one ? 1 : 0;
    if (typeof one === 'string') {
      const size = this.m.lengthBytesUTF8(one) + 1;
      const at = this.#room(size, room);
      this.m.stringToUTF8(one, at, size);
      return at;
    }
    const buffer = one.getBuffer('u8');
    try {
      const at = this.#room(buffer.data.length, room);
      this.m.HEAPU8.set(buffer.data, at);
      return at;
    } finally {
      buffer.release();
    }
  }

  /** learn_data: an address and a number of values for each of three. */
  #data(parts: Given[], room: number[]): number {
    const words: number[] = [];
    for (const part of parts) {
      const at = this.#in(part, room);
      words.push(at, at && typeof part === 'object' && part ? size(part) / 4 : 0);
    }
    return this.#words(words, room);
  }

  #words(words: number[], room: number[]): number {
    const at = this.#room(4 * words.length, room);
    this.m.HEAPU32.set(words, at / 4);
    return at;
  }
}

function size(one: Proxy): number {
  const buffer = one.getBuffer('u8');
  const bytes = buffer.data.length;
  buffer.release();
  return bytes;
}

/** load: fetch, which the worker itself has no more when a program asks for this. */
export async function bridge(place: { script: string; wasm: string }, load: typeof fetch): Promise<Bridge> {
  const { default: create } = (await import(/* @vite-ignore */ place.script)) as { default: (options: object) => Promise<Module> };
  const answer = await load(place.wasm);
  if (!answer.ok) throw new Error(`${place.wasm} cannot be loaded (${answer.status})`);
  return new Bridge(await create({ wasmBinary: await answer.arrayBuffer() }));
}
