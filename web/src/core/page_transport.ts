// SPDX-License-Identifier: Apache-2.0
// The core in this page as a way to the rows of the workbench: a worker with the same code as the program, compiled to
// WebAssembly. Its files are kept in this browser.
import type { JobEvent } from '../api/bench';
import { ApiError } from '../api/client';
import { session } from '../app/session.svelte';
import type { Answered, Body, Transport } from '../bench/door';
import { t } from '../i18n/index.svelte';
import { has_page_core, PageCore } from './page_core';

/** The core in the page reads PPM alone; the browser decodes everything else that it knows as a picture. */
async function readable(body: Body): Promise<Body> {
  if (body === undefined || typeof body === 'string') return body;
  const blob = body instanceof Blob ? body : new Blob([body as BlobPart]);
  const head = new Uint8Array(await blob.slice(0, 12).arrayBuffer());
  const begins = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
  const picture = begins(0x89, 0x50, 0x4e, 0x47) || begins(0xff, 0xd8, 0xff) || (begins(0x52, 0x49, 0x46, 0x46) && head[8] === 0x57 && head[9] === 0x45);
  if (!picture) return body;
  const bitmap = await createImageBitmap(blob).catch(() => null);
  if (!bitmap) return body; // damaged: the core says so
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const drawing = canvas.getContext('2d')!;
  drawing.fillStyle = '#fff';
  drawing.fillRect(0, 0, bitmap.width, bitmap.height);
  drawing.drawImage(bitmap, 0, 0);
  const { data } = drawing.getImageData(0, 0, bitmap.width, bitmap.height);
  const header = new TextEncoder().encode(`P6\n${bitmap.width} ${bitmap.height}\n255\n`);
  const ppm = new Uint8Array(header.length + bitmap.width * bitmap.height * 3);
  ppm.set(header);
  for (let from = 0, to = header.length; from < data.length; from += 4) {
    ppm[to++] = data[from]!;
    ppm[to++] = data[from + 1]!;
    ppm[to++] = data[from + 2]!;
  }
  return ppm;
}

export class PageTransport implements Transport {
  readonly name = 'page';
  private addresses = new Map<string, string>();
  private constructor(private readonly core: PageCore) {}

  static async open(): Promise<PageTransport> {
    if (!has_page_core) {
      throw new ApiError(501, 'no_page_core',
        t('This program was built without the core for pages; open the workbench on the machine where tadpole serve runs.'));
    }
    return new PageTransport(await PageCore.start(session.me?.id));
  }

  async request(method: string, path: string, body: Body): Promise<Answered> {
    const sample = method === 'POST' && /\/(recordings|infer)(\?|$)/.test(path);
    const sent = sample ? await readable(body) : body;
    const answer = await this.core.fetch(path, { method, ...(sent === undefined ? {} : { body: sent }) });
    return { status: answer.status, type: answer.headers.get('Content-Type') ?? '', bytes: new Uint8Array(await answer.arrayBuffer()) };
  }
  close() {
    this.core.stop();
  }
  listen(project: string, heard: (event: JobEvent) => void) {
    return this.core.listen(project, (json) => heard(json as JobEvent));
  }
  /** An address of this page's own memory; the one before it for the same path is given back. */
  async url(path: string) {
    const answer = await this.request('GET', path, undefined);
    if (answer.status >= 400) throw new ApiError(answer.status, 'no_file', t('The file is not there; load the page again.'));
    const before = this.addresses.get(path);
    if (before) setTimeout(() => URL.revokeObjectURL(before), 10_000);
    const address = URL.createObjectURL(new Blob([answer.bytes as BlobPart], { type: answer.type }));
    this.addresses.set(path, address);
    return address;
  }
}
