// SPDX-License-Identifier: Apache-2.0
// What optimize has found beside the two forms, as the facts of its record hold it (workflow/optimize.cpp); what was not asked for is not there.

export interface Variant { name: string; metric: string; value: number; low: number; high: number; file_bytes: number; packed_bytes: number | null; macs: number; sparsity: number; distinct_weights: number }
export interface Scheme { name: string; metric: string; value: number; file_bytes: number; agreement?: number; host_time_ratio: number }
export interface DeadChannels { channels: number; macs_before: number; macs_after: number; weight_bytes_before: number; weight_bytes_after: number }
/** accuracy: of the whole network; of a row: with so much of that layer alone pruned. Levels are shares. */
export interface Sensitivity { accuracy: number; levels: number[]; split: string; rows: { layer: string; weights: number; accuracy: number[] }[] }
export interface Optimized { variants: Variant[]; schemes: Scheme[]; dead?: DeadChannels; sensitivity?: Sensitivity }

const list = <T>(value: unknown) => (Array.isArray(value) ? (value as T[]) : []);
const thing = <T>(value: unknown) => (value !== null && typeof value === 'object' ? (value as T) : undefined);
export function optimized(facts: Record<string, unknown> | undefined): Optimized {
  const dead = thing<DeadChannels>(facts?.dead_channels);
  const sensitivity = thing<Sensitivity>(facts?.sensitivity);
  return { variants: list<Variant>(facts?.variants), schemes: list<Scheme>(facts?.schemes), ...(dead ? { dead } : {}), ...(sensitivity ? { sensitivity } : {}) };
}

/** How much of the accuracy a cell has lost, in five steps: 0 less than 2 points, 4 from 40 points on. */
export function loss(whole: number, accuracy: number): 0 | 1 | 2 | 3 | 4 {
  const lost = whole - accuracy;
  return lost < 0.02 ? 0 : lost < 0.05 ? 1 : lost < 0.15 ? 2 : lost < 0.4 ? 3 : 4;
}
/** The layer that bears least at the middle level, and the one that bears most; equal ones: none to name. */
export function ends(s: Sensitivity): { weakest: string; strongest: string } | null {
  const at = Math.floor(s.levels.length / 2);
  const rows = [...s.rows].sort((a, b) => (a.accuracy[at] ?? 0) - (b.accuracy[at] ?? 0));
  const [weakest, strongest] = [rows[0], rows.at(-1)];
  if (!weakest || !strongest || (strongest.accuracy[at] ?? 0) - (weakest.accuracy[at] ?? 0) < 0.02) return null;
  return { weakest: weakest.layer, strongest: strongest.layer };
}
