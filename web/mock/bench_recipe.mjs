// SPDX-License-Identifier: Apache-2.0
// Templates and options of the mock of the workbench, and its tadpole.toml.
import { Refusal } from './hub.mjs';

const template = (name, feed, goal, help, generators, models, bases = [], labels = []) => ({ name, feed, goal, help, generators, models, bases, can_generate: true, labels });
export const templates = [
  template('keyword', 'sound', 'classify', 'spoken words: silence, another word, or a keyword', ['voices'], ['ds_cnn', 'ds_cnn filters=32', 'dense_small'], [{ name: 'keyword_49x40', help: 'an embedding of spoken words', learnt_from: 'synthetic voices of 2000 words' }]),
  template('image', 'picture', 'classify', 'pictures: which of several classes is shown', ['garments', 'glyphs', 'objects'], ['mobilenet_v1 alpha=0.25', 'small_cnn'], [], ['shirt', 'shoe', 'bag']),
  template('motion', 'motion', 'classify', 'movement from accelerometer and gyroscope: which gesture or activity', ['activities', 'gestures'], ['dense_small'], [], ['rest', 'walk', 'shake']),
  template('stroke', 'stroke', 'classify', 'strokes of a wand or a finger (JSON, CSV): which sign was drawn', ['signs'], ['small_cnn'], [], ['circle', 'slash', 'zigzag']),
  template('table', 'table', 'classify', 'rows of a CSV table: a class, or a number (regression)', ['census', 'machine'], ['dense_small'], [], ['no', 'yes']),
  template('regression', 'table', 'regress', 'a number from numbers: the first neuron (y = 2x - 1), a sine, a column of a table', ['line', 'sine'], ['dense_small'], []),
  template('anomaly', 'motion', 'reconstruct', 'what is not as usual, learnt from normal recordings: heart beats, vibration, sound', ['ecg', 'vibration'], ['autoencoder units=32 depth=2 code=8'], [], ['normal', 'odd']),
  template('machine_sound', 'long_sound', 'reconstruct', 'machines that sound otherwise than they should, learnt from normal sound', ['fan'], ['autoencoder units=64 depth=2 code=8'], [], ['normal', 'odd']),
];

const option = (name, type, value, help, more = {}) => ({ name, type, value: String(value), default: String(value), help, unit: '', min: null, max: null, choices: [], ...more });
const percent = { unit: '%', min: 1, max: 50 };
/** The sections of a fresh project of this template. */
export function sections(kind) {
  const sound = kind.feed === 'sound';
  return [
    { name: 'project', help: 'project: what it learns', options: [option('template', 'text', kind.name, 'what the project learns', { choices: templates.map((one) => one.name) }), ...(sound ? [option('words', 'texts', 'yes,no', 'the keywords, in class order after silence and unknown')] : []), option('seed', 'integer', 1, 'same seed, same machine: same model, byte for byte', { min: 0 })] },
    { name: 'collect', help: 'collect: what it learns from', options: [...(sound ? [option('unknown_percent', 'real', 100, 'clips of other words, of the clips of a keyword', { unit: '%', min: 0, max: 1000 }), option('silence_percent', 'real', 100, 'clips without a word, of the clips of a keyword', { unit: '%', min: 0, max: 1000 })] : []), option('validation_percent', 'real', 10, 'people kept for validation, where the source gives no split', percent), option('test_percent', 'real', 20, 'people kept for the test, where the source gives no split', percent)] },
    { name: 'preprocess', help: 'preprocess: what the model sees', options: sound
      ? [option('window_ms', 'real', 40, 'length of a frame', { unit: 'ms', min: 5, max: 200 }), option('stride_ms', 'real', 20, 'from one frame to the next', { unit: 'ms', min: 5, max: 200 }), option('bands', 'integer', 40, 'mel bands', { min: 4, max: 128 }), option('coefficients', 'integer', 10, 'cepstral coefficients; 0: the bands themselves', { min: 0, max: 64 })]
      : kind.feed === 'picture' ? [option('width', 'integer', 28, 'pixels across', { min: 4, max: 512 }), option('height', 'integer', 28, 'pixels down', { min: 4, max: 512 }), option('colour', 'text', 'rgb', 'what the model sees', { choices: ['rgb', 'grey'] })]
      : [option('window_ms', 'real', 1000, 'length of a window', { unit: 'ms', min: 50, max: 60000 }), option('features', 'text', 'spectral', 'what is taken from a window', { choices: ['spectral', 'raw'] })] },
    { name: 'augment', help: 'augment: changes in training only', options: [option('shift_ms', 'real', 100, 'moved in time by at most', { unit: 'ms', min: 0, max: 500 }), option('noise', 'boolean', 'true', 'background mixed in')] },
    { name: 'model', help: 'train: the network', options: [option('model', 'text', kind.models[0], 'a ready-made network, with its options'), option('layers', 'texts', '', 'your own network, one layer per entry, e.g. "dense units=4"; empty: the one named above'), option('base', 'text', '', 'transfer learning: whose first layers are taken; empty: none'), option('fine_tune_epochs', 'integer', 0, "transfer: epochs of all layers at a tenth of the rate, after the head's", { min: 0, max: 100000 })] },
    { name: 'train', help: 'train: how it learns', options: [option('epochs', 'integer', 60, 'times that all training samples are seen', { min: 1, max: 100000 }), option('batch_size', 'integer', 32, 'samples per step', { min: 1, max: 4096 }), option('learning_rate', 'real', 0.002, 'size of the steps', { min: 0.000001, max: 10 }), option('optimizer', 'text', 'adam', 'how steps are made', { choices: ['adam', 'sgd', 'rmsprop'] }), option('schedule', 'text', 'cosine', 'how the rate falls', { choices: ['constant', 'cosine', 'steps', 'exponential'] })] },
    { name: 'evaluate', help: 'evaluate: how good it is', options: sound ? [option('stream_minutes', 'real', 10, 'length of the made-up stream', { unit: 'min', min: 0, max: 600 }), option('false_accepts_per_hour', 'real', 1, 'what the suggested threshold aims at', { min: 0, max: 1000 })] : [] },
    { name: 'optimize', help: 'optimize: from float to int8', options: [option('calibration_clips', 'integer', 100, 'training samples that show the ranges of the activations', { min: 1, max: 100000 }), option('calibration', 'text', 'mse', 'how a range is chosen from them', { choices: ['min_max', 'percentile', 'mse'] }), option('bias_correction', 'boolean', 'true', 'lets biases make good what rounded kernels change of the mean'), option('equalize', 'boolean', 'false', 'moves scale between the channels of layers that follow each other, before anything is rounded'), option('scheme', 'text', 'int8', 'how one more model file keeps its numbers, to compare with; int8 is always made, boards run it', { choices: ['int8', 'int16x8', 'dynamic_range', 'all'] })] },
    { name: 'deploy', help: 'deploy: the board', options: [option('board', 'text', 'virtual-m4', 'where the firmware runs'), option('clips', 'integer', 0, 'test samples to run on the board; 0: all', { min: 0, max: 1000000 })] },
  ];
}

