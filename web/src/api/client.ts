// SPDX-License-Identifier: Apache-2.0
// START HERE for the server: one function fetches, `api` names the routes.
import { language, t } from '../i18n/index.svelte';
import { methodOf, pathOf, type Params } from './path';
import type { Rows } from './rows';
import type * as T from './types';

/** The server answered, and said no. The message is one sentence for the reader. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }
}

/** The server did not answer. */
export class OfflineError extends Error {}

type Listener = (online: boolean) => void;
let signedOut: () => void = () => {};
export function onSignedOut(listener: () => void) {
  signedOut = listener;
}

let tell: Listener = () => {};
export function onReach(listener: Listener) {
  tell = listener;
}

/** One row of the API; files beside this one name more of them. */
export async function call<Out>(method: string, path: string, body?: unknown): Promise<Out> {
  let answer: Response;
  try {
    answer = await fetch('/api/v1' + path, {
      method,
      credentials: 'same-origin',
      headers: { 'X-Tadpole': '1', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    tell(false);
    throw new OfflineError(t('The server does not answer; what you do is kept here and sent when it is back.'));
  }
  tell(answer.headers.get('X-Tadpole-Cached') === null);
  if (answer.status === 204) return undefined as Out;
  const data: unknown = await answer.json().catch(() => null);
  if (answer.ok) return data as Out;
  if (answer.status === 401) signedOut();
  const error = (data as { error?: { code?: string; message?: string } } | null)?.error;
  throw new ApiError(
    answer.status,
    error?.code ?? 'unknown',
    error?.message ?? t('The server answered with {status} and no reason; try again.', { status: answer.status }),
  );
}

type Given<Name extends keyof Rows> = (Rows[Name]['params'] extends undefined ? { params?: undefined } : { params: Rows[Name]['params'] })
  & (Rows[Name]['takes'] extends undefined ? { body?: undefined } : { body: Rows[Name]['takes'] }) & { query?: string };

/** Asks a row by its name; what it takes and gives is what the hub says of itself (rows.ts). */
export function ask<Name extends keyof Rows>(name: Name, given: Given<Name>): Promise<Rows[Name]['gives']> {
  const params = (given.params === undefined ? [] : [given.params]) as Params<Name>;
  return call(methodOf(name), pathOf(name, ...params) + (given.query ?? ''), given.body);
}

/** Courses in the learner's language, as far as they are translated. */
export const spoken = () => (language() === 'en' ? {} : { query: `?in=${language()}` });

/** The rows that pages use, with the hand-written types where they say more than the description. */
export const api = {
  hub: () => ask('read_hub', {}) as Promise<T.Hub>,
  me: () => ask('read_me', {}) as Promise<T.Me>,
  signIn: (nickname: string, secret = '', code = '') =>
    ask('sign_in', { body: { nickname, ...(secret && { secret }), ...(code && { code }) } }) as Promise<{ me: T.Me }>,
  signOut: () => ask('sign_out', {}) as Promise<unknown>,
  courses: () => ask('list_courses', spoken()) as Promise<T.CourseCard[]>,
  course: (course: string) => ask('read_course', { params: { id: course }, ...spoken() }) as Promise<unknown> as Promise<T.Course>,
  unit: (unit: string) => ask('read_unit', { params: { id: unit }, ...spoken() }) as Promise<unknown> as Promise<T.Unit>,
  glossary: () => ask('read_glossary', spoken()) as Promise<T.Term[]>,
  attempt: (block: string, response: T.Response, key: string) =>
    ask('attempt_item', { params: { block }, body: { response: { ...response }, id: key }, ...spoken() }) as Promise<unknown> as Promise<T.Graded>,
  hint: (block: string) => ask('take_hint', { params: { block }, ...spoken() }) as Promise<T.Hint>,
  narration: (block: string) => ask('read_narration', { params: { block } }) as Promise<T.Narration>,
  events: (events: T.PageEvent[]) => ask('report_events', { body: { events } }) as Promise<unknown> as Promise<{ accepted: number }>,
  work: () => ask('read_work', {}) as Promise<unknown> as Promise<T.Work>,
  search: (words: string) => ask('search', { query: `?q=${encodeURIComponent(words)}` }) as Promise<T.Hit[]>,
  newClass: (title: string) => ask('make_class', { body: { title } }) as Promise<T.ClassRoom>,
  join: (code: string) => ask('join_class', { body: { code } }) as Promise<T.ClassRoom>,
  classRoom: (room: string) => ask('read_class', { params: { id: room } }) as Promise<T.ClassRoom>,
  matrix: (room: string) => ask('read_matrix', { params: { id: room } }) as Promise<unknown> as Promise<T.Matrix>,
  exportMe: (learner: string) => ask('export_learner', { params: { id: learner } }),
  eraseMe: (learner: string) => ask('erase_learner', { params: { id: learner } }),
};
