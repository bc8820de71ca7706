// SPDX-License-Identifier: Apache-2.0
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { parsePo } from './src/i18n/po.ts';
import { coreIn, shellFiles, wordsFolder } from './tools/shell_list.ts';

/** A PO file as what pages need of it: texts by their source string. */
function words(): Plugin {
  return {
    name: 'tadpole-words',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.po')) return null;
      const texts = JSON.stringify(Object.fromEntries(parsePo(code)));
      return { code: `export default JSON.parse(${JSON.stringify(texts)});`, map: null };
    },
  };
}

/** KaTeX names every font three times; the page needs only the smallest form. */
function onlyWoff2(): Plugin {
  return {
    name: 'tadpole-only-woff2',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('katex') || !id.endsWith('.css')) return null;
      return code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g, '');
    },
  };
}

/** KaTeX as plain files too: pages that the program writes (tadpole course export) take them out of the pack. */
function plainKatex(): Plugin {
  const from = 'node_modules/katex';
  const { version } = JSON.parse(readFileSync(`${from}/package.json`, 'utf8')) as { version: string };
  const style = readFileSync(`${from}/dist/katex.min.css`, 'utf8').replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g, '');
  return {
    name: 'tadpole-plain-katex',
    apply: 'build',
    generateBundle() {
      if (this.environment.name !== 'client') return;
      const emit = (name: string, source: string | Uint8Array) => this.emitFile({ type: 'asset', fileName: `${plain}${version}/${name}`, source });
      emit('katex.min.css', style);
      emit('katex.min.js', readFileSync(`${from}/dist/katex.min.js`));
      emit('LICENSE.txt', readFileSync(`${from}/LICENSE`));
      for (const font of readdirSync(`${from}/dist/fonts`).filter((name) => name.endsWith('.woff2'))) emit(`fonts/${font}`, readFileSync(`${from}/dist/fonts/${font}`));
    },
  };
}
const plain = 'assets/katex-';

