// SPDX-License-Identifier: Apache-2.0
// The classes of a project as collect shows them: those that are known, and those that were named here and have no recording yet.
import type { Bench } from '../state.svelte';

const needed: Record<string, number> = { sound: 5, long_sound: 4, picture: 5, motion: 4, stroke: 5, table: 1 };

/** The page's own recordings are a source of the recipe, too: the core adds it with the first one. */
export const isOwn = (source: Record<string, string>) => source.import === 'recordings';

export class Classes {
  private named = $state<string[]>([]);
  private readonly key: string;
  constructor(private readonly bench: Bench) {
    this.key = `tadpole.bench.classes.${bench.name}`;
    try {
      this.named = JSON.parse(localStorage.getItem(this.key) ?? 'null') as string[] | null ?? this.first();
    } catch {
      this.named = this.first();
    }
  }
  /** With keywords the recipe names the classes. */
  get fixed() {
    return this.bench.project.feed === 'sound';
  }
  get words() {
    return (this.bench.option('project', 'words')?.value ?? '').split(',').filter(Boolean);
  }
  get all(): string[] {
    const { labels, feed } = this.bench.project;
    // What must be there to be a detector stands last: the reader's own words come first.
    if (this.fixed) return [...this.words, ...['unknown', 'silence'].filter((one) => !this.words.includes(one))];
    if (feed === 'table') return labels;
    // The names that this page proposed give way once a source brings others.
    const proposed = this.first();
    const given = labels.length > 0 && !labels.some((one) => proposed.includes(one));
    return [...new Set([...labels, ...this.named.filter((one) => !given || !proposed.includes(one))])];
  }
  /** May this class be renamed and removed? */
  mine(label: string) {
    return !this.fixed || this.words.includes(label);
  }
  /** How many samples a class should have at least. Other words and silence help, but a model is made without them, too. */
  needs(label: string) {
    const { goal, feed } = this.bench.project;
    // What learns the normal needs nothing else; the rest only shows whether it notices.
    if (goal === 'reconstruct' && label !== this.normal) return 0;
    return this.mine(label) ? (needed[feed] ?? 4) : 0;
  }
  total(label: string) {
    const one = this.count(label);
    return Math.max(one.recordings, one.train + one.validation + one.test);
  }
  missing(label: string) {
    // What a source brings is known only once it is collected; then that stage says what is missing.
    return this.bench.project.sources.some((one) => !isOwn(one)) ? 0 : Math.max(0, this.needs(label) - this.total(label));
  }
  private get normal() {
    return this.bench.option('anomaly', 'normal')?.value ?? 'normal';
  }
  private first(): string[] {
    if (this.bench.project.goal === 'reconstruct') return [this.normal, 'other'];
    return ['class_1', 'class_2'];
  }
  private keep(named: string[]) {
    this.named = named;
    localStorage.setItem(this.key, JSON.stringify(named));
  }
  count(label: string) {
    return this.bench.project.counts.find((one) => one.label === label) ?? { label, train: 0, validation: 0, test: 0, recordings: 0 };
  }
  async add(label: string) {
    if (this.fixed) await this.setWords([...this.words, label]);
    else this.keep([...this.named, label]);
  }
  private setWords = (words: string[]) => this.bench.setOption('project', 'words', words.join(','));
  private async ids(label: string): Promise<string[]> {
    const out: string[] = [];
    for (;;) {
      const page = await this.bench.door.samples(this.bench.name, { label, recordings: 1, from: out.length, count: 500 });
      out.push(...page.samples.map((one) => one.id));
      if (page.samples.length === 0 || out.length >= page.total) return out;
    }
  }
  /** Gives its samples another class (null: leaves them out) and forgets the name. */
  async change(label: string, to: string | null) {
    const ids = await this.ids(label);
    if (ids.length > 0) await this.bench.door.relabel(this.bench.name, ids, to);
    if (this.fixed) await this.setWords(this.words.flatMap((word) => (word !== label ? [word] : to === null ? [] : [to])));
    else {
      this.keep([...this.named.filter((one) => one !== label && one !== to), ...(to === null ? [] : [to])]);
      await this.bench.refresh();
    }
  }
}
