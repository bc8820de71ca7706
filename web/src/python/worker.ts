// SPDX-License-Identifier: Apache-2.0
// Python in a worker of its own, by Pyodide: whoever wants to stop it ends the worker. It reaches no network, and nothing
// of the page.
/// <reference lib="webworker" />
import type { PyodideInterface } from 'pyodide';
import { learn, pyodide as folder } from 'virtual:python-places';
import { bridge } from './bridge';
import type { FromPython, Test, ToPython } from './protocol';

const page = self as unknown as DedicatedWorkerGlobalScope;
const tell = (message: FromPython) => page.postMessage(message);
const sources = import.meta.glob('../../../python/tadpole/*.py', { query: '?raw', import: 'default', eager: true }) as Record<string, string>;

const load = fetch.bind(page);
const shut = [
  'fetch', 'XMLHttpRequest', 'WebSocket', 'WebSocketStream', 'EventSource', 'importScripts', 'WebTransport', 'indexedDB', 'caches', 'BroadcastChannel',
  'Worker', 'SharedWorker', 'RTCPeerConnection', 'cookieStore',
];
let starting: Promise<PyodideInterface> | undefined;
let core: Promise<void> | undefined;

async function start(): Promise<PyodideInterface> {
  const began = performance.now();
  const { loadPyodide } = (await import(/* @vite-ignore */ folder + 'pyodide.mjs')) as typeof import('pyodide');
  const python = await loadPyodide({ indexURL: folder });
  // Once everything is here, no more network, and nothing of what the page has kept: a program of a lesson needs neither,
  // and whoever wrote it may not speak for the learner. Other origins are shut out by the page's policy already.
  for (const name of shut) Object.defineProperty(page, name, { value: undefined, configurable: false });
  python.FS.mkdirTree('/tadpole/tadpole');
  for (const [path, text] of Object.entries(sources)) python.FS.writeFile('/tadpole/tadpole/' + path.split('/').pop(), text);
  python.FS.writeFile('/tadpole/exercise.py', sources['../../../python/tadpole/exercise.py'] ?? '');
  python.runPython("import sys; sys.path.insert(0, '/tadpole'); import exercise, json");
  tell({ kind: 'ready', seconds: (performance.now() - began) / 1000 });
  return python;
}

/** The C++ of tadpole, when a program asks for it. */
async function loadCore(python: PyodideInterface) {
  if (!learn) return;
  python.registerJsModule('_tadpole_bridge', await bridge(learn, load));
}

async function run(source: string, tests: Test[]) {
  const python = await (starting ??= start());
  if ([source, ...tests.map((test) => test.code)].some((code) => /\btadpole\b/.test(code))) await (core ??= loadCore(python));
  tell({ kind: 'begun' });
  const exercise = python.globals.get('exercise');
  const world = python.toPy({ source, tests: tests.map(({ name, code }) => ({ name, code })) });
  python.globals.set('_given', world);
  python.globals.set('_tell', (text: string) => tell({ kind: 'output', text }));
  const answer = python.runPython("json.dumps(exercise.run(_given['source'], _given['tests'], _tell))") as string;
  exercise.destroy();
  world.destroy();
  tell({ kind: 'result', ...(JSON.parse(answer) as Omit<Extract<FromPython, { kind: 'result' }>, 'kind'>) });
}

page.addEventListener('message', (event: MessageEvent<ToPython>) => {
  const work = event.data.kind === 'run' ? run(event.data.source, event.data.tests) : (starting ??= start());
  void Promise.resolve(work).catch((error: unknown) => tell({ kind: 'refused', message: String(error) }));
});
