// SPDX-License-Identifier: Apache-2.0
// START HERE for the core in the page: the walk without a server. It loads when it is first started.
import { folder } from 'virtual:page-core';
import { t } from '../i18n/index.svelte';
import type { FromWorker, Started, ToWorker } from './messages';

/** Whether this build of the pages brings the core. */
export const has_page_core = folder !== null;

type Listener = (json: unknown) => void;

export class PageCore {
  private waiting = new Map<number, { done: (response: Response) => void; fail: (error: Error) => void }>();
  private listeners = new Map<string, Set<Listener>>();
  private last = 0;
  /** Which of the modules it is, how many threads train, and with which kernels. */
  started!: Started;
  private constructor(private readonly worker: Worker) {}

  /** Loads the core and puts the kept projects of a learner back. Fails with a sentence for the reader. */
  static async start(owner = ''): Promise<PageCore> {
    if (!folder) throw new Error(t('This page was built without its own core; it cannot train here.'));
    const address = new URL(folder, location.href).href;
    const core = new PageCore(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }));
    core.started = await new Promise<Started>((done, fail) => {
      core.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data.kind === 'ready') done(data.core);
        else if (data.kind === 'failed') fail(new Error(why(data.message)));
      };
      core.worker.onerror = (event) => fail(new Error(why(event.message)));
      core.say({ kind: 'start', folder: address, owner });
    }).catch((error: Error) => {
      core.worker.terminate();
      throw error;
    });
    core.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => core.hear(data);
    core.worker.onerror = (event) => core.hear({ kind: 'failed', message: event.message });
    return core;
  }

  /** As fetch(): path "/projects/a/samples?count=3". */
  async fetch(path: string, init: { method?: string; body?: string | Uint8Array | Blob } = {}): Promise<Response> {
    const { method = 'GET', body = '' } = init;
    const bytes = new Uint8Array(await new Blob([body as BlobPart]).arrayBuffer());
    const id = ++this.last;
    return new Promise((done, fail) => {
      this.waiting.set(id, { done, fail });
      this.say({ kind: 'request', id, method, path, body: bytes }, [bytes.buffer]);
    });
  }

  /** Calls back with every event of the project's jobs, the present state first; gives what ends the listening. */
  listen(project: string, callback: Listener): () => void {
    const all = this.listeners.get(project) ?? new Set();
    this.listeners.set(project, all.add(callback));
    this.say({ kind: 'listen', project });
    return () => void all.delete(callback);
  }

  /** Ends the worker at once. What was kept last is there the next time. */
  stop() {
    this.worker.terminate();
    this.fail_all(new Error(t('The core of the page was stopped.')));
  }

  private say(message: ToWorker, transfer: Transferable[] = []) {
    this.worker.postMessage(message, transfer);
  }

  private hear(message: FromWorker) {
    if (message.kind === 'answer') {
      const { id, status, type, bytes } = message;
      this.waiting.get(id)?.done(new Response(bytes, { status, headers: { 'Content-Type': type } }));
      this.waiting.delete(id);
    } else if (message.kind === 'news') {
      this.listeners.get(message.project)?.forEach((callback) => callback(message.json));
    } else if (message.kind === 'failed') {
      this.fail_all(new Error(why(message.message)));
    }
  }

  private fail_all(error: Error) {
    for (const { fail } of this.waiting.values()) fail(error);
    this.waiting.clear();
  }
}

function why(message: string): string {
  if (message === 'busy') return t('The core of the page is at work in another tab; close that one first.');
  return t('The core of the page failed: {reason}', { reason: message });
}
