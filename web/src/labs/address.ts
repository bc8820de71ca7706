// SPDX-License-Identifier: Apache-2.0
import { setQuery } from '../app/location.svelte';
import type { LabState } from './state';

/**
 * Reads and writes query parameters that begin with a prefix; writing waits until the hand rests. What the address does not say begins as
 * the author of the course wrote it.
 */
export class AddressState implements LabState {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting: Record<string, string | null> = {};
  constructor(readonly prefix: string, readonly begins: Record<string, string> = {}) {}

  get(name: string): string | null {
    return new URLSearchParams(location.search).get(this.prefix + name) ?? this.begins[name] ?? null;
  }

  set(values: Record<string, string | null>) {
    const path = location.pathname;
    for (const [name, value] of Object.entries(values)) this.#waiting[name] = this.#told(name, value);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const ready = this.#waiting;
      this.#waiting = {};
      if (location.pathname === path) setQuery((query) => this.#write(query, ready));
    }, 150);
  }

  /** What the author wrote need not stand there; what the learner took away must. */
  #told(name: string, value: string | null): string | null {
    const begins = this.begins[name];
    if (value === begins) return null;
    return value === null && begins !== undefined ? '' : value;
  }

  #write(query: URLSearchParams, values: Record<string, string | null>) {
    for (const [name, value] of Object.entries(values)) {
      if (value === null) query.delete(this.prefix + name);
      else query.set(this.prefix + name, value);
    }
  }
}
