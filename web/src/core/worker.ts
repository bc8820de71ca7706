// SPDX-License-Identifier: Apache-2.0
// The page's core in a worker: requests are answered between slices of work; projects are kept after every change.
import { loadCore, type Core } from '../../../wasm/core.mjs';
import { variantsHere, type Chosen } from '../../../wasm/variants.mjs';
import { Keeper } from './keeper';
import type { FromWorker, Started, ToWorker } from './messages';

/** Milliseconds of work between two looks at the messages: going on costs some 1 %, see docs/wasm.md. */
const slice = 3000;
const root = '/projects';

const post = (message: FromWorker, transfer: Transferable[] = []) => postMessage(message, { transfer });
const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** A file beside the page, at once: a worker may wait. */
function fetchNow(url: string): Uint8Array | null {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.responseType = 'arraybuffer';
  try {
    request.send();
  } catch {
    return null;
  }
  return request.status === 200 ? new Uint8Array(request.response as ArrayBuffer) : null;
}

/** The data of the events in a piece of a text/event-stream. */
function eventsIn(text: string): unknown[] {
  return text.split('\n\n').map((event) => event.split('\n').filter((line) => line.startsWith('data: ')).map((line) => line.slice(6)).join('\n'))
    .filter((data) => data !== '').map((data) => JSON.parse(data) as unknown);
}

/** News that waits until what it tells of is kept: a page that hears that a job is done may be closed at once. */
const held: FromWorker[] = [];
let sent = 0; // of all that were ever held
function tell(project: string, json: unknown) {
  const state = (json as { job?: { state?: string } }).job?.state ?? '';
  const news: FromWorker = { kind: 'news', project, json };
  if (held.length > 0 || ['done', 'failed', 'stopped'].includes(state)) held.push(news);
  else post(news);
}

async function keep(keeper: Keeper) {
  const told = sent + held.length;
  await keeper.save();
  for (; sent < told; ++sent) post(held.shift()!);
}

class Host {
  private at_work = false;
  private wanted = false;
  constructor(
    private readonly core: Core,
    private readonly keeper: Keeper,
  ) {}

  async request(message: ToWorker & { kind: 'request' }) {
    const { status, type, bytes } = this.core.request(message.method, message.path, message.body);
    if (message.method !== 'GET') {
      await keep(this.keeper);
      void this.go_on();
    }
    post({ kind: 'answer', id: message.id, status, type, bytes }, [bytes.buffer]);
  }

  listen(project: string) {
    this.core.listen(project);
  }

  private async go_on() {
    this.wanted = true;
    if (this.at_work) return;
    this.at_work = true;
    try {
      // What is asked for while the last slice is being kept is work as well.
      while (this.wanted) {
        this.wanted = this.core.work(slice);
        await keep(this.keeper);
        await new Promise((next) => setTimeout(next, 0)); // messages that came meanwhile
      }
    } catch (error) {
      post({ kind: 'failed', message: sentence(error) });
    } finally {
      this.at_work = false;
    }
  }
}

/** Takes the lock until the worker ends; false: another worker has it. */
function take_lock(): Promise<boolean> {
  return new Promise((answer) => {
    void navigator.locks.request('tadpole-core', { ifAvailable: true }, (lock) => {
      answer(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    });
  });
}

/** Two tabs must not write the same projects. Without locks (no secure context) nothing can be known. */
async function alone(): Promise<void> {
  if (!navigator.locks) return;
  for (let tries = 0; tries < 10; ++tries) {
    if (await take_lock()) return;
    await new Promise((next) => setTimeout(next, 100)); // the page before a reload is about to leave it
  }
  throw new Error('busy');
}

async function load(folder: string, variant: Chosen): Promise<Core> {
  const script = `${folder}${variant.script}.js`;
  const { default: create } = (await import(/* @vite-ignore */ script)) as { default: (options: object) => Promise<object> };
  return loadCore(create, {
    variant,
    script,
    locateFile: (name) => folder + (name.endsWith('.wasm') ? variant.wasm : name),
    bring: (path) => fetchNow(folder + path),
    tell: (project, text) => eventsIn(text).forEach((json) => tell(project, json)),
  });
}

/** The fastest module that starts here. */
async function loadFastest(folder: string): Promise<[Core, Chosen]> {
  const here = variantsHere();
  for (const variant of here.slice(0, -1)) {
    try {
      return [await load(folder, variant), variant];
    } catch (error) {
      console.warn(`The core with threads did not start (${sentence(error)}); the plain one is taken.`);
    }
  }
  const plain = here.at(-1)!;
  return [await load(folder, plain), plain];
}

let started: Started;
async function start(folder: string, owner: string): Promise<Host> {
  await alone();
  const [core, variant] = await loadFastest(folder);
  started = { variant: variant.name, threads: core.threads, kernels: core.kernels };
  return new Host(core, await Keeper.restore(core.files, root, owner));
}

let ready: Promise<Host> | null = null;

onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  try {
    if (data.kind === 'start') {
      ready = start(data.folder, data.owner);
      await ready;
      return post({ kind: 'ready', core: started });
    }
    const host = await ready;
    if (data.kind === 'request') await host?.request(data);
    else host?.listen(data.project);
  } catch (error) {
    post({ kind: 'failed', message: sentence(error) });
  }
};
