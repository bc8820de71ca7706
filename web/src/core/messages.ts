// SPDX-License-Identifier: Apache-2.0
// What the page and the core's worker say to each other.

/** Where the core's files are: made by the plugin pageCore of vite.config.ts. */
export interface Place {
  script: string;
  wasm: string;
  /** Folder of what is fetched when a project asks for it. */
  files: string;
}

export type ToWorker =
  | { kind: 'start'; place: Place; owner: string }
  | { kind: 'request'; id: number; method: string; path: string; body: Uint8Array }
  | { kind: 'listen'; project: string };

export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'failed'; message: string }
  | { kind: 'answer'; id: number; status: number; type: string; bytes: Uint8Array<ArrayBuffer> }
  /** An event of a project that is listened to. */
  | { kind: 'news'; project: string; json: unknown };
