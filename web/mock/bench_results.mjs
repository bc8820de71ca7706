// SPDX-License-Identifier: Apache-2.0
// What a project of the workbench has to show after it ran: features, runs, report, answers, files. The reports are of real
// runs of the program (mock/reports/, cut by cut.mjs); features and answers are made up from the bytes and the name.
import { keptFacts } from './bench_long.mjs';
import { existsSync, readFileSync } from 'node:fs';

const alike = { machine_sound: 'anomaly', stroke: 'motion' };
const kept = new Map();
/** The report of a real run of this template. */
export function reportOf(template) {
  const name = alike[template] ?? template;
  if (!kept.has(name)) {
    const file = new URL(`./reports/${name}.json`, import.meta.url);
    kept.set(name, existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);
  }
  return kept.get(name);
}

/** A number from 0 to 1 that depends on the text alone (FNV-1a). */
export function chance(text) {
  let h = 0x811c9dc5;
  for (const c of Buffer.from(String(text))) h = Math.imul(h ^ c, 0x01000193) >>> 0;
  h ^= h >>> 15;
  return ((Math.imul(h, 0x2c1b3c6d) >>> 0) % 100003) / 100003;
}

/** What a stage left behind, beside the report. */
export const factsOf = (stage, project) => (stage === 'optimize' && project.template === 'motion' ? keptFacts : stage === 'train' && reportOf(project.template) ? { layers_text: reportOf(project.template).training.layers_text } : {});

const option = (project, query, name, fallback) => {
  const tried = query.get(`preprocess.${name}`);
  const written = project.sections?.find((s) => s.name === 'preprocess')?.options.find((o) => o.name === name)?.value;
  const value = Number(tried ?? written ?? fallback);
  return Number.isFinite(value) && value > 0 ? Math.min(value, 256) : fallback;
};

function shapeOf(project, query) {
  if (project.feed === 'picture') return { shape: [option(project, query, 'height', 28), option(project, query, 'width', 28), 1], stride: 0 };
  if (project.feed === 'sound') return { shape: [49, option(project, query, 'bands', 40), 1], stride: option(project, query, 'stride_ms', 20) };
  if (project.feed === 'long_sound') return { shape: [60, 32, 1], stride: 32 };
  if (project.feed === 'motion' && project.template !== 'anomaly') return { shape: [1, 155, 1], stride: 0 };
  return project.template === 'anomaly' ? { shape: [140, 1, 1], stride: 8 } : { shape: [1, 1, 1], stride: 0 };
}

/** A few soft spots whose places depend on the sample. */
function features(project, sample, query) {
  const { shape, stride } = shapeOf(project, query);
  const [rows, columns] = shape;
  const spots = [0, 1, 2, 3].map((i) => ({ r: chance(`${sample} r${i}`), c: chance(`${sample} c${i}`), w: 0.08 + 0.2 * chance(`${sample} w${i}`) }));
  const level = (r, c) => Math.min(1, spots.reduce((sum, s) => sum + 0.7 * Math.exp(-((r / rows - s.r) ** 2 + (c / columns - s.c) ** 2) / (2 * s.w ** 2)), 0.06 * chance(`${sample} ${r} ${c}`)));
  const values = [];
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) values.push(Number(level(r, c).toFixed(3)));
  const size = rows * columns;
  return {
    shape, values, low: 0, high: project.feed === 'picture' ? 1 : 26, stride_ms: stride,
    labels_y: project.feed === 'sound' ? Array.from({ length: columns }, (_, i) => `${Math.round(125 * 60 ** ((i + 0.5) / columns))} Hz`) : [],
    cost: { operations: 95 * size, ram_bytes: 640 + 4 * size, note: 'counted on the virtual board' },
  };
}

