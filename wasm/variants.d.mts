// SPDX-License-Identifier: Apache-2.0
export interface Variant {
  name: 'plain' | 'threads' | 'fused';
  script: string;
  wasm: string;
  simd: string;
}
export type Chosen = Variant & { threads: number };
export const variants: Record<Variant['name'], Variant>;
export function variantsHere(place?: { isolated?: boolean; cores?: number }): Chosen[];
