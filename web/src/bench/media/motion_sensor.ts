// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n/index.svelte';

export interface MotionRow { t: number; x: number; y: number; z: number }

/** The accelerometer of a phone, with gravity, in m/s^2. */
export class MotionSensor {
  readonly rows: MotionRow[] = [];
  private readonly start = performance.now();
  private readonly heard = (event: DeviceMotionEvent) => {
    const a = event.accelerationIncludingGravity;
    if (a?.x == null || a.y == null || a.z == null) return;
    this.rows.push({ t: (performance.now() - this.start) / 1000, x: a.x, y: a.y, z: a.z });
    if (this.rows.length > 3000) this.rows.splice(0, 1000);
  };

  /** Throws an Error with one sentence when there is no sensor or it is not allowed. */
  static async open(): Promise<MotionSensor> {
    if (typeof DeviceMotionEvent === 'undefined')
      throw new Error(t('This browser has no motion sensor, or gives it only to pages with https. Open the page on a phone, or bring CSV files.'));
    const asks = DeviceMotionEvent as unknown as { requestPermission?: () => Promise<string> };
    if (asks.requestPermission && (await asks.requestPermission().catch(() => 'denied')) !== 'granted')
      throw new Error(t('The browser was not allowed to read the motion sensor. Allow it in its settings, or bring CSV files.'));
    const sensor = new MotionSensor();
    addEventListener('devicemotion', sensor.heard);
    for (let waited = 0; sensor.rows.length === 0; waited += 100) {
      if (waited > 1500) {
        sensor.close();
        throw new Error(t('No motion sensor answers on this machine. Open the page on a phone, or bring CSV files.'));
      }
      await new Promise((done) => setTimeout(done, 100));
    }
    return sensor;
  }
  last(seconds: number): MotionRow[] {
    const end = this.rows.at(-1)?.t ?? 0;
    return this.rows.filter((row) => row.t > end - seconds);
  }
  close() {
    removeEventListener('devicemotion', this.heard);
  }
}

/** t in seconds from the first row, acceleration in m/s^2. */
export function motionCsv(rows: MotionRow[]): Uint8Array {
  const from = rows[0]?.t ?? 0;
  const lines = rows.map((row) => `${(row.t - from).toFixed(4)},${row.x.toFixed(4)},${row.y.toFixed(4)},${row.z.toFixed(4)}`);
  return new TextEncoder().encode(['t,acc_x,acc_y,acc_z', ...lines].join('\n') + '\n');
}
