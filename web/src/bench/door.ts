// SPDX-License-Identifier: Apache-2.0
// Who answers the workbench: the hub's native core over HTTP, or the core in this page (a worker). Both know the same rows
// (api/bench.ts), so pages never ask which one it is.
import { ApiError, OfflineError } from '../api/client';
import type * as B from '../api/bench';
import { t } from '../i18n/index.svelte';

export interface Answered { status: number; type: string; bytes: Uint8Array }
export type Body = Uint8Array | Blob | string | undefined;

/** One way to the rows. */
export interface Transport {
  readonly name: 'hub' | 'page';
  request(method: string, path: string, body: Body, type: string): Promise<Answered>;
  /** Calls back with every event of the project's job until the returned function is called. */
  listen(project: string, heard: (event: B.JobEvent) => void): () => void;
  /** An address that <img>, <audio> and a download can use. */
  url(path: string): Promise<string>;
  /** Nobody will ask any more. */
  close?(): void;
}

class HubTransport implements Transport {
  readonly name = 'hub';
  async request(method: string, path: string, body: Body, type: string): Promise<Answered> {
    let answer: Response;
    try {
      answer = await fetch('/api/v1' + path, {
        method,
        credentials: 'same-origin',
        headers: { 'X-Tadpole': '1', ...(body === undefined ? {} : { 'Content-Type': type }) },
        ...(body === undefined ? {} : { body: body as BodyInit }),
      });
    } catch {
      throw new OfflineError(t('The program does not answer; start it again, your project is kept on disk.'));
    }
    return { status: answer.status, type: answer.headers.get('Content-Type') ?? '', bytes: new Uint8Array(await answer.arrayBuffer()) };
  }
  listen(project: string, heard: (event: B.JobEvent) => void) {
    // A browser keeps six connections to a server: a tab that nobody sees gives its own up, or the seventh tab would not load.
    let source: EventSource | null = null;
    const look = () => {
      if (document.hidden) {
        source?.close();
        source = null;
      } else if (!source) {
        source = new EventSource(`/api/v1/projects/${encodeURIComponent(project)}/job/events`);
        source.onmessage = (message) => heard(JSON.parse(String(message.data)) as B.JobEvent);
      }
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      source?.close();
    };
  }
  url(path: string) {
    return Promise.resolve('/api/v1' + path);
  }
}

const id = encodeURIComponent;

/** The rows by name. Throws ApiError with one sentence for the reader. */
export class Door {
  constructor(readonly transport: Transport) {}

  async raw(method: string, path: string, body?: Body, type = 'application/json'): Promise<Answered> {
    const answer = await this.transport.request(method, path, body, type);
    if (answer.status < 400) return answer;
    let error: { code?: string; message?: string } | undefined;
    try {
      error = (JSON.parse(new TextDecoder().decode(answer.bytes)) as { error?: typeof error }).error;
    } catch {
      // no JSON: the sentence below says it
    }
    throw new ApiError(answer.status, error?.code ?? 'unknown',
      error?.message ?? t('The server answered with {status} and no reason; try again.', { status: answer.status }));
  }
  private async json<Out>(method: string, path: string, body?: unknown): Promise<Out> {
    const answer = await this.raw(method, path, body === undefined ? undefined : JSON.stringify(body));
    return (answer.bytes.length ? JSON.parse(new TextDecoder().decode(answer.bytes)) : undefined) as Out;
  }
  private p(project: string, rest = '') {
    return `/projects/${id(project)}${rest}`;
  }

