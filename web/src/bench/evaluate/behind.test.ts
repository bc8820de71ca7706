// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Project, SampleRef } from '../../api/bench';
import type { Bench } from '../state.svelte';
import { Asked } from './asked';
import { Behind } from './behind.svelte';

const said: Record<string, string> = { a: 'yes', b: 'no', c: 'yes' };

/** A bench whose model names sample a and c "yes" and b "no"; counts how often it is asked. */
function fake() {
  const calls = { infer: 0, file: 0 };
  const door = {
    samples: () => Promise.resolve({ total: 3, samples: Object.keys(said).map((id) => ({ id }) as SampleRef) }),
    sampleBytes: (_: string, id: string) => {
      calls.file++;
      return Promise.resolve(new TextEncoder().encode(id));
    },
    infer: (_: string, bytes: Uint8Array) => {
      calls.infer++;
      const label = said[new TextDecoder().decode(bytes)]!;
      return Promise.resolve({ answers: [{ name: '', label, unknown: false, scores: [{ label, score: 1 }], threshold: 0 }] });
    },
    sample: (_: string, id: string) => Promise.resolve({ id }),
  };
  const project = (seconds: number) => ({ stages: [{ name: 'train', state: 'done', seconds, facts: {}, text: '' }] }) as unknown as Project;
  const bench = { name: 'p', door, project: project(1), asked: new Asked() };
  return { calls, bench: bench as unknown as Bench, train: () => (bench.project = project(2)) };
}

describe('the samples behind a cell', () => {
  it('are found by asking the model once for each sample, whatever cells are opened', async () => {
    const { calls, bench } = fake();
    const first = new Behind(bench);
    await first.search('yes', 'yes', 12);
    expect(first.found.map((one) => one.view.id)).toEqual(['a', 'c']);
    expect(calls).toEqual({ infer: 3, file: 3 });
    await first.search('yes', 'no', 12);
    expect(first.found.map((one) => one.view.id)).toEqual(['b']);
    const later = new Behind(bench); // the page was left and opened again
    await later.search('yes', 'yes', 12);
    expect(later.found).toHaveLength(2);
    expect(later.asked).toBe(3);
    expect(calls).toEqual({ infer: 3, file: 3 });
  });

  it('are asked for again when the model was trained again', async () => {
    const { calls, bench, train } = fake();
    const behind = new Behind(bench);
    await behind.search('yes', 'yes', 12);
    train();
    await behind.search('yes', 'yes', 12);
    expect(calls.infer).toBe(6);
  });

  it('keeps no answer of a model that was replaced while it was asked', async () => {
    const asked = new Asked();
    let seconds = 1;
    const project = () => ({ stages: [{ name: 'train', state: 'done', seconds, facts: {}, text: '', command: '', output: '' }] }) as Pick<Project, 'stages'>;
    await asked.of('a', project, () => Promise.resolve([]).finally(() => (seconds = 2)));
    let again = 0;
    await asked.of('a', project, () => Promise.resolve([]).finally(() => again++));
    expect(again).toBe(1);
  });
});
