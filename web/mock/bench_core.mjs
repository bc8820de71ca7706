// SPDX-License-Identifier: Apache-2.0
// The rows of the workbench (src/api/bench.ts) in memory: projects, options, sources, recordings, samples, the map and a
// job that only pretends to work. What the later stages show is in bench_results.mjs.
import { chance, isWav, made, peaks, wavValues } from './bench_files.mjs';
import { Job } from './bench_job.mjs';
import { bestLayers, comparisonOf, searchOf } from './bench_long.mjs';
import { readRecipe, recipe, sections, set, templates } from './bench_recipe.mjs';
import { factsOf, results } from './bench_results.mjs';
import { Refusal } from './hub.mjs';

export const stageNames = ['collect', 'preprocess', 'train', 'evaluate', 'optimize', 'deploy', 'monitor'];
const stageOf = { project: 'collect', collect: 'collect', preprocess: 'preprocess', augment: 'train', model: 'train', train: 'train', evaluate: 'evaluate', optimize: 'optimize', deploy: 'deploy' };
const outputs = { collect: 'data/', preprocess: 'features/', train: 'model.tadpole', evaluate: 'evaluation.json', optimize: 'model.tflite', deploy: 'deploy/', monitor: '' };

const need = (value, what) => { if (value === undefined || value === null) throw new Refusal(404, 'not_found', what); return value; };
const kindOf = (project) => templates.find((one) => one.name === project.template);
const optionOf = (project, section, name) => project.sections.find((one) => one.name === section)?.options.find((one) => one.name === name)?.value;

export class Workbench {
  constructor() { this.projects = new Map(); this.count = 0; }

  create({ name, template, words, from }) {
    if (!/^[\w-]{1,60}$/.test(name ?? '')) throw new Refusal(400, 'wrong_use', `'${name}' is no name for a project: use letters, digits, - and _.`);
    if (this.projects.has(name)) throw new Refusal(409, 'exists', `There is a project ${name} already; choose another name.`);
    const model = from ? need(this.projects.get(from), `There is no project ${from}.`) : null;
    const kind = templates.find((one) => one.name === (model?.template ?? template));
    if (!kind) throw new Refusal(400, 'wrong_use', `There is no template '${template}'; known templates: ${templates.map((one) => one.name).join(', ')}.`);
    const project = { name, template: kind.name, feed: kind.feed, goal: kind.goal, folder: `~/tadpole/${name}`, changed_ms: Date.now(), sections: sections(kind), sources: [], samples: [], states: Object.fromEntries(stageNames.map((one) => [one, 'missing'])), seconds: {}, job: null, listeners: new Set(), runs: [], files: new Map(), accuracy: null };
    if (model) Object.assign(project, { sections: structuredClone(model.sections), sources: structuredClone(model.sources), samples: structuredClone(model.samples), states: { ...model.states }, files: new Map(model.files) });
    if (words?.length) set(project, 'project', 'words', words.join(','));
    this.projects.set(name, project);
    return this.view(project);
  }

