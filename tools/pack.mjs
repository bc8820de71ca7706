// SPDX-License-Identifier: Apache-2.0
// Packs a folder into one file that travels inside the program: "TADPACK1", the length of an index (32 bits, little
// end first), the index as JSON, then the bytes. Texts are stored gzipped, ready to be sent.
// usage: node tools/pack.mjs FOLDER OUTPUT
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

const types = {
  css: 'text/css', csv: 'text/csv', html: 'text/html; charset=utf-8', ico: 'image/x-icon', js: 'text/javascript',
  json: 'application/json', md: 'text/markdown', mjs: 'text/javascript', mp3: 'audio/mpeg', ogg: 'audio/ogg', png: 'image/png',
  svg: 'image/svg+xml', txt: 'text/plain', vtt: 'text/vtt', wasm: 'application/wasm', wav: 'audio/wav',
  webmanifest: 'application/manifest+json', woff2: 'font/woff2', yaml: 'text/yaml', zip: 'application/zip',
};
const [folder, output] = process.argv.slice(2);
if (!output) {
  console.error('usage: node tools/pack.mjs FOLDER OUTPUT');
  process.exit(2);
}
const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
  .sort();
const index = [];
const parts = [];
let offset = 0;
for (const name of names) {
  const bytes = readFileSync(join(folder, name));
  const packed = gzipSync(bytes, { level: 9 });
  packed[9] = 255; // which system packed it: the same bytes everywhere
  const gzip = packed.length < 0.9 * bytes.length;
  const kept = gzip ? packed : bytes;
  index.push({ name, type: types[name.split('.').pop()] ?? 'application/octet-stream', offset, size: kept.length, gzip });
  parts.push(kept);
  offset += kept.length;
}
const head = Buffer.from(JSON.stringify(index));
const length = Buffer.alloc(4);
length.writeUInt32LE(head.length);
writeFileSync(output, Buffer.concat([Buffer.from('TADPACK1'), length, head, ...parts]));
console.log(`${names.length} files, ${offset} bytes`);
