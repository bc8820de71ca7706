// SPDX-License-Identifier: Apache-2.0
// What a module with threads finds in a worker of a page, in Node: workers of its own, which end with the program, and that it
// is in a worker, which may wait.
import { Worker as Thread } from 'node:worker_threads';

class NodeWorker {
  constructor(address) {
    this.thread = new Thread(new URL('node_thread.mjs', import.meta.url), { workerData: String(address) });
    this.thread.on('message', (data) => {
      if (data.cmd === 'loaded') this.thread.unref();
      this.onmessage?.({ data });
    });
    this.thread.on('error', (error) => this.onerror?.(Object.assign(error, { filename: String(address), lineno: 0 })));
  }
  postMessage(data, transfer) { this.thread.postMessage(data, transfer); }
  terminate() { void this.thread.terminate(); }
}

globalThis.Worker ??= NodeWorker;
globalThis.self ??= globalThis;
globalThis.location ??= { href: import.meta.url };
globalThis.importScripts ??= () => { throw new Error('there are no scripts to import here'); };