  labels(project) {
    const kind = kindOf(project);
    if (kind.feed === 'sound') return ['silence', 'unknown', ...optionOf(project, 'project', 'words').split(',').filter(Boolean)];
    const found = [...new Set(project.samples.map((one) => one.label).filter(Boolean))].sort();
    return found.length > 0 || kind.goal === 'regress' ? found : kind.goal === 'reconstruct' ? kind.labels : [];
  }
  origin(project) {
    const kinds = new Set(project.samples.filter((one) => one.label).map((one) => one.origin));
    return kinds.size === 2 ? 'mixed' : ([...kinds][0] ?? '');
  }
  /** This stage and all after it are out of date. */
  touch(project, stage) {
    stageNames.slice(stageNames.indexOf(stage)).forEach((name) => { if (project.states[name] === 'done') project.states[name] = 'stale'; });
    project.changed_ms = Date.now();
  }
  card(project) {
    return { name: project.name, template: project.template, feed: project.feed, changed_ms: project.changed_ms, stages: stageNames.map((name) => ({ name, state: project.states[name] })), accuracy: project.accuracy, origin: this.origin(project) };
  }
  view(project) {
    const labels = this.labels(project);
    const counts = labels.map((label) => {
      const own = project.samples.filter((one) => one.label === label);
      const of = (split) => own.filter((one) => one.split === split).length;
      return { label, train: of('train'), validation: of('validation'), test: of('test'), recordings: own.filter((one) => one.recording).length };
    });
    const trained = project.states.train !== 'missing';
    const cost = { parameters: 23756, macs: 2656768, file_bytes: trained ? 52_400 : null, flash_bytes: 86_100, flash_limit: 1_048_576, ram_bytes: 41_300, ram_limit: 262_144, milliseconds: 38.4, board: 'virtual-m4', measured: project.states.deploy === 'done' };
    const unknown = { ...cost, parameters: null, macs: null, flash_bytes: null, ram_bytes: null, milliseconds: null };
    return {
      name: project.name, template: project.template, feed: project.feed, goal: project.goal, folder: project.folder, labels, counts, origin: this.origin(project),
      stages: stageNames.map((name) => ({ name, state: project.states[name], seconds: project.seconds[name] ?? 0, command: `tadpole ${name === 'collect' || name === 'monitor' ? name : name} ${project.folder}`, output: outputs[name], text: project.states[name] === 'missing' ? '' : `${name}: finished in ${(project.seconds[name] ?? 1).toFixed(1)} s`, facts: project.states[name] === 'missing' ? {} : name === 'collect' ? { datasheet: this.sheet(project, labels, counts) } : factsOf(name, project) })),
      sections: project.sections, sources: project.sources, recipe: recipe(project), problem: '', cost: project.states.preprocess === 'missing' ? unknown : cost, job: project.job?.view() ?? null,
    };
  }
  sheet(project, labels, counts) {
    const sum = (key) => counts.reduce((all, one) => all + one[key], 0);
    const who = new Set(project.samples.map((one) => one.who).filter(Boolean));
    const findings = counts.filter((one) => one.train < 10).map((one) => ({ check: 'missing class', severity: 'warning', file: '', sentence: `Class '${one.label}' has only ${one.train} samples for training; record more, 50 is a good start.` }));
    if (who.size < 3) findings.push({ check: 'few speakers', severity: 'warning', file: '', sentence: `All samples are of ${who.size} people, so nobody new is in the test; let others record, too.` });
    return { version: '1', labels, clips: { train: sum('train'), validation: sum('validation'), test: sum('test') }, speakers: who.size, hours: project.samples.length / 3600, classes: counts.map((one) => ({ name: one.label, train: one.train, validation: one.validation, test: one.test, speakers: who.size })), groups: [], licences: [{ name: 'CC0-1.0', clips: sum('train') }], consents: [], origins: [], split_proof: 'Nobody is in two splits.', findings };
  }

