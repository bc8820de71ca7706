// SPDX-License-Identifier: Apache-2.0
// Keeps the projects of the page's core in IndexedDB: only files that changed are written, with the time of their
// change, because a project's stages look at it.
import type { Files } from '../../../wasm/core.mjs';

/** Projects of one learner: a browser may be shared. */
export const databaseOf = (owner: string) => (owner ? `tadpole-core-${owner}` : 'tadpole-core');
const store = 'files';

export interface Kept {
  path: string;
  modified: number;
  bytes: Uint8Array<ArrayBuffer>;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error('IndexedDB failed'));
  });
}

function open(owner: string): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseOf(owner), 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'path' });
  return settled(request);
}

/** Every file below a folder. */
export function* walk(files: Files, folder: string): Generator<{ path: string; size: number; modified: number }> {
  for (const name of files.readdir(folder)) {
    if (name === '.' || name === '..') continue;
    const path = `${folder}/${name}`;
    const { mode, size, mtime } = files.stat(path);
    if (files.isDir(mode)) yield* walk(files, path);
    else yield { path, size, modified: mtime.getTime() };
  }
}

export class Keeper {
  /** What IndexedDB holds: path to "size|modified". */
  private known = new Map<string, string>();
  private last: Promise<number> = Promise.resolve(0);
  private constructor(
    private readonly db: IDBDatabase,
    private readonly files: Files,
    private readonly root: string,
  ) {}

  /** Puts back what was kept. */
  static async restore(files: Files, root: string, owner = ''): Promise<Keeper> {
    const keeper = new Keeper(await open(owner), files, root);
    const kept = (await settled(keeper.db.transaction(store).objectStore(store).getAll())) as Kept[];
    for (const { path, modified, bytes } of kept) {
      files.mkdirTree(path.slice(0, path.lastIndexOf('/')));
      files.writeFile(path, bytes);
      files.utime(path, modified, modified);
      keeper.known.set(path, `${bytes.length}|${modified}`);
    }
    return keeper;
  }

  /** Writes what changed since the last time, one after the other; gives the number of files written and removed. */
  save(): Promise<number> {
    const next = this.last.then(() => this.write());
    this.last = next.catch(() => 0);
    return next;
  }

  private async write(): Promise<number> {
    const changed: Kept[] = [];
    const now = new Map<string, string>();
    for (const { path, size, modified } of walk(this.files, this.root)) {
      const state = `${size}|${modified}`;
      now.set(path, state);
      if (this.known.get(path) !== state) changed.push({ path, modified, bytes: this.files.readFile(path) });
    }
    const gone = [...this.known.keys()].filter((path) => !now.has(path));
    if (changed.length + gone.length === 0) return 0;
    const transaction = this.db.transaction(store, 'readwrite');
    const finished = new Promise<void>((done, fail) => {
      transaction.oncomplete = () => done();
      transaction.onabort = transaction.onerror = () => fail(transaction.error ?? new Error('IndexedDB failed'));
    });
    for (const file of changed) transaction.objectStore(store).put(file);
    for (const path of gone) transaction.objectStore(store).delete(path);
    await finished;
    this.known = now;
    return changed.length + gone.length;
  }
}
