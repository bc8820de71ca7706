// SPDX-License-Identifier: Apache-2.0
// The core of a lab with what the page shows of it: whether it is there, what it trains just now, how far, and what went wrong.
import { Engine, Stopped, type Dataset, type Epoch, type FitOptions, type Model, type Network, type Options, type Samples } from '../engine/engine';

export class Runner {
  engine = $state.raw<Engine | null>(null);
  error = $state('');
  /** What is trained just now; empty when nothing is. */
  running = $state('');
  epochs = $state.raw<Epoch[]>([]);

  /** Loads the core and what `then` asks of it, so that the lab works without a server afterwards. */
  async open(then: (engine: Engine) => Promise<void>) {
    await this.tried(async () => {
      const engine = await Engine.start();
      await then(engine);
      this.engine = engine;
    });
  }
  stop() {
    this.engine?.stop();
  }
  close() {
    this.engine?.close();
    this.engine = null;
  }

  /** False when it was stopped or failed; the sentence is then in error. */
  async tried(work: () => Promise<void>): Promise<boolean> {
    this.error = '';
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof Stopped)) this.error = error instanceof Error ? error.message : String(error);
      return false;
    }
  }

  dataset = (name: string, options: Options): Promise<Dataset> => this.#there().dataset(name, options);
  /** A network with fresh weights. */
  model = (network: Network): Promise<Model> => this.#there().model(network);

  /** Trains and tells every epoch; false when it did not come to the end. */
  async fit(model: Model, samples: Samples, { onEpoch, ...rest }: FitOptions, name = 'network'): Promise<boolean> {
    [this.running, this.epochs] = [name, []];
    const well = await this.tried(async () => {
      await model.fit(samples, { ...rest, onEpoch: (epoch, parameters) => {
        this.epochs = [...this.epochs, epoch];
        onEpoch?.(epoch, parameters);
      } });
    });
    this.running = '';
    return well;
  }

  #there(): Engine {
    if (!this.engine) throw new Stopped();
    return this.engine;
  }
}

/** The largest of the answers of sample i. */
export function answered(outputs: Float32Array, classes: number, i = 0): number {
  const at = i * classes;
  let best = 0;
  for (let c = 1; c < classes; ++c) if (outputs[at + c]! > outputs[at + best]!) best = c;
  return best;
}
