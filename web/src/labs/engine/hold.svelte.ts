// SPDX-License-Identifier: Apache-2.0
// The engine of a lab for as long as the lab is on the page. Call holdEngine() while the component is set up.
import { Engine } from './engine';

export class Held {
  engine = $state.raw<Engine | null>(null);
  /** A sentence when the core could not be loaded. */
  error = $state('');
}

export function holdEngine(): Held {
  const held = new Held();
  $effect(() => {
    let left = false;
    let own: Engine | undefined;
    Engine.start().then(
      (engine) => {
        if (left) return engine.close();
        held.engine = own = engine;
      },
      (error: unknown) => (held.error = error instanceof Error ? error.message : String(error)),
    );
    return () => {
      left = true;
      own?.close();
    };
  });
  return held;
}
