// SPDX-License-Identifier: Apache-2.0
// Options that are tried and not yet written: the form sees a bench that remembers them, the recipe sees nothing until keep().
import type { Option, Project } from '../../api/bench';
import type { Bench } from '../state.svelte';

export class Trial {
  /** "preprocess.bands" to "32": only what differs from the recipe. */
  values = $state.raw<Record<string, string>>({});
  /** The bench as a form shall see it: with the trial values in place, and changes that come here. */
  readonly bench: Bench;
  private readonly project = $derived.by(() => this.overlaid());

  constructor(private readonly real: Bench) {
    const own: Record<string, unknown> = { setOption: this.set };
    this.bench = new Proxy(real, {
      get: (target, key) => (key === 'project' ? this.project : typeof key === 'string' && key in own ? own[key] : (Reflect.get(target, key, target) as unknown)),
      set: (target, key, value) => Reflect.set(target, key, value, target),
    });
  }

  get changed() {
    return Object.keys(this.values).length > 0;
  }
  private overlaid(): Project {
    const value = (section: string, option: Option) => this.values[`${section}.${option.name}`] ?? option.value;
    const sections = this.real.project.sections.map((section) => ({
      ...section, options: section.options.map((option) => ({ ...option, value: value(section.name, option) })),
    }));
    return { ...this.real.project, sections };
  }
  set = (section: string, name: string, value: string): Promise<boolean> => {
    const { [`${section}.${name}`]: _, ...others } = this.values;
    const isReal = this.real.project.sections.find((one) => one.name === section)?.options.find((one) => one.name === name)?.value === value;
    this.values = isReal ? others : { ...others, [`${section}.${name}`]: value };
    return Promise.resolve(true);
  };
  discard = () => {
    this.values = {};
  };
  /** Writes the options one by one; stops at the first that is refused, and keeps those that are not written. */
  async keep() {
    for (const [key, value] of Object.entries(this.values)) {
      const [section, name] = [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)];
      if (!(await this.real.setOption(section, name, value))) return;
      const { [key]: _, ...others } = this.values;
      this.values = others;
    }
  }
}
