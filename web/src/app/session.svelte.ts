// SPDX-License-Identifier: Apache-2.0
// Who is here. The last learner is remembered, so that the pages open when the server is stopped.
import { api, ApiError, onSignedOut } from '../api/client';
import type { Me } from '../api/types';
import { forgetWaiting, sendFor } from './net.svelte';

type Status = 'loading' | 'in' | 'out';
export const session = $state<{ status: Status; me: Me | null }>({ status: 'loading', me: null });
const key = 'tadpole.me';

function remembered(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Me | null;
  } catch {
    return null;
  }
}

function set(me: Me | null) {
  session.me = me;
  session.status = me ? 'in' : 'out';
  if (me) localStorage.setItem(key, JSON.stringify(me));
  else localStorage.removeItem(key);
  void sendFor(me?.id ?? '');
}

/** A session that ended elsewhere leads back to the first page; what waits is sent when the learner is back. */
onSignedOut(() => session.status === 'in' && set(null));

export async function whoIsHere() {
  try {
    set(await api.me());
  } catch (error) {
    set(error instanceof ApiError ? null : remembered());
  }
}

export async function signIn(nickname: string, secret = '', code = '') {
  forgetPages();
  set((await api.signIn(nickname, secret, code)).me);
}

/** Pages kept for reading offline belong to one learner; they go with the session. */
function forgetPages() {
  navigator.serviceWorker?.controller?.postMessage('forget');
}

/** What works for the learner who was here ends: the core in the page, above all (bench/door.ts). */
function leave() {
  forgetPages();
  window.dispatchEvent(new Event('tadpole-left'));
  set(null);
}

export async function signOut() {
  await api.signOut();
  leave();
}

export async function eraseMe() {
  if (!session.me) return;
  await api.eraseMe(session.me.id);
  await forgetWaiting(session.me.id);
  const kept = `tadpole-core-${session.me.id}`; // projects of the core in the page, see core/keeper.ts
  leave();
  indexedDB.deleteDatabase(kept);
}

export const isTeacher = () => session.me?.roles.some((role) => ['instructor', 'mentor', 'host'].includes(role)) ?? false;
