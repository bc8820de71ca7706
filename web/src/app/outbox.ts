// SPDX-License-Identifier: Apache-2.0
// What the learner did and the server does not know yet. It lives in IndexedDB, so that a closed page loses nothing.

/** An event of the log, an answer that only the server can grade, or a post to a row of the API that takes an id. */
export type Parcel =
  | { id: string; who: string; type: 'event'; kind: string; where: string; body: Record<string, unknown> }
  | { id: string; who: string; type: 'attempt'; block: string; response: Record<string, unknown> }
  | { id: string; who: string; type: 'post'; path: string; body: Record<string, unknown> };

/** What became of a parcel: 'refused' is not tried again, 'later' stays and stops the sending. */
export type Fate = 'sent' | 'refused' | 'later';
export type Send = (parcels: Parcel[]) => Promise<Fate>;

const store = 'parcels';

function open(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const request = indexedDB.open('tadpole-outbox', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'id' });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error('IndexedDB did not open.'));
  });
}

async function inStore<Out>(mode: IDBTransactionMode, work: (parcels: IDBObjectStore) => IDBRequest<Out>): Promise<Out> {
  const base = await open();
  try {
    return await new Promise((done, fail) => {
      const change = base.transaction(store, mode);
      const request = work(change.objectStore(store));
      change.oncomplete = () => done(request.result);
      change.onerror = change.onabort = () => fail(change.error ?? new Error('IndexedDB did not keep the change.'));
    });
  } finally {
    base.close();
  }
}

export const keep = (parcel: Parcel) => inStore('readwrite', (s) => s.put(parcel)).then(() => {});
export const drop = (id: string) => inStore('readwrite', (s) => s.delete(id)).then(() => {});

/** Everything that one learner has not sent, oldest first (ids are ULIDs). */
export async function waiting(who: string): Promise<Parcel[]> {
  const all = (await inStore('readonly', (s) => s.getAll())) as Parcel[];
  return all.filter((parcel) => parcel.who === who);
}

/** Nothing of this learner is sent any more. */
export async function forget(who: string) {
  for (const parcel of await waiting(who)) await drop(parcel.id);
}

/** Splits what waits into letters: runs of events together, each answer alone, in their order. */
export function letters(parcels: Parcel[], most = 100): Parcel[][] {
  const out: Parcel[][] = [];
  for (const parcel of parcels) {
    const last = out.at(-1);
    if (parcel.type === 'event' && last?.[0]?.type === 'event' && last.length < most) last.push(parcel);
    else out.push([parcel]);
  }
  return out;
}

/** Sends in order until nothing is left or the server is gone. Ids make a second sending harmless. Gives how many still wait. */
export async function flush(who: string, send: Send): Promise<number> {
  const open = letters(await waiting(who));
  for (let letter = open.shift(); letter; letter = open.shift()) {
    const fate = await send(letter);
    if (fate === 'later') break;
    // One bad event must not take the others with it: they go one by one.
    if (fate === 'refused' && letter.length > 1) open.unshift(...letter.map((parcel) => [parcel]));
    else for (const parcel of letter) await drop(parcel.id);
  }
  return (await waiting(who)).length;
}
