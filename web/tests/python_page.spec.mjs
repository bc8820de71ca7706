// SPDX-License-Identifier: Apache-2.0
// One API in two places: the tests of Python's package run here on the WASM of learn/, in Pyodide, in Node.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadPyodide } from 'pyodide';
import { transformWithOxc } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const built = process.env.TADPOLE_LEARN ?? here('../../build/wasm/learn');

async function bridge() {
  const { code } = await transformWithOxc(readFileSync(here('../src/python/bridge.ts'), 'utf8'), 'bridge.ts');
  const { Bridge } = await import('data:text/javascript,' + encodeURIComponent(code));
  const { default: create } = await import(pathToFileURL(`${built}/tadpole_learn.mjs`));
  return new Bridge(await create({ wasmBinary: readFileSync(`${built}/tadpole_learn.wasm`) }));
}

test('the tests of the package pass on the core in the page', { timeout: 300_000 }, async (t) => {
  if (!existsSync(`${built}/tadpole_learn.wasm`)) return t.skip('learn/ was not built for the page (cmake --preset wasm)');
  const began = performance.now();
  const python = await loadPyodide();
  t.diagnostic(`Pyodide starts in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  python.registerJsModule('_tadpole_bridge', await bridge());
  for (const folder of ['tadpole', 'tests']) {
    python.FS.mkdirTree(`/python/${folder}`);
    for (const name of readdirSync(here(`../../python/${folder}`)).filter((file) => file.endsWith('.py')))
      python.FS.writeFile(`/python/${folder}/${name}`, readFileSync(here(`../../python/${folder}/${name}`)));
  }
  const answer = python.runPython(`
import io, json, sys, unittest
sys.path[:0] = ["/python", "/python/tests"]
suite = unittest.defaultTestLoader.loadTestsFromNames(["test_model", "test_device", "test_exercise"])
told = io.StringIO()
result = unittest.TextTestRunner(told, verbosity=1).run(suite)
json.dumps({"ran": result.testsRun, "skipped": len(result.skipped), "good": result.wasSuccessful(), "told": told.getvalue()})`);
  const { ran, skipped, good, told } = JSON.parse(answer);
  t.diagnostic(`${ran} tests, ${skipped} skipped`);
  assert.ok(good, told);
  assert.ok(ran - skipped >= 25, `${ran} tests ran, ${skipped} of them were skipped`);
});
