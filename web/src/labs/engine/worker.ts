// SPDX-License-Identifier: Apache-2.0
// The C++ core (learn/learn.h as WebAssembly) in a worker of a lab's own: whoever wants to stop it ends the worker.
/// <reference lib="webworker" />
import { bridge, type Bridge } from '../../python/bridge';
import { Core } from './core';
import type { FromWorker, ToWorker } from './messages';

const page = self as unknown as DedicatedWorkerGlobalScope;
const tell = (message: FromWorker, transfer: Transferable[] = []) => page.postMessage(message, transfer);
let core: Promise<Core> | undefined;

async function answer(message: ToWorker) {
  const { id, place } = message;
  core ??= bridge(place, fetch.bind(page)).then((loaded: Bridge) => new Core(loaded));
  const done = (await core).answer(message, (epoch, parameters) => tell({ id, kind: 'epoch', epoch, parameters }, [parameters.buffer]));
  tell({ id, kind: 'done', answer: done });
}

page.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  answer(data).catch((error: unknown) => tell({ id: data.id, kind: 'failed', message: error instanceof Error ? error.message : String(error) }));
});
