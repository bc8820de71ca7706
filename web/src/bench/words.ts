// SPDX-License-Identifier: Apache-2.0
// The words of the workbench: stages, states, feeds, templates, sizes and times.
import type { Feed, StageName, StageState, WorkName } from '../api/bench';
import { number, t, tn } from '../i18n/index.svelte';

/** "learning_rate" as people read it: "Learning rate". Names of the recipe are not translated: they are what one types. */
export const humanName = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');

export function stageTitle(stage: StageName): string {
  const titles: Record<StageName, string> = {
    collect: t('Collect'), preprocess: t('Preprocess'), train: t('Train'), evaluate: t('Evaluate'),
    optimize: t('Optimize'), deploy: t('Deploy'), monitor: t('Monitor'),
  };
  return titles[stage];
}

/** The same of what a job does. */
export function workTitle(work: WorkName): string {
  return work === 'compare' ? t('Comparison') : work === 'search' ? t('Search for a network') : stageTitle(work);
}

/** What a stage asks, under its heading. */
export function stageLead(stage: StageName): string {
  const leads: Record<StageName, string> = {
    collect: t('What shall the model learn from?'),
    preprocess: t('What does the model see of it?'),
    train: t('Let it learn, and watch.'),
    evaluate: t('How good is it, and where does it fail?'),
    optimize: t('Make it small enough for the device.'),
    deploy: t('Put it on a board.'),
    monitor: t('Does it still work out there?'),
  };
  return leads[stage];
}

export type Shown = StageState | 'running';
export function stateName(state: Shown): string {
  const names: Record<Shown, string> = {
    missing: t('not run yet'), stale: t('out of date'), done: t('up to date'), running: t('running'),
  };
  return names[state];
}

export function feedName(feed: Feed): string {
  const names: Record<Feed, string> = {
    sound: t('Sound'), picture: t('Pictures'), motion: t('Movement'), stroke: t('Drawing'), table: t('Numbers'), long_sound: t('Long sounds'),
  };
  return names[feed];
}

/** A template in one sentence; a template this page does not know keeps its own help. */
export function templateSentence(name: string, help: string): string {
  const sentences: Record<string, string> = {
    keyword: t('It hears silence, some other word, or one of yours.'),
    image: t('It says which of several things is shown.'),
    motion: t('Of a phone or a wrist: which gesture or activity it is.'),
    stroke: t('With a finger or a wand: which sign it was.'),
    table: t('Row by row it finds the class or a number.'),
    regression: t('From other numbers: the first neuron, a sine, a column.'),
    anomaly: t('It learns what is normal, and points at what is not.'),
    machine_sound: t('It notices when a machine sounds wrong.'),
  };
  return sentences[name] ?? help;
}
export function templateTitle(name: string): string {
  const titles: Record<string, string> = {
    keyword: t('Spoken words'), image: t('Pictures'), motion: t('Movement'), stroke: t('Drawn signs'), table: t('Table'),
    regression: t('A number'), anomaly: t('Anomalies'), machine_sound: t('Machine sound'),
  };
  return titles[name] ?? humanName(name);
}

/** Where the samples come from, as a label that travels with every accuracy. */
export function originName(origin: string, feed: Feed): string {
  if (origin === 'recorded') return t('recorded');
  if (origin === 'mixed') return t('recorded and synthetic');
  if (origin !== 'synthetic') return '';
  const made: Partial<Record<Feed, string>> = {
    sound: t('synthetic voices'), long_sound: t('synthetic sound'), picture: t('rendered pictures'),
    motion: t('simulated movement'), stroke: t('simulated strokes'), table: t('made-up numbers'),
  };
  return made[feed] ?? t('synthetic');
}

export function bytes(count: number): string {
  if (count < 1000) return t('{n} B', { n: number(count) });
  if (count < 1_000_000) return t('{n} kB', { n: number(count / 1000, count < 100_000 ? 1 : 0) });
  return t('{n} MB', { n: number(count / 1_000_000, 1) });
}
export function millis(ms: number): string {
  return t('{n} ms', { n: number(ms, ms < 10 ? 2 : ms < 100 ? 1 : 0) });
}
export function ago(ms: number): string {
  const minutes = Math.floor((Date.now() - ms) / 60_000);
  if (minutes < 1) return t('just now');
  if (minutes < 60) return tn('{n} minute ago', '{n} minutes ago', minutes);
  if (minutes < 48 * 60) return tn('{n} hour ago', '{n} hours ago', Math.floor(minutes / 60));
  return tn('{n} day ago', '{n} days ago', Math.floor(minutes / 1440));
}
/** A class as the reader calls it; the two that every keyword model has are explained. */
export function className(label: string, feed: Feed): string {
  if (feed === 'sound' && label === 'unknown') return t('another word');
  if (feed === 'sound' && label === 'silence') return t('no word');
  return label;
}