/** Sets one option or refuses with a sentence. */
export function set(project, sectionName, name, value) {
  const section = project.sections.find((one) => one.name === sectionName);
  const found = section?.options.find((one) => one.name === name);
  if (!found) throw new Refusal(400, 'wrong_use', `[${sectionName}] has no key '${name}'; known keys: ${section?.options.map((one) => one.name).join(', ') ?? 'none'}.`);
  const refuse = (range) => { throw new Refusal(400, 'wrong_use', `${name}: found '${value}', expected ${range}.`); };
  if (found.type === 'integer' || found.type === 'real') {
    const n = Number(value);
    const range = `a ${found.type === 'integer' ? 'whole ' : ''}number${found.min !== null ? ` from ${found.min}` : ''}${found.max !== null ? ` to ${found.max}` : ''}`;
    if (value.trim() === '' || !Number.isFinite(n) || (found.type === 'integer' && !Number.isInteger(n)) || n < (found.min ?? -Infinity) || n > (found.max ?? Infinity)) refuse(range);
  }
  if (found.type === 'boolean' && !['true', 'false'].includes(value)) refuse('true or false');
  if (found.choices.length > 0 && !found.choices.includes(value)) refuse(`one of: ${found.choices.join(', ')}`);
  found.value = value;
}

const toml = (one) => (one.type === 'text' ? JSON.stringify(one.value) : one.type === 'texts' ? `[${one.value.split(',').filter(Boolean).map((v) => JSON.stringify(v)).join(', ')}]` : one.value);
export function recipe(project) {
  const parts = project.sections.flatMap((section) => {
    const own = section.options.filter((one) => one.name === 'template' || one.value !== one.default);
    return own.length === 0 ? [] : [`[${section.name}]\n` + own.map((one) => `${one.name} = ${toml(one)}`).join('\n')];
  });
  const sources = project.sources.map((source) => '[[source]]\n' + Object.entries(source).map(([key, value]) => `${key} = ${/^(\d+|true|false)$/.test(value) ? value : JSON.stringify(value)}`).join('\n'));
  return [...parts, ...sources].join('\n\n') + '\n';
}

/** Reads a recipe as the core would, or refuses with the line; gives the options and the sources. */
export function readRecipe(kind, text) {
  const fresh = { sections: sections(kind), sources: [] };
  let at = null;
  text.split('\n').forEach((line, i) => {
    const refuse = (what) => { throw new Refusal(400, 'bad_recipe', `tadpole.toml, line ${i + 1}: ${what}`); };
    const clean = line.replace(/#.*$/, '').trim();
    if (clean === '') return;
    const head = /^\[(\[?)(\w+)\]\]?$/.exec(clean);
    if (head) {
      at = head[2];
      if (head[1]) fresh.sources.push({});
      else if (!fresh.sections.some((one) => one.name === at)) refuse(`there is no section [${at}].`);
      return;
    }
    const pair = /^(\w+)\s*=\s*(.+)$/.exec(clean);
    if (!pair || at === null) return refuse(`found '${clean}', expected a key, '=' and a value.`);
    const value = pair[2].replace(/^\[(.*)\]$/, '$1').split(/,\s*/).map((part) => part.replace(/^"(.*)"$/, '$1')).join(',');
    if (at === 'source') { fresh.sources.at(-1)[pair[1]] = value; return; }
    try { set(fresh, at, pair[1], value); } catch (error) { refuse(error.message); }
  });
  return fresh;
}
