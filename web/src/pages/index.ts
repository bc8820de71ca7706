// SPDX-License-Identifier: Apache-2.0
// One loader per route. The home page and the player come with the shell, the others when they are asked for.
import type { Component } from 'svelte';
import type { routes } from '../app/location.svelte';
import type { Params } from '../app/router';
import Home from './Home.svelte';
import Missing from './Missing.svelte';
import UnitPage from './Unit.svelte';

type Name = (typeof routes)[number][1] | 'missing';
type Page = Component<{ params: Params }>;
type Loader = () => Promise<{ default: Page }>;

/** A page may need no parameters; it is given them all the same. */
const here = (page: unknown): Loader => {
  const loaded = Promise.resolve({ default: page as Page });
  return () => loaded;
};
const once = (load: () => Promise<unknown>): Loader => {
  let loaded: ReturnType<Loader> | undefined;
  const tryAgain = (error: unknown) => {
    loaded = undefined;
    throw error;
  };
  return () => (loaded ??= load().catch(tryAgain) as ReturnType<Loader>);
};

export const pages: Record<Name, Loader> = {
  home: here(Home),
  unit: here(UnitPage),
  missing: here(Missing),
  course: once(() => import('./Course.svelte')),
  concepts: once(() => import('./Concepts.svelte')),
  glossary: once(() => import('./Glossary.svelte')),
  lab: once(() => import('./Lab.svelte')),
  workbench: once(() => import('./Workbench.svelte')),
  bench: once(() => import('./Bench.svelte')),
  search: once(() => import('./Search.svelte')),
  work: once(() => import('./Work.svelte')),
  classes: once(() => import('./Classes.svelte')),
  class: once(() => import('./Class.svelte')),
  discussions: once(() => import('./Discussions.svelte')),
  thread: once(() => import('./Thread.svelte')),
  people: once(() => import('./People.svelte')),
  teach: once(() => import('./Teach.svelte')),
  preview: once(() => import('./Preview.svelte')),
  join: once(() => import('./Join.svelte')),
  settings: once(() => import('./Settings.svelte')),
};