function runs(project) {
  const { training, evaluation, regression, anomaly } = reportOf(project.template);
  const curve = training.epochs.map((e) => ({
    epoch: e.epoch, loss: e.train_loss, validation_loss: e.validation_loss, accuracy: e.train_accuracy, validation_accuracy: e.validation_accuracy, learning_rate: e.learning_rate, seconds: 1,
  }));
  const test = evaluation ? `accuracy ${(100 * evaluation.accuracy).toFixed(1)} %` : regression ? `mean absolute error ${regression.targets[0].mae.toPrecision(3)}` : anomaly ? `AUC ${anomaly.auc.toFixed(3)}` : '';
  const run = (id, cut, options, tested) => {
    const part = curve.slice(0, Math.max(4, Math.ceil(curve.length * cut)));
    const last = part.at(-1);
    return {
      id, at_ms: Date.UTC(2026, 5, 1, 9, id.charCodeAt(1)), model: training.model, parameters: training.parameters, seconds: 2.4 * part.length, best_epoch: last.epoch,
      validation_accuracy: evaluation ? last.validation_accuracy : null, validation_loss: last.validation_loss, test: tested, options, curve: part,
    };
  };
  const base = { 'train.epochs': String(curve.length), 'train.batch': '32', 'train.learning_rate': '0.002', 'model.model': training.model };
  return [run('r3', 1, base, test), run('r2', 0.6, { ...base, 'train.epochs': String(Math.ceil(0.6 * curve.length)) }, ''), run('r1', 0.4, { ...base, 'train.epochs': String(Math.ceil(0.4 * curve.length)), 'train.learning_rate': '0.01' }, '')];
}

function infer(project, body) {
  const report = reportOf(project.template);
  const pick = chance(body ?? '');
  const answer = { name: '', label: '', unknown: false, scores: [], threshold: 0 };
  if (report.evaluation) {
    const { labels, truths, scores } = report.scores;
    const rows = Buffer.from(truths, 'base64').length;
    const row = Buffer.from(scores, 'base64').subarray(labels.length * Math.floor(pick * rows));
    answer.scores = labels.map((label, i) => ({ label, score: row[i] / 255 }));
    const top = answer.scores.reduce((a, b) => (b.score > a.score ? b : a));
    answer.threshold = report.evaluation.threshold?.suggested.threshold ?? 0;
    answer.unknown = top.score < answer.threshold;
    answer.label = answer.unknown ? 'unknown' : top.label;
  } else if (report.anomaly) {
    const all = [...report.anomaly.normal_scores, ...report.anomaly.anomalous_scores];
    answer.value = all[Math.floor(pick * all.length)];
    answer.threshold = report.anomaly.threshold;
    answer.label = answer.value > answer.threshold ? 'anomaly' : 'normal';
  } else {
    answer.value = Number((2 * pick - 1).toFixed(4));
    answer.values = report.regression.targets.map((target) => ({ name: target.name, value: answer.value }));
  }
  return { answers: [answer], model: 'int8', milliseconds: 1.4, origin: report.evaluation?.origin ?? 'synthetic' };
}

const files = (project) => {
  const forms = reportOf(project.template).optimize.forms;
  return [
    { path: 'optimized/model_int8.tflite', bytes: forms.at(-1).file_bytes, help: 'the model in int8; runs in Tadpole, TensorFlow Lite and LiteRT' },
    { path: 'optimized/model_float.tflite', bytes: forms[0].file_bytes, help: 'the same in float, to compare' },
    { path: 'deploy/library.zip', bytes: 148_212, help: 'the model as a C++ library without heap or other libraries' },
    { path: 'deploy/firmware.zip', bytes: 402_117, help: 'the firmware of the board with its sources' },
    { path: 'report.html', bytes: 412_380, help: 'the report as one page that works without network' },
    { path: 'model-card.md', bytes: 4_120, help: 'what the model is for, how good it is and where it fails' },
  ];
};

const json = (body, status = 200) => ({ status, type: 'application/json', body: JSON.stringify(body) });
/** path: below /api/v1, with its query. project: as GET /projects/{p} gives it. body: the bytes of a POST. undefined: not a row of these. */
export function results(method, path, project, body) {
  const url = new URL(path, 'http://mock');
  const [, , , row, ...rest] = url.pathname.split('/').map(decodeURIComponent);
  const ran = (stage) => project.stages?.find((s) => s.name === stage)?.state !== 'missing';
  if (method === 'GET' && row === 'samples' && rest[1] === 'features') return json(features(project, rest[0], url.searchParams));
  if (!reportOf(project.template)) return undefined;
  if (method === 'GET' && row === 'runs') return json(ran('train') ? runs(project) : []);
  if (method === 'GET' && row === 'report') return json(ran('evaluate') ? reportOf(project.template) : { labels: project.labels, ...(ran('train') ? { training: reportOf(project.template).training } : {}) });
  if (method === 'POST' && row === 'infer') return ran('train') ? json(infer(project, body)) : json({ error: { code: 'no_model', message: 'There is no model yet; train one first.' } }, 400);
  if (method === 'GET' && row === 'files' && rest.length === 0) return json(ran('train') ? files(project) : []);
  if (method === 'GET' && row === 'files') return { status: 200, type: 'application/octet-stream', body: Buffer.from(`mock of ${rest.join('/')}\n`) };
  return undefined;
}
