// SPDX-License-Identifier: Apache-2.0
// Whoever can run code in the page registers here; without one a code block is for reading and trying elsewhere.
export interface TestResult { name: string; status: 'pass' | 'fail' | 'error'; message?: string; hint?: string }
export interface RunResult {
  status: 'pass' | 'fail' | 'error';
  output: string;
  tests: TestResult[];
  /** What ended the program itself. */
  message?: string;
  why?: 'stopped' | 'too_long' | 'not_loaded';
}
export interface Runner {
  run(tests: { name: string; code: string; hint?: string }[], source: string, show?: (output: string, phase: 'loading' | 'running') => void): Promise<RunResult>;
  stop(): void;
}

const runners = new Map<string, () => Promise<Runner>>();

export function registerRunner(language: string, load: () => Promise<Runner>) {
  runners.set(language, load);
}

export function runnerFor(language: string): (() => Promise<Runner>) | undefined {
  return runners.get(language);
}

registerRunner('python', async () => (await import('../python/runner')).python());
