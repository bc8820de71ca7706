// SPDX-License-Identifier: Apache-2.0
import type { Run } from '../../api/bench';

export interface Difference { name: string; a: string; b: string }
/** The options in which two runs differ, in order of their names; '' where a run has none. */
export function differences(a: Run, b: Run): Difference[] {
  const names = [...new Set([...Object.keys(a.options), ...Object.keys(b.options)])].sort();
  return names.map((name) => ({ name, a: a.options[name] ?? '', b: b.options[name] ?? '' })).filter((d) => d.a !== d.b);
}
