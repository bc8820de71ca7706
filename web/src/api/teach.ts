// SPDX-License-Identifier: Apache-2.0
// What teachers, authors and the host of a hub ask for; and a file as the body of a request.
import { ApiError, call, OfflineError, spoken } from './client';
import { t } from '../i18n/index.svelte';
import type { HandedIn, TestInfo } from './types';

export interface Enrolled { nickname: string; what: 'made' | 'changed' | 'same' | 'needs_code'; secret: string }
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

const id = encodeURIComponent;

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

const at = (room: string) => `/classes/${id(room)}`;
const test = (room: string, section: string) => `${at(room)}/tests/${id(section)}`;

export const teach = {
  roster: (room: string, csv: string) => upload<Enrolled[]>(`${at(room)}/roster`, csv),
  people: (room: string) => call<Person[]>('GET', `${at(room)}/members`),
  setPerson: (room: string, learner: string, what: { extension_days?: number; role?: string }) => call<void>('PUT', `${at(room)}/members/${id(learner)}`, what),
  calendar: (room: string) => call<Dates>('GET', `${at(room)}/calendar`),
  setCalendar: (room: string, start_ms: number, grace_hours: number) => call<Dates>('PUT', `${at(room)}/calendar`, { start_ms, grace_hours }),
  tests: (room: string) => call<ClassTest[]>('GET', `${at(room)}/tests`),
  open: (room: string, section: string, what: { from_ms?: number; to_ms: number; attempts: number; passphrase: string }) => call<ClassTest>('POST', `${test(room, section)}/opening`, what),
  close: (room: string, section: string) => call<ClassTest>('POST', `${test(room, section)}/closing`, {}),
  reveal: (room: string, section: string) => call<ClassTest>('POST', `${test(room, section)}/revealing`, {}),
  handedIn: (room: string) => call<Work[]>('GET', `${at(room)}/artefacts`),
  handIn: (block: string, file: File) => upload<HandedIn>(`/artefacts/${id(block)}?name=${id(file.name)}`, file),
  fileOf: (learner: string, sha256: string) => `/api/v1/learners/${id(learner)}/artefacts/${sha256}`,
  table: (room: string, name: 'grades' | 'roster') => `/api/v1${at(room)}/${name}.csv`,
  pages: () => call<TeachPage[]>('GET', `/teach${spoken().query ?? ''}`),
  page: (section: string) => call<TeachPage & { html: string; language: string; units: { id: string; title: string }[] }>('GET', `/teach/${id(section)}${spoken().query ?? ''}`),
  accounts: () => call<Account[]>('GET', '/accounts'),
  setRoles: (account: string, roles: string[]) => call<Account>('PUT', `/accounts/${id(account)}/roles`, { roles }),
  preview: (unit: string) => call<Preview>('GET', `/preview/${id(unit)}`),
};
