// SPDX-License-Identifier: Apache-2.0
// Runs Python for the blocks of a page: one worker, started when it is first needed, ended to stop a program.
import type { Runner, RunResult } from '../blocks/runners';
import type { FromPython, Test, ToPython } from './protocol';

export const limit_s = 20;
/** Loading fourteen megabytes from a slow disk may take long; that is not the learner's program. */
const startLimit_s = 120;

export type Start = () => Worker;
const real: Start = () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'python' });

const nothing: Omit<RunResult, 'status'> = { output: '', tests: [] };

export class PythonRunner implements Runner {
  #worker: Worker | undefined;
  #end: ((result: RunResult) => void) | undefined;
  #output = '';
  startSeconds = 0;
  constructor(private readonly make: Start = real) {}

  run(tests: Test[], source: string, show?: (output: string, phase: 'loading' | 'running') => void): Promise<RunResult> {
    this.stop();
    const worker = (this.#worker ??= this.make());
    this.#output = '';
    return new Promise((resolve) => {
      let timer = setTimeout(() => this.#finish({ ...nothing, status: 'error', why: 'not_loaded' }, true), startLimit_s * 1000);
      this.#end = (result) => {
        clearTimeout(timer);
        resolve(result);
      };
      show?.('', 'loading');
      worker.onmessage = (event: MessageEvent<FromPython>) => {
        const news = event.data;
        if (news.kind === 'ready') this.startSeconds = news.seconds;
        else if (news.kind === 'begun') {
          clearTimeout(timer);
          timer = setTimeout(() => this.#finish({ ...nothing, output: this.#output, status: 'error', why: 'too_long' }, true), limit_s * 1000);
          show?.('', 'running');
        } else if (news.kind === 'output') {
          this.#output += news.text;
          show?.(this.#output, 'running');
        }
        else if (news.kind === 'refused') this.#finish({ ...nothing, status: 'error', why: 'not_loaded', message: news.message }, true);
        else this.#finish({ status: news.status, output: news.output, message: news.message, tests: withHints(news.tests, tests) }, false);
      };
      worker.onerror = () => this.#finish({ ...nothing, status: 'error', why: 'not_loaded' }, true);
      worker.postMessage({ kind: 'run', source, tests: tests.map(({ name, code }) => ({ name, code })) } satisfies ToPython);
    });
  }

  /** Ends what runs, and Python with it; the next run starts it afresh. */
  stop() {
    if (this.#end) this.#finish({ ...nothing, output: this.#output, status: 'error', why: 'stopped' }, true);
  }

  #finish(result: RunResult, kill: boolean) {
    const end = this.#end;
    this.#end = undefined;
    if (kill) {
      this.#worker?.terminate();
      this.#worker = undefined;
    }
    end?.(result);
  }
}

function withHints(results: RunResult['tests'], tests: Test[]): RunResult['tests'] {
  return results.map((result, i) => ({ ...result, ...(result.status !== 'pass' && tests[i]?.hint ? { hint: tests[i].hint } : {}) }));
}

/** One Python for all blocks of the page: they take turns. */
let shared: PythonRunner | undefined;
export const python = () => (shared ??= new PythonRunner());
