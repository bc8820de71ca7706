// SPDX-License-Identifier: Apache-2.0
// The datasheet that collect wrote (core/data/checks.cpp, sample_checks.cpp), read with care: it comes as JSON.
export interface Finding { check: string; severity: 'note' | 'warning' | 'error'; file: string; sentence: string }
export interface Sheet {
  clips: { train: number; validation: number; test: number };
  speakers: number; hours: number; split_proof: string; findings: Finding[];
  classes: { name: string; train: number; validation: number; test: number; speakers: number }[];
  origins: { name: string; clips: number }[]; licences: { name: string; clips: number }[];
}

export function readSheet(facts: unknown): Sheet | null {
  const sheet = facts as Partial<Sheet> | undefined;
  if (!sheet || typeof sheet !== 'object' || !sheet.clips) return null;
  return {
    clips: sheet.clips, speakers: Number(sheet.speakers ?? 0), hours: Number(sheet.hours ?? 0), split_proof: String(sheet.split_proof ?? ''),
    findings: sheet.findings ?? [], classes: sheet.classes ?? [], origins: sheet.origins ?? [], licences: sheet.licences ?? [],
  };
}
