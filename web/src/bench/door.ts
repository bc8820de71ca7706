// SPDX-License-Identifier: Apache-2.0
// Who answers the workbench: the hub's native core over HTTP, or the core in this page (a worker). Both know the same rows
// (api/bench.ts), so pages never ask which one it is.
import { ApiError, OfflineError } from '../api/client';
import { methodOf, pathOf, queryOf, type Params, type RowName } from '../api/path';
import type { Rows } from '../api/rows';
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
        source = new EventSource('/api/v1' + pathOf('watch_job', { project }));
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

/** What was said at all. */
const said = (about: Record<string, string | undefined>) => Object.fromEntries(Object.entries(about).filter((one): one is [string, string] => !!one[1]));

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
  /** A row by its name: a name that is none, or a missing parameter, does not compile. */
  private async ask<Out>(name: RowName, path: string, body?: unknown): Promise<Out> {
    const answer = await this.raw(methodOf(name), path, body === undefined ? undefined : JSON.stringify(body));
    return (answer.bytes.length ? JSON.parse(new TextDecoder().decode(answer.bytes)) : undefined) as Out;
  }
  /** The same of a row that takes JSON or nothing. Twice called, so that the answer's type is written and the row's is not. */
  private row<Out>() {
    return <Name extends RowName>(name: Name, params: Params<Name>, more: { query?: Record<string, string | number>; body?: Rows[Name]['takes'] } = {}) =>
      this.ask<Out>(name, pathOf(name, ...params) + queryOf(more.query ?? {}), more.body);
  }
  /** Sends bytes as they are. */
  private async send<Out>(name: RowName, path: string, bytes: Uint8Array | Blob, type = 'application/octet-stream'): Promise<Out> {
    const answer = await this.raw(methodOf(name), path, bytes, type);
    return JSON.parse(new TextDecoder().decode(answer.bytes)) as Out;
  }

  templates = () => this.row<B.Template[]>()('list_templates', []);
  projects = () => this.row<B.ProjectCard[]>()('list_projects', []);
  create = (wanted: { name: string; template: string; words?: string[]; base?: string; from?: string }) =>
    this.ask<B.Project>('create_project', pathOf('create_project'), wanted);
  unpack = (name: string, archive: Blob) => this.send<B.Project>('create_project', pathOf('create_project') + queryOf({ archive: name }), archive, 'application/zip');
  project = (project: string) => this.row<B.Project>()('read_project', [{ project }]);
  remove = (project: string) => this.row<void>()('delete_project', [{ project }]);
  setRecipe = (project: string, recipe: string) => this.row<B.Project>()('write_recipe', [{ project }], { body: { recipe } });
  setOption = (project: string, section: string, name: string, value: string) =>
    this.row<B.Project>()('set_option', [{ project }], { body: { section, name, value } });
  addSource = (project: string, options: Record<string, string>) => this.row<B.Project>()('add_source', [{ project }], { body: options });
  dropSource = (project: string, index: number) => this.row<B.Project>()('drop_source', [{ project, index: String(index) }]);
  record = (project: string, bytes: Uint8Array | Blob, about: { label: string; who: string; consent: string; licence?: string; name?: string }) =>
    this.send<B.SampleRef>('add_recording', pathOf('add_recording', { project }) + queryOf(said(about)), bytes);
  samples = (project: string, query: Record<string, string | number> = {}) => this.row<B.SamplePage>()('list_samples', [{ project }], { query });
  relabel = (project: string, ids: string[], label: string | null) => this.row<{ changed: number }>()('relabel_samples', [{ project }], { body: { ids, label } });
  sample = (project: string, sample: string) => this.row<B.SampleView>()('read_sample', [{ project, sample }]);
  sampleFile = (project: string, sample: string) => this.transport.url(pathOf('read_sample_file', { project, sample }));
  sampleBytes = async (project: string, sample: string) => (await this.raw(methodOf('read_sample_file'), pathOf('read_sample_file', { project, sample }))).bytes;
  features = (project: string, sample: string, trial: Record<string, string> = {}) =>
    this.row<B.FeatureView>()('read_features', [{ project, sample }], { query: trial });
  map = (project: string) => this.row<B.SampleMap>()('read_map', [{ project }]);
  start = (project: string, stages?: B.WorkName[], options?: Record<string, string>) =>
    this.ask<B.Job>('start_job', pathOf('start_job', { project }), { ...(stages ? { stages } : {}), ...(options ? { options } : {}) });
  job = (project: string) => this.row<B.Job | null>()('read_job', [{ project }]);
  steer = (project: string, action: 'pause' | 'go_on' | 'step' | 'stop') => this.row<B.Job>()('steer_job', [{ project, action }]);
  runs = (project: string) => this.row<B.Run[]>()('list_runs', [{ project }]);
  report = (project: string) => this.row<B.Report>()('read_report', [{ project }]);
  comparison = (project: string) => this.row<B.Comparison>()('read_comparison', [{ project }]);
  search = (project: string) => this.row<B.Search>()('read_search', [{ project }]);
  takeBest = (project: string) => this.row<B.Project>()('take_best', [{ project }]);
  infer = (project: string, bytes: Uint8Array | Blob) => this.send<B.Inference>('infer', pathOf('infer', { project }), bytes);
  files = (project: string) => this.row<B.FileRef[]>()('list_files', [{ project }]);
  file = (project: string, path: string) => this.transport.url(pathOf('read_file', { project, path }));
  archive = (project: string) => this.transport.url(pathOf('archive_project', { project }));
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
  const answer = await hub.request(methodOf('list_templates'), pathOf('list_templates'), undefined, '').catch(() => null);
  if (answer?.status === 200 && new URLSearchParams(location.search).get('core') !== 'page') return new Door(hub);
  const { PageTransport } = await import('../core/page_transport');
  return new Door(await PageTransport.open());
}
