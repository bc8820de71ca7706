// SPDX-License-Identifier: Apache-2.0
// For tests: the engine of the labs without a page and without a worker, on the same core. null when the core was not built.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bridge } from '../../python/bridge';
import { Core } from './core';
import { Engine } from './engine';
import type { Ask, Epoch } from './messages';

const built = new URL('../../../../build/wasm/learn/', import.meta.url);
export const hasCore = existsSync(new URL('tadpole_learn.wasm', built));

class NodeEngine extends Engine {
  constructor(private readonly core: Core) {
    super();
  }
  override async ask<T>(ask: Ask, epoch?: (epoch: Epoch, parameters: Float32Array) => void): Promise<T> {
    return this.core.answer(ask, (one, parameters) => epoch?.(one, parameters)) as T;
  }
}

export async function engineInNode(): Promise<Engine> {
  const place = { script: new URL('tadpole_learn.mjs', built).href, wasm: new URL('tadpole_learn.wasm', built).href };
  const read = async (url: string) => new Response(new Uint8Array(await readFile(fileURLToPath(url))));
  return new NodeEngine(new Core(await bridge(place, read as typeof fetch)));
}
