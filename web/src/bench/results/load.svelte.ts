// SPDX-License-Identifier: Apache-2.0
// What a stage's page asks the core for, and asks again when a stage has run.
import { ApiError } from '../../api/client';
import type { Bench } from '../state.svelte';

export class Loaded<T> {
  value = $state.raw<T | undefined>();
  problem = $state('');
  /** Nothing has been answered yet. */
  waiting = $state(true);
}

/** Changes when a stage has run. */
export const stamp = (bench: Bench) => bench.project.stages.map((s) => `${s.name} ${s.state} ${s.seconds}`).join() + (bench.busy ? '' : (bench.job?.id ?? ''));

/** Changes whenever a long work (a comparison, a search) has come further. */
export const further = (bench: Bench, work: 'compare' | 'search') => (bench.busy && bench.job?.stage === work ? `${bench.job.done} ${bench.job.says.length}` : '');

/** Loads now and after each stage, and when `more` changes. What is not there yet (404) is no problem. Expects: called while a component is made. */
export function afterStages<T>(bench: Bench, load: () => Promise<T>, more = () => ''): Loaded<T> {
  const out = new Loaded<T>();
  const key = $derived(stamp(bench) + more());
  $effect(() => {
    void key;
    let isCurrent = true;
    load()
      .then((value) => { if (isCurrent) [out.value, out.problem] = [value, '']; })
      .catch((error: unknown) => {
        if (!isCurrent) return;
        out.problem = error instanceof ApiError && error.status === 404 ? '' : (error as Error).message;
      })
      .finally(() => { if (isCurrent) out.waiting = false; });
    return () => { isCurrent = false; };
  });
  return out;
}
