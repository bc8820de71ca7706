// SPDX-License-Identifier: Apache-2.0
// The folder is the list: labs/<name>/Lab.svelte and explorables/<name>.svelte. A lab can be an explorable too.
import type { Component } from 'svelte';
import type { LabState } from './state';

export interface LabProps {
  state: LabState;
  params: Record<string, string>;
  /** The learner has reached the aim of the lab. */
  done: () => void;
}
type Load = () => Promise<{ default: Component<LabProps> }>;

const labs = import.meta.glob('./*/Lab.svelte') as Record<string, Load>;
const explorables = import.meta.glob('../explorables/*.svelte') as Record<string, Load>;

const here = new Map<string, Component<LabProps>>();

/** Loads a lab ahead, so that loadedLab() has it and the page does not jump. */
export async function loadLab(kind: 'lab' | 'explorable', name: string): Promise<void> {
  const lab = await findLab(kind, name)?.();
  if (lab) here.set(`${kind} ${name}`, lab.default);
}
export const loadedLab = (kind: 'lab' | 'explorable', name: string) => here.get(`${kind} ${name}`);

export function findLab(kind: 'lab' | 'explorable', name: string): Load | undefined {
  const [lab, explorable] = [labs[`./${name}/Lab.svelte`], explorables[`../explorables/${name}.svelte`]];
  return kind === 'lab' ? lab : (explorable ?? lab);
}

export const anyLab = (name: string): Load | undefined => findLab('lab', name) ?? findLab('explorable', name);
