// SPDX-License-Identifier: Apache-2.0
// What teachers, authors and the host of a hub ask for; and a file as the body of a request.
import { ApiError, ask, OfflineError, spoken } from './client';
import { pathOf, queryOf } from './path';
import { t } from '../i18n/index.svelte';
import type { HandedIn, TestInfo } from './types';

export interface Enrolled { nickname: string; what: 'made' | 'added' | 'changed' | 'same' | 'needs_code'; secret: string }
export interface Person { id: string; nickname: string; role: string; extension_days: number }
export interface Dates {
  start_ms: number; grace_hours: number;
  dates: { section: string; title: string; unit: string; due_days: number; due_ms: number | null }[];
}
export interface ClassTest extends TestInfo { sealed: boolean; keys: boolean; answered: number; opening?: string; last_due_ms?: number }
export interface Work extends HandedIn { learner: string; nickname: string; block: string; unit: string; title: string }
export interface Account { id: string; nickname: string; roles: string[] }
export interface TeachPage { section: string; title: string; minutes: number; course: string; chapter: string }
export interface Preview {
  id: string; title: string; file: string; remarks: { line: number; severity: 'error' | 'warning'; message: string }[];
  blocks: {
    id: string; kind: string; line: number; data: { html?: string }; sealed: Record<string, unknown>;
    items: { item: { question_html: string; options?: { id: string; html: string }[] }; sealed: boolean; hints: string[]; reveal?: { html?: string; key?: unknown } }[];
  }[];
}

/** Sends the bytes as they are. */
export async function upload<Out>(path: string, body: Blob | string): Promise<Out> {
  let answer: Response;
  try {
    answer = await fetch('/api/v1' + path, { method: 'POST', credentials: 'same-origin', headers: { 'X-Tadpole': '1', 'Content-Type': 'application/octet-stream' }, body });
  } catch {
    throw new OfflineError(t('The server does not answer; try again when it is back.'));
  }
  const data: unknown = await answer.json().catch(() => null);
  if (answer.ok) return data as Out;
  const error = (data as { error?: { code?: string; message?: string } } | null)?.error;
  throw new ApiError(answer.status, error?.code ?? 'unknown', error?.message ?? t('The server answered with {status} and no reason; try again.', { status: answer.status }));
}

/** The rows of this description that the types above say more of. */
const as = <Out>(asked: Promise<unknown>) => asked as Promise<Out>;
const url = (path: string) => '/api/v1' + path;

export const teach = {
  roster: (id: string, csv: string) => upload<Enrolled[]>(pathOf('upload_roster', { id }), csv),
  people: (id: string) => as<Person[]>(ask('list_members', { params: { id } })),
  setPerson: (id: string, learner: string, what: { extension_days?: number; role?: string }) => ask('set_member', { params: { id, learner }, body: what }),
  calendar: (id: string) => as<Dates>(ask('read_calendar', { params: { id } })),
  setCalendar: (id: string, start_ms: number, grace_hours: number) => as<Dates>(ask('set_calendar', { params: { id }, body: { start_ms, grace_hours } })),
  tests: (id: string) => as<ClassTest[]>(ask('list_tests', { params: { id } })),
  open: (id: string, section: string, what: { from_ms?: number; to_ms: number; attempts: number; passphrase: string }) => as<ClassTest>(ask('open_test', { params: { id, section }, body: what })),
  close: (id: string, section: string) => as<ClassTest>(ask('close_test', { params: { id, section }, body: {} })),
  reveal: (id: string, section: string) => as<ClassTest>(ask('reveal_test', { params: { id, section }, body: {} })),
  handedIn: (id: string) => as<Work[]>(ask('list_artefacts', { params: { id } })),
  handIn: (block: string, file: File) => upload<HandedIn>(pathOf('hand_in', { block }) + queryOf({ name: file.name }), file),
  fileOf: (id: string, sha256: string) => url(pathOf('read_artefact', { id, sha256 })),
  table: (id: string, name: 'grades' | 'roster') => url(pathOf(name === 'grades' ? 'read_grades' : 'read_roster', { id })),
  pages: () => as<TeachPage[]>(ask('list_teach_pages', spoken())),
  page: (section: string) => as<TeachPage & { html: string; language: string; units: { id: string; title: string }[] }>(ask('read_teach_page', { params: { section }, ...spoken() })),
  accounts: () => as<Account[]>(ask('list_accounts', {})),
  setRoles: (id: string, roles: string[]) => as<Account>(ask('set_roles', { params: { id }, body: { roles } })),
  preview: (unit: string) => as<Preview>(ask('preview_unit', { params: { unit } })),
};
