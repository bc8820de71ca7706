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

  /** With threads the memory may have grown in another one, which the module's own view learns late. */
  get #memory() {
    const { wasmMemory, HEAPU8 } = this.module;
    return wasmMemory ? new Uint8Array(wasmMemory.buffer) : HEAPU8;
  }
  #copyIn(bytes) {
    const at = this.module._tadpole_alloc(bytes.length);
    if (at === 0) throw new Error('the page has no memory left; close other tabs and load it again');
    this.#memory.set(bytes, at);
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
      this.#memory.slice(at, at + m._tadpole_body_length(handle)));
    m._tadpole_close(handle);
    return answer;
  }

  /** From now on tell(project, text) brings the events of the project's jobs, the present state at once. */
  listen(project) {
    const at = this.#text(project);
    this.module._tadpole_listen(at);
    this.module._tadpole_free(at);
  }

  /** How many threads train. */
  get threads() { return this.module._tadpole_threads(); }
  /** The name of the kernels that they train with. */
  get kernels() { return this.module.UTF8ToString(this.module._tadpole_kernels()); }

  /** Goes on with the current job for about so long; true while there is more to do. */
  work(milliseconds) { return this.module._tadpole_work(milliseconds) === 1; }
}

/** How long the workers of threads may take to load. */
const kPatience = 30_000;

/** The module, or a failure when one of its workers reports an error or they do not come at all: the module itself would wait
    for them for ever. */
async function withWorkers(made) {
  const over = new AbortController();
  const failed = new Promise((_, fail) => {
    const refuse = (event) => {
      event.preventDefault();
      fail(new Error(event.message || 'the workers of the threads could not be loaded'));
    };
    globalThis.addEventListener?.('error', refuse, { signal: over.signal });
    const patience = setTimeout(() => fail(new Error('the workers of the threads did not start in time')), kPatience);
    over.signal.addEventListener('abort', () => clearTimeout(patience));
  });
  try {
    return await Promise.race([made, failed]);
  } finally {
    over.abort();
  }
}

/** create: the default export of the module's script; options:
    variant: which module it is and with how many threads (variants.mjs), none: plain;
    script: its address, for the workers of the threads;
    wasmBinary or locateFile;
    bring(path): the bytes of a file beside the page, at once, or null;
    tell(project, text): events of a project that is listened to (text/event-stream), also in the middle of work. */
export async function loadCore(create, { variant, script, bring, tell, ...options }) {
  const module = {
    ...options, tadpoleBring: bring, tadpoleTell: tell,
    mainScriptUrlOrBlob: script, tadpoleThreads: variant?.threads ?? 1,
    preRun: [() => { module.ENV.TADPOLE_SIMD = variant?.simd ?? 'wasm'; }],
  };
  const made = create(module);
  try {
    const core = new Core(await (variant && variant.name !== 'plain' ? withWorkers(made) : made));
    core.files.mkdirTree('/projects');
    return core;
  } catch (error) {
    module.PThread?.terminateAllThreads();
    throw error;
  }
}