/** Tells the service worker which files make the shell, and gives this list a name of its own. */
function shellList(): Plugin {
  let files: string[] = [];
  return {
    name: 'tadpole-shell-list',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post', // once chunks that held nothing but styles are gone
      handler(_, bundle) {
        const worker = bundle['sw.js'];
        if (worker?.type !== 'chunk') this.error('The build made no sw.js; src/sw/sw.ts must be an input.');
        files = shellFiles(Object.keys(bundle), plain);
        if (!/["'`]__SHELL__["'`]/.test(worker.code)) this.error('sw.js has no place for the list of the shell; keep __SHELL__ in src/sw/sw.ts.');
        worker.code = worker.code.replace(/["'`]__SHELL__["'`]/, () => JSON.stringify(files));
      },
    },
    // One file that is not there, and no browser keeps the pages.
    writeBundle({ dir }) {
      const absent = files.slice(1).filter((name) => !existsSync(dir + name));
      if (absent.length > 0) this.error(`The shell lists files that were not written: ${absent.join(', ')}; look at the order of the plugins.`);
    },
  };
}

/** Where the core of the page was built (cmake --preset wasm), or TADPOLE_CORE; empty: these pages do without. */
const coreFolder = [process.env.TADPOLE_CORE ?? '../build/wasm/wasm'].find((folder) => existsSync(`${folder}/tadpole_core.wasm`)) ?? '';

/** The licences of everything that travels in the built pages, as licences.txt. */
function licences(): Plugin {
  const names = new Set<string>();
  return {
    name: 'tadpole-licences',
    apply: 'build',
    moduleParsed({ id }) {
      const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id);
      if (found?.[1]) names.add(found[1]);
    },
    generateBundle() {
      const texts = [...names].sort().map((name) => {
        const folder = `node_modules/${name}`;
        const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Record<string, string>;
        const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
        if (!file) this.error(`${name} has no licence file; look for its licence before it travels in the pages.`);
        return `${name} ${version} (${license})\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
      });
      // The page's core is compiled with these Debian packages.
      for (const name of !coreFolder ? [] : ['emscripten', 'libfmt-dev', 'libflatbuffers-dev', 'libtomlplusplus-dev', 'nlohmann-json3-dev']) {
        const file = `/usr/share/doc/${name}/copyright`;
        if (existsSync(file)) texts.push(`${name} (in the page's core)\n\n${readFileSync(file, 'utf8').trim()}\n`);
      }
      // What is copied, not bundled, has its text here.
      for (const name of readdirSync('licences')) texts.push(readFileSync(`licences/${name}`, 'utf8').trim() + '\n');
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: texts.join('\n' + '-'.repeat(72) + '\n\n') });
    },
  };
}

/** Python travels beside the pages and is loaded when a lesson first runs some; learn/ as WASM likewise, when it was built. */
function pythonFiles(): Plugin {
  const from = 'node_modules/pyodide';
  const { version } = JSON.parse(readFileSync(`${from}/package.json`, 'utf8')) as { version: string };
  const folder = `assets/pyodide-${version}`;
  const files = new Map(['pyodide.mjs', 'pyodide.asm.mjs', 'pyodide.asm.wasm', 'python_stdlib.zip', 'pyodide-lock.json'].map((name) => [`${folder}/${name}`, `${from}/${name}`]));
  const built = process.env.TADPOLE_LEARN ?? '../build/wasm/learn';
  const learn = ['tadpole_learn.mjs', 'tadpole_learn.wasm'].map((name) => `${built}/${name}`);
  const there = built !== '' && learn.every((file) => existsSync(file));
  const hash = createHash('sha256');
  if (there) for (const file of learn) hash.update(readFileSync(file));
  const place = `assets/learn-${hash.digest('hex').slice(0, 12)}`;
  if (there) for (const file of learn) files.set(`${place}/${file.split('/').pop()}`, file);
  const id = '\0virtual:python-places';
  const core = there ? { script: `/${place}/tadpole_learn.mjs`, wasm: `/${place}/tadpole_learn.wasm` } : null;
  const read = (name: string) => {
    const bytes = readFileSync(files.get(name)!);
    // Its map does not travel.
    return name.endsWith('pyodide.mjs') ? bytes.toString().replace(/\n\/\/# sourceMappingURL=.*/, '') : bytes;
  };
  return {
    name: 'tadpole-python-files',
    resolveId: (name) => (name === 'virtual:python-places' ? id : null),
    load: (name) => (name === id ? `export const pyodide = '/${folder}/'; export const learn = ${JSON.stringify(core)};` : null),
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = request.url?.slice(1) ?? '';
        if (!files.has(name)) return next();
        response.setHeader('Content-Type', name.endsWith('.mjs') ? 'text/javascript' : name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream');
        response.end(read(name));
      });
    },
    generateBundle() {
      if (this.environment.name !== 'client') return;
      for (const name of files.keys()) this.emitFile({ type: 'asset', fileName: name, source: read(name) });
    },
  };
}

/** The core of the page as files of the build, and their folder as virtual:page-core: null when there is none. */
function pageCore(): Plugin {
  const there = coreFolder !== '';
  // Of the modules a browser loads the one that it can run: wasm/variants.mjs.
  const modules = ['tadpole_core.mjs', 'tadpole_core.wasm', 'tadpole_core_threads.mjs', 'tadpole_core_threads.wasm', 'tadpole_core_fused.wasm', 'tadpole_core_threads.worker.js'];
  const sources: Record<string, string> = Object.fromEntries(modules.map((name) => [name.replace('.mjs', '.js'), `${coreFolder}/${name}`]));
  for (const name of readdirSync('../backbones', { withFileTypes: true }))
    if (name.isDirectory()) sources[`backbones/${name.name}.tflite`] = `../backbones/${name.name}/model.tflite`;
  const hash = createHash('sha256');
  if (there) for (const file of Object.values(sources)) hash.update(readFileSync(file));
  const folder = `${coreIn}${hash.digest('hex').slice(0, 12)}`;
  const id = '\0virtual:page-core';
  return {
    name: 'tadpole-page-core',
    resolveId: (name) => (name === 'virtual:page-core' ? id : null),
    load: (name) => (name === id ? `export const folder = ${there ? JSON.stringify(`/${folder}/`) : 'null'};` : null),
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const file = there && request.url?.startsWith(`/${folder}/`) ? sources[request.url.slice(folder.length + 2)] : undefined;
        if (!file) return next();
        response.setHeader('Content-Type', file.endsWith('.mjs') ? 'text/javascript' : file.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream');
        response.end(readFileSync(file));
      });
    },
    generateBundle() {
      if (this.environment.name !== 'client' || !there) return;
      for (const [name, file] of Object.entries(sources))
        this.emitFile({ type: 'asset', fileName: `${folder}/${name}`, source: readFileSync(file) });
    },
  };
}

export default defineConfig({
  plugins: [onlyWoff2(), words(), svelte(), plainKatex(), shellList(), licences(), pageCore(), pythonFiles()],
  worker: { format: 'es', plugins: () => [pageCore(), pythonFiles()] },
  build: {
    target: 'es2022',
    reportCompressedSize: true,
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { index: 'index.html', sw: 'src/sw/sw.ts' },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: (chunk) => (chunk.facadeModuleId?.endsWith('.po') ? `${wordsFolder}[name]-[hash].js` : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: { fs: { allow: ['..'] }, proxy: { '/api': { target: process.env.TADPOLE_URL ?? 'http://127.0.0.1:8090', changeOrigin: false } } },
  test: { include: ['src/**/*.test.ts', 'tools/*.test.mjs'], environment: 'node' },
});
