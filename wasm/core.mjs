// SPDX-License-Identifier: Apache-2.0
// The page's core as JavaScript sees it, in a worker and in Node: requests with answers, work in slices, files.

/** One answer: its status, type and bytes. */
class Answer {
  constructor(status, type, bytes) {
    Object.assign(this, { status, type, bytes, ok: status < 400 });
  }
  text() { return new TextDecoder().decode(this.bytes); }
  json() { return JSON.parse(this.text()); }
}

export class Core {
  constructor(module) {
    this.module = module;
    this.files = module.FS;
  }

  #copyIn(bytes) {
    const at = this.module._tadpole_alloc(bytes.length);
    if (at === 0) throw new Error('the page has no memory left; close other tabs and load it again');
    this.module.HEAPU8.set(bytes, at);
    return at;
  }
  #text(text) { return this.#copyIn(new TextEncoder().encode(text + '\0')); }

  /** Answers at once. body: a string or a Uint8Array. */
  request(method, target, body = new Uint8Array()) {
    const m = this.module;
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const parts = [this.#text(method), this.#text(target), this.#copyIn(bytes)];
    const handle = m._tadpole_request(...parts, bytes.length);
    parts.forEach((part) => m._tadpole_free(part));
    const at = m._tadpole_body(handle);
    const answer = new Answer(m._tadpole_status(handle), m.UTF8ToString(m._tadpole_type(handle)),
      m.HEAPU8.slice(at, at + m._tadpole_body_length(handle)));
    m._tadpole_close(handle);
    return answer;
  }

  /** From now on tell(project, text) brings the events of the project's jobs, the present state at once. */
  listen(project) {
    const at = this.#text(project);
    this.module._tadpole_listen(at);
    this.module._tadpole_free(at);
  }

  /** Goes on with the current job for about so long; true while there is more to do. */
  work(milliseconds) { return this.module._tadpole_work(milliseconds) === 1; }
}

/** create: the default export of tadpole_core.mjs; options: wasmBinary or locateFile;
    bring(path): the bytes of a file beside the page, at once, or null;
    tell(project, text): events of a project that is listened to (text/event-stream), also in the middle of work. */
export async function loadCore(create, { bring, tell, ...options }) {
  const core = new Core(await create({ ...options, tadpoleBring: bring, tadpoleTell: tell }));
  core.files.mkdirTree('/projects');
  return core;
}
