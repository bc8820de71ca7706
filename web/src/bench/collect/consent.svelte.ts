// SPDX-License-Identifier: Apache-2.0
// Who is recording, and that they agreed. Kept in this browser, one list per project.

interface Kept { who: string; agreed: Record<string, string> }

export class Consent {
  who = $state('');
  asking = $state(false);
  private agreed = $state<Record<string, string>>({});
  private waiting: (() => void) | undefined;
  private readonly key: string;

  constructor(project: string) {
    this.key = `tadpole.bench.consent.${project}`;
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? '{}') as Partial<Kept>;
      this.who = kept.who ?? '';
      this.agreed = kept.agreed ?? {};
    } catch {
      // a broken note counts as none: they are asked again
    }
  }
  get given() {
    return this.who !== '' && this.agreed[this.who] !== undefined;
  }
  /** What is written beside every recording. */
  get sentence() {
    return `given in the page on ${this.agreed[this.who] ?? ''}`;
  }
  /** Does it at once when consent was given, else once it is. */
  then(work: () => void) {
    if (this.given) return work();
    this.waiting = work;
    this.asking = true;
  }
  accept(who: string) {
    this.who = who;
    this.agreed = { ...this.agreed, [who]: new Date().toISOString().slice(0, 10) };
    localStorage.setItem(this.key, JSON.stringify({ who, agreed: this.agreed } satisfies Kept));
    this.asking = false;
    this.waiting?.();
    this.waiting = undefined;
  }
  refuse() {
    this.waiting = undefined;
  }
}
