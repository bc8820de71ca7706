// SPDX-License-Identifier: Apache-2.0
// Whether the server answers, and sending what waited for it.
import { api, ApiError, call, onReach } from '../api/client';
import type { Graded, Response } from '../api/types';
import * as outbox from './outbox';
import { ulid } from './ulid';

export const net = $state({ online: true, waiting: 0 });
let who = '';
let sending: Promise<void> | null = null;
let again = false;

async function send(parcels: outbox.Parcel[]): Promise<outbox.Fate> {
  const first = parcels[0];
  try {
    if (first?.type === 'attempt') await api.attempt(first.block, first.response as Response, first.id);
    else if (first?.type === 'post') await call('POST', first.path, { ...first.body, id: first.id });
    else {
      const events = parcels.filter((p) => p.type === 'event').map(({ id, kind, where, body }) => ({ id, kind, where, body }));
      await api.events(events);
    }
    return 'sent';
  } catch (error) {
    // Signed out, too many requests or a fault of the server: later. Any other refusal will not change.
    const refused = error instanceof ApiError && error.status < 500 && ![401, 408, 429].includes(error.status);
    return refused ? 'refused' : 'later';
  }
}

async function sendAll() {
  do {
    again = false;
    net.waiting = await outbox.flush(who, send);
  } while (again && net.online);
}

/** Sends what waits; a call during a sending makes it look once more. */
export function deliver(): Promise<void> {
  if (!who) return Promise.resolve();
  again = true;
  sending ??= sendAll().finally(() => (sending = null));
  return sending;
}

/** Keeps one event of the learner, then tries to send it. */
export async function record(kind: string, where: string, body: Record<string, unknown> = {}) {
  if (!who) return;
  const parcel: outbox.Parcel = { id: ulid(), who, type: 'event', kind, where, body };
  try {
    await outbox.keep(parcel);
  } catch {
    // A browser that keeps nothing (a private window, a full disk) can still send at once.
    await send([parcel]);
    return;
  }
  net.waiting += 1;
  await deliver();
}

/** Grades an answer at the server. Without a server the answer is kept, null comes back, and it is graded later. */
export async function answer(block: string, response: Response): Promise<Graded | null> {
  const id = ulid();
  try {
    return await api.attempt(block, response, id);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    await outbox.keep({ id, who, type: 'attempt', block, response: { ...response } });
    net.waiting += 1;
    return null;
  }
}

/** Posts at once, or keeps it until the server is back; then null comes back. The row counts an id once. */
export async function post<Out>(path: string, body: Record<string, unknown>): Promise<Out | null> {
  const id = ulid();
  try {
    return await call<Out>('POST', path, { ...body, id });
  } catch (error) {
    if (error instanceof ApiError) throw error;
    await outbox.keep({ id, who, type: 'post', path, body: { ...body } });
    net.waiting += 1;
    return null;
  }
}

let timer: ReturnType<typeof setTimeout> | undefined;

async function knock() {
  clearTimeout(timer);
  try {
    await api.hub();
  } catch {
    // onReach has noted it; the next knock is planned below.
  }
  if (!net.online) timer = setTimeout(knock, 3000);
}

export function watchNet() {
  onReach((online) => {
    const back = online && !net.online;
    net.online = online;
    if (back) void deliver();
    else if (!online) {
      clearTimeout(timer);
      timer = setTimeout(knock, 3000);
    }
  });
  window.addEventListener('online', knock);
}

/** From now on events belong to this learner; '' when nobody is signed in. */
export async function sendFor(learner: string) {
  who = learner;
  net.waiting = learner ? (await outbox.waiting(learner)).length : 0;
  if (net.waiting > 0) await deliver();
}

export const forgetWaiting = outbox.forget;
