// SPDX-License-Identifier: Apache-2.0
// The folder is the list: <type>.svelte takes an answer of that type.
import type { Component } from 'svelte';
import type { Item, Response } from '../../api/types';

export interface InputProps {
  item: Item;
  response: Response;
  /** The answer is final or on its way. */
  locked: boolean;
  /** Feedback per option, once there is some. */
  marks: Record<string, string>;
  /** The right answer, once it is shown. */
  key?: Response;
}

const files = import.meta.glob('./*.svelte', { eager: true, import: 'default' }) as Record<string, Component<InputProps, object, 'response'>>;

export function inputFor(item: Item): Component<InputProps, object, 'response'> | undefined {
  const type = item.type === 'survey' || item.type === 'predict' ? (item.options?.length ? 'single' : item.type === 'survey' ? 'text' : 'numeric') : item.type;
  return files[`./${type}.svelte`];
}
