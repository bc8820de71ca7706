// SPDX-License-Identifier: Apache-2.0
// What the page and the Python worker say to each other.
export interface Test { name: string; code: string; hint?: string }
export type ToPython =
  | { kind: 'start' }
  | { kind: 'run'; source: string; tests: Test[] };
export type FromPython =
  | { kind: 'ready'; seconds: number }
  | { kind: 'refused'; message: string }
  | { kind: 'begun' }
  | { kind: 'output'; text: string }
  | { kind: 'result'; status: 'pass' | 'fail' | 'error'; output: string; message: string; tests: { name: string; status: 'pass' | 'fail' | 'error'; message: string }[] };