  addSource(project, source) {
    const kind = kindOf(project);
    project.sources.push(source);
    const labels = kind.feed === 'sound' ? this.labels(project) : kind.labels;
    const count = Math.min(200, Number(source.clips_per_word ?? source.count ?? 60));
    if (source.generate || source.synthesize)
      for (const label of labels.length > 0 ? labels : [''])
        for (let i = 0; i < count; i++) project.samples.push({ id: `s${++this.count}`, label, who: `voice ${i % 10}`, split: '', origin: 'synthetic', seconds: 1, name: `${label}/${i}`, recording: false, edited: false, source: project.sources.length - 1 });
    this.touch(project, 'collect');
  }
  collect(project) {
    const splits = new Map();
    for (const sample of project.samples) {
      const who = sample.who || sample.id;
      if (!splits.has(who)) splits.set(who, splits.size % 10 === 8 ? 'validation' : splits.size % 10 >= 6 && splits.size % 10 < 8 ? 'test' : 'train');
      sample.split = splits.get(who);
    }
  }
  record(project, query, bytes) {
    const start = bytes.toString('latin1', 0, 60);
    const fits = isWav(bytes) || /^(\x89PNG|\xff\xd8|P[56])/.test(start) || /^\s*[[{]/.test(start) || /^[\w" ]+(,[\w" ]+)+\r?\n/.test(bytes.toString('utf8', 0, 200));
    if (!fits) throw new Refusal(400, 'wrong_use', 'These bytes are no WAV, PNG, JPEG, PPM, CSV or JSON file; choose another file.');
    if (!query.get('consent')) throw new Refusal(400, 'wrong_use', 'A recording needs the consent of who is in it; accept the text above first.');
    const id = `r${++this.count}`;
    const sample = { id, label: query.get('label') ?? '', who: query.get('who') ?? '', split: '', origin: 'recorded', seconds: isWav(bytes) ? (bytes.length - 44) / 32000 : 0, name: query.get('name') || id, recording: true, edited: false, consent: query.get('consent') };
    if (!project.sources.some((one) => one.import === 'recordings')) project.sources.push({ import: 'recordings' });
    project.samples.push(sample);
    project.files.set(id, bytes);
    this.touch(project, 'collect');
    return sample;
  }
  relabel(project, { ids, label }) {
    const wanted = new Set(ids);
    let changed = 0;
    project.samples = project.samples.filter((one) => {
      if (!wanted.has(one.id)) return true;
      changed++;
      if (label === null && one.recording) return false;
      Object.assign(one, { label: label ?? '', edited: true });
      return true;
    });
    this.touch(project, 'collect');
    return { changed };
  }
  file(project, sample) { return project.files.get(sample.id) ?? made(project.feed, sample); }
  sampleView(project, sample) {
    const bytes = this.file(project, sample);
    const path = `/projects/${project.name}/samples/${sample.id}/file`;
    const base = { id: sample.id, ref: sample, rate_hz: 16000, shape: [16000, 1, 1] };
    if (isWav(bytes)) return { ...base, peaks: peaks(wavValues(bytes)), sound: path };
    if (bytes[0] === 0x89) return { ...base, picture: path };
    const rows = bytes.toString().trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
    if (/^\s*[[{]/.test(bytes.toString('utf8', 0, 4))) {
      const points = JSON.parse(bytes.toString()).strokes?.flatMap((one) => one.strokePoints) ?? [];
      return { ...base, shape: [points.length, 1, 2], traces: [{ name: 'x', values: points.map((p) => p.x) }, { name: 'y', values: points.map((p) => p.y) }] };
    }
    return { ...base, rate_hz: 50, shape: [rows.length, 1, 3], traces: ['acc_x', 'acc_y', 'acc_z'].map((name, i) => ({ name, values: rows.map((row) => row[i + 1]) })) };
  }
  map(project) {
    if (project.states.preprocess === 'missing') throw new Refusal(404, 'not_yet', 'There is no map before preprocess; run it first.');
    const own = project.samples.filter((one) => one.split === 'train' && one.label).slice(0, 400);
    const at = (one, kind, k) => (chance(`${one.label}${kind}${k}`) - 0.5) * 6 + (chance(`${one.id}${kind}${k}`) + chance(`${one.id}x${kind}${k}`) - 1) * 1.7;
    return { ids: own.map((one) => one.id), labels: own.map((one) => one.label), pca: own.map((one) => [at(one, 'p', 0), at(one, 'p', 1)]), t_sne: own.map((one) => [at(one, 't', 0) * 2, at(one, 't', 1) * 2]), pca_share: 0.61, of: own.length };
  }
  infer(project, bytes) {
    const labels = this.labels(project);
    const loud = isWav(bytes) ? Math.max(...wavValues(bytes).slice(0, 16000).map(Math.abs)) : chance(bytes.toString('latin1', 100, 400));
    const raw = labels.map((label, i) => Math.exp(3 * Math.cos(loud * 7 + i * 2)));
    const sum = raw.reduce((a, b) => a + b, 0);
    const scores = labels.map((label, i) => ({ label, score: raw[i] / sum }));
    const best = [...scores].sort((a, b) => b.score - a.score)[0];
    return { answers: [{ name: '', label: best?.label ?? '', unknown: (best?.score ?? 0) < 0.5, scores, threshold: 0.5 }], model: 'int8', milliseconds: 1.2, origin: this.origin(project) };
  }

  /** Answers one row: a value for JSON, { bytes, type }, undefined for 204, or { listen } for events. */
  answer(method, path, query, bytes) {
    const json = () => (bytes.length > 0 ? JSON.parse(bytes.toString()) : {});
    if (path === '/templates') return templates.map(({ labels, ...one }) => one);
    if (path === '/projects' && method === 'GET') return [...this.projects.values()].map((one) => this.card(one));
    if (path === '/projects') return query.get('archive') ? this.create({ name: query.get('archive'), template: 'keyword', words: ['yes', 'no'] }) : this.create(json());
    const [, name, rest = ''] = /^\/projects\/([^/]+)(\/.*)?$/.exec(path) ?? [];
    const project = need(this.projects.get(decodeURIComponent(name ?? '')), `There is no project ${name}; look at the list of the workbench.`);
    if (rest === '' && method === 'DELETE') { this.projects.delete(project.name); return undefined; }
    if (rest === '') return this.view(project);
    return this.inside(project, method, rest, query, bytes, json);
  }
  inside(project, method, rest, query, bytes, json) {
    const row = `${method} ${rest}`;
    const sampleId = /^\/samples\/([^/]+)(\/file)?$/.exec(rest);
    // Classes of this mock are its own, so it answers for them itself.
    const theirs = row === 'POST /infer' && project.goal === 'classify' ? undefined : results(method, `/projects/${project.name}${rest}${query.size ? `?${query}` : ''}`, this.view(project), bytes);
    if (theirs?.status >= 400) throw new Refusal(theirs.status, 'not_yet', JSON.parse(theirs.body).error.message);
    if (theirs) return { bytes: Buffer.from(theirs.body), type: theirs.type };
    if (row === 'PUT /recipe') { Object.assign(project, readRecipe(kindOf(project), json().recipe)); this.touch(project, 'collect'); return this.view(project); }
    if (row === 'POST /options') { const { section, name, value } = json(); set(project, section, name, value); this.touch(project, stageOf[section]); return this.view(project); }
    if (row === 'POST /sources') { this.addSource(project, json()); return this.view(project); }
    const source = /^DELETE \/sources\/(\d+)$/.exec(row);
    if (source) { const at = Number(source[1]); project.sources.splice(at, 1); project.samples = project.samples.filter((one) => one.source !== at); this.touch(project, 'collect'); return this.view(project); }
    if (row === 'POST /recordings') return this.record(project, query, bytes);
    if (row === 'GET /samples') return this.page(project, query);
    if (row === 'POST /samples') return this.relabel(project, json());
    if (sampleId) {
      const sample = need(project.samples.find((one) => one.id === sampleId[1]), `There is no sample ${sampleId[1]}.`);
      if (!sampleId[2]) return this.sampleView(project, sample);
      const data = this.file(project, sample);
      return { bytes: data, type: isWav(data) ? 'audio/wav' : data[0] === 0x89 ? 'image/png' : 'text/csv' };
    }
    if (row === 'GET /map') return this.map(project);
    if (row === 'POST /infer') return this.infer(project, bytes);
    if (row === 'GET /archive') return { bytes: Buffer.from('PK\x05\x06' + '\0'.repeat(18), 'latin1'), type: 'application/zip' };
    if (rest.startsWith('/job')) return this.jobRow(project, row, json);
    if (row === 'GET /runs') return [];
    if (row === 'GET /comparison') return comparisonOf(project);
    if (row === 'GET /search') return searchOf(project);
    if (row === 'POST /search/best') { set(project, 'model', 'layers', bestLayers); this.touch(project, 'train'); return this.view(project); }
    throw new Refusal(404, 'no_route', `There is no row ${row}.`);
  }
  page(project, query) {
    const own = project.samples.filter((one) => (!query.get('label') || one.label === query.get('label')) && (!query.get('split') || one.split === query.get('split')) && (['1', 'only'].includes(query.get('recordings')) || one.split !== '') && (query.get('recordings') !== 'only' || one.recording));
    const from = Number(query.get('from') ?? 0);
    return { total: own.length, samples: own.reverse().slice(from, from + Number(query.get('count') ?? 100)) };
  }
  jobRow(project, row, json) {
    if (row === 'GET /job') return project.job?.view() ?? null;
    if (row === 'GET /job/events') return { listen: (send) => { project.listeners.add(send); return () => project.listeners.delete(send); } };
    if (row === 'POST /job') {
      if (project.job?.busy) throw new Refusal(409, 'busy', 'A job of this project is running already; stop it or wait.');
      const open = stageNames.filter((name) => name !== 'monitor' && project.states[name] !== 'done');
      const { stages: asked, options } = json();
      const wanted = asked ?? open;
      // A comparison needs what optimize needs, a search what train needs.
      const first = stageNames.indexOf({ compare: 'optimize', search: 'train' }[wanted[0]] ?? wanted[0] ?? 'collect');
      const before = stageNames.slice(0, first).find((name) => project.states[name] === 'missing');
      if (before) throw new Refusal(409, 'order', `${wanted[0]} needs ${before} first; run that stage, or all that changed.`);
      project.job = new Job(`j${++this.count}`, wanted, project, this, options);
      return project.job.view();
    }
    const action = /^POST \/job\/(pause|go_on|step|stop)$/.exec(row)?.[1];
    need(action && project.job, 'There is no job to steer.');
    project.job.steer(action);
    return project.job.view();
  }
}
