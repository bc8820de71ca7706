// SPDX-License-Identifier: Apache-2.0
// What the model answered for a sample when it was last asked, so that the next look at it asks nobody. Another model, or
// other samples, and all is forgotten.
import type { Answer, Project } from '../../api/bench';

const before = ['collect', 'preprocess', 'train', 'optimize'];

/** What answers follow from: the stages that made the samples and the model, as they last ran. */
export function modelKey(project: Pick<Project, 'stages'>): string {
  return JSON.stringify(project.stages.filter((stage) => before.includes(stage.name)).map(({ name, seconds, facts, text }) => [name, seconds, facts, text]));
}

export class Asked {
  private key = '';
  private answers = new Map<string, Answer[]>();

  /** ask: of the model; its answer is kept for as long as the project's model stays the same. project: as it is when called. */
  async of(sample: string, project: () => Pick<Project, 'stages'>, ask: () => Promise<Answer[]>): Promise<Answer[]> {
    const key = modelKey(project());
    if (key !== this.key) [this.key, this.answers] = [key, new Map()];
    const known = this.answers.get(sample);
    if (known) return known;
    const answers = await ask();
    if (this.key === key && modelKey(project()) === key) this.answers.set(sample, answers);
    return answers;
  }
}
