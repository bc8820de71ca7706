// SPDX-License-Identifier: Apache-2.0
// Inside a worker of node_threads.mjs: what a page's worker finds, then the script that it was made for.
import { parentPort, workerData } from 'node:worker_threads';

globalThis.self = globalThis;
globalThis.postMessage = (data, transfer) => parentPort.postMessage(data, transfer);
await import(workerData);
parentPort.on('message', (data) => globalThis.onmessage({ data }));
