// SPDX-License-Identifier: Apache-2.0
// The folder is the list: <kind>.svelte shows the blocks of that kind.
import type { Component } from 'svelte';
import type { Block } from '../api/types';
import { loadLab } from '../labs';

/** What a block is given: its data, and what to call when the learner has done it. */
export interface BlockProps<B extends Block = Block> {
  block: B;
  done: () => void;
}
type AnyBlock = Component<BlockProps<never>>;

const files = import.meta.glob('./*.svelte') as Record<string, () => Promise<{ default: AnyBlock }>>;

/** A survey is an item without a right answer. */
const shownAs: Record<string, string> = { survey: 'item', lab: 'lab', explorable: 'lab' };

/** Loads what the blocks of a unit need, so that the page is complete when it appears. An unknown kind gives no entry. */
export async function renderers(blocks: Block[]): Promise<Map<string, Component<BlockProps>>> {
  const found = new Map<string, Component<BlockProps>>();
  const load = async (kind: string) => {
    const inTest = kind === 'item' && blocks.some((block) => block.kind === 'item' && block.test);
    const file = files[`./${inTest ? 'exam' : (shownAs[kind] ?? kind)}.svelte`];
    if (file) found.set(kind, (await file()).default as unknown as Component<BlockProps>);
  };
  // A lab that does not load says so itself, in its place.
  const labs = blocks.map((block) => (block.kind === 'lab' || block.kind === 'explorable' ? loadLab(block.kind, block.name).catch(() => {}) : null));
  await Promise.all([...[...new Set(blocks.map((block) => block.kind))].map(load), ...labs]);
  return found;
}

/** Blocks that are done when they were read; the others say themselves when they are. */
export const doneByReading = new Set<Block['kind']>(['text', 'figure', 'recap', 'reading']);
/** Blocks that stand on a card of their own. */
export const onCard = new Set<Block['kind']>(['item', 'survey', 'code', 'discussion', 'assignment', 'artefact', 'placement', 'recap', 'reading']);
