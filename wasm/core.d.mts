// SPDX-License-Identifier: Apache-2.0
import type { Chosen } from './variants.mjs';

export interface Answer {
  status: number;
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
  ok: boolean;
  text(): string;
  json(): unknown;
}
/** The part of Emscripten's file system that the page uses. */
export interface Files {
  readdir(path: string): string[];
  stat(path: string): { mode: number; size: number; mtime: Date };
  isDir(mode: number): boolean;
  readFile(path: string): Uint8Array<ArrayBuffer>;
  writeFile(path: string, bytes: Uint8Array): void;
  utime(path: string, accessed: number, modified: number): void;
  mkdirTree(path: string): void;
}
export interface Core {
  files: Files;
  threads: number;
  kernels: string;
  request(method: string, target: string, body?: string | Uint8Array): Answer;
  listen(project: string): void;
  work(milliseconds: number): boolean;
}
export function loadCore(
  create: (options: object) => Promise<object>,
  options: {
    variant?: Chosen;
    script?: string;
    wasmBinary?: ArrayBuffer | Uint8Array;
    locateFile?: (name: string) => string;
    bring?: (path: string) => Uint8Array | null;
    tell?: (project: string, text: string) => void;
  },
): Promise<Core>;