  templates = () => this.json<B.Template[]>('GET', '/templates');
  projects = () => this.json<B.ProjectCard[]>('GET', '/projects');
  create = (wanted: { name: string; template: string; words?: string[]; base?: string; from?: string }) =>
    this.json<B.Project>('POST', '/projects', wanted);
  project = (project: string) => this.json<B.Project>('GET', this.p(project));
  remove = (project: string) => this.json<void>('DELETE', this.p(project));
  setRecipe = (project: string, recipe: string) => this.json<B.Project>('PUT', this.p(project, '/recipe'), { recipe });
  setOption = (project: string, section: string, name: string, value: string) =>
    this.json<B.Project>('POST', this.p(project, '/options'), { section, name, value });
  addSource = (project: string, options: Record<string, string>) => this.json<B.Project>('POST', this.p(project, '/sources'), options);
  dropSource = (project: string, index: number) => this.json<B.Project>('DELETE', this.p(project, `/sources/${index}`));
  async record(project: string, bytes: Uint8Array | Blob, about: { label: string; who: string; consent: string; licence?: string; name?: string }) {
    const query = new URLSearchParams(Object.entries(about).filter(([, value]) => value !== '') as [string, string][]);
    const answer = await this.raw('POST', this.p(project, `/recordings?${query}`), bytes, 'application/octet-stream');
    return JSON.parse(new TextDecoder().decode(answer.bytes)) as B.SampleRef;
  }
  samples = (project: string, query: Record<string, string | number> = {}) =>
    this.json<B.SamplePage>('GET', this.p(project, `/samples?${new URLSearchParams(Object.entries(query).map(([k, v]) => [k, String(v)]))}`));
  relabel = (project: string, ids: string[], label: string | null) =>
    this.json<{ changed: number }>('POST', this.p(project, '/samples'), { ids, label });
  sample = (project: string, sample: string) => this.json<B.SampleView>('GET', this.p(project, `/samples/${id(sample)}`));
  sampleFile = (project: string, sample: string) => this.transport.url(this.p(project, `/samples/${id(sample)}/file`));
  features = (project: string, sample: string, trial: Record<string, string> = {}) =>
    this.json<B.FeatureView>('GET', this.p(project, `/samples/${id(sample)}/features?${new URLSearchParams(trial)}`));
  map = (project: string) => this.json<B.SampleMap>('GET', this.p(project, '/map'));
  start = (project: string, stages?: B.StageName[]) => this.json<B.Job>('POST', this.p(project, '/job'), stages ? { stages } : {});
  job = (project: string) => this.json<B.Job | null>('GET', this.p(project, '/job'));
  steer = (project: string, action: 'pause' | 'go_on' | 'step' | 'stop') => this.json<B.Job>('POST', this.p(project, `/job/${action}`));
  runs = (project: string) => this.json<B.Run[]>('GET', this.p(project, '/runs'));
  report = (project: string) => this.json<B.Report>('GET', this.p(project, '/report'));
  async infer(project: string, bytes: Uint8Array | Blob) {
    const answer = await this.raw('POST', this.p(project, '/infer'), bytes, 'application/octet-stream');
    return JSON.parse(new TextDecoder().decode(answer.bytes)) as B.Inference;
  }
  files = (project: string) => this.json<B.FileRef[]>('GET', this.p(project, '/files'));
  file = (project: string, path: string) => this.transport.url(this.p(project, `/files/${path.split('/').map(id).join('/')}`));
  archive = (project: string) => this.transport.url(this.p(project, '/archive'));
}

let opened: Promise<Door> | undefined;
/** The hub's core where the hub lets this reader use it (the reader sits at that machine), else the core in the page. */
export function openDoor(): Promise<Door> {
  opened ??= choose().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** Who comes next opens a door of their own. */
window.addEventListener('tadpole-left', () => {
  void opened?.then((door) => door.transport.close?.());
  opened = undefined;
});

async function choose(): Promise<Door> {
  const hub = new HubTransport();
  const answer = await hub.request('GET', '/templates', undefined, '').catch(() => null);
  if (answer?.status === 200 && new URLSearchParams(location.search).get('core') !== 'page') return new Door(hub);
  const { PageTransport } = await import('../core/page_transport');
  return new Door(await PageTransport.open());
}
