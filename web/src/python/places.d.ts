// SPDX-License-Identifier: Apache-2.0
// Made by vite.config.ts: where the files of Python and of the core of tadpole are.
declare module 'virtual:python-places' {
  /** The folder of Pyodide's five files. */
  export const pyodide: string;
  /** The WASM module of learn/, or null when the pages were built without it. */
  export const learn: { script: string; wasm: string } | null;
}
