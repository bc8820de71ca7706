// SPDX-License-Identifier: Apache-2.0
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import type { Files } from '../../../wasm/core.mjs';
import { Keeper, walk } from './keeper';

/** As much of Emscripten's file system as the keeper uses. */
class Memory implements Files {
  folders = new Set(['/p']);
  held = new Map<string, { bytes: Uint8Array<ArrayBuffer>; modified: number }>();
  clock = 1000;
  readdir(folder: string) {
    const below = [...this.folders, ...this.held.keys()].filter((path) => path.startsWith(folder + '/'));
    return ['.', '..', ...new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0]!))];
  }
  stat(path: string) {
    const file = this.held.get(path);
    return { mode: file ? 0 : 1, size: file?.bytes.length ?? 0, mtime: new Date(file?.modified ?? 0) };
  }
  isDir = (mode: number) => mode === 1;
  readFile = (path: string) => this.held.get(path)!.bytes;
  writeFile(path: string, bytes: Uint8Array) {
    this.held.set(path, { bytes: new Uint8Array(bytes), modified: ++this.clock });
  }
  utime(path: string, _: number, modified: number) {
    this.held.get(path)!.modified = modified;
  }
  mkdirTree(path: string) {
    this.folders.add(path);
  }
  put(path: string, text: string) {
    this.writeFile(path, new TextEncoder().encode(text));
  }
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

test('what was kept comes back, with the time of its change', async () => {
  const before = new Memory();
  before.put('/p/a/tadpole.toml', 'recipe');
  before.put('/p/a/model/model.tadpole', 'weights');
  expect(await (await Keeper.restore(before, '/p')).save()).toBe(2);
  const after = new Memory();
  await Keeper.restore(after, '/p');
  expect([...walk(after, '/p')].sort((x, y) => x.path.localeCompare(y.path))).toEqual([...walk(before, '/p')].sort((x, y) => x.path.localeCompare(y.path)));
  expect(after.readFile('/p/a/model/model.tadpole')).toEqual(before.readFile('/p/a/model/model.tadpole'));
});

test('only what changed is written, and what is gone is removed', async () => {
  const files = new Memory();
  files.put('/p/a/one', '1');
  files.put('/p/a/two', '2');
  const keeper = await Keeper.restore(files, '/p');
  expect(await keeper.save()).toBe(2);
  expect(await keeper.save()).toBe(0);
  files.put('/p/a/one', '9');
  files.held.delete('/p/a/two');
  expect(await keeper.save()).toBe(2);
  const after = new Memory();
  await Keeper.restore(after, '/p');
  expect([...walk(after, '/p')].map((file) => file.path)).toEqual(['/p/a/one']);
});

test('two savings at once do not write twice', async () => {
  const files = new Memory();
  files.put('/p/a/one', '1');
  const keeper = await Keeper.restore(files, '/p');
  expect(await Promise.all([keeper.save(), keeper.save()])).toEqual([1, 0]);
});
