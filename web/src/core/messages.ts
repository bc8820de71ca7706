// SPDX-License-Identifier: Apache-2.0
// What the page and the core's worker say to each other.

/** What the core that was started is: of wasm/variants.mjs. */
export interface Started {
  variant: string;
  threads: number;
  kernels: string;
}

export type ToWorker =
  /** folder: of the core's files. */
  | { kind: 'start'; folder: string; owner: string }
  | { kind: 'request'; id: number; method: string; path: string; body: Uint8Array }
  | { kind: 'listen'; project: string };

export type FromWorker =
  | { kind: 'ready'; core: Started }
  | { kind: 'failed'; message: string }
  | { kind: 'answer'; id: number; status: number; type: string; bytes: Uint8Array<ArrayBuffer> }
  /** An event of a project that is listened to. */
  | { kind: 'news'; project: string; json: unknown };
