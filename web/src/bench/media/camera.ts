// SPDX-License-Identifier: Apache-2.0
import { whyNot } from './problems';

/** The camera, shown in a <video>, and its middle square as a PNG. */
export class Camera {
  private readonly canvas = document.createElement('canvas');
  private constructor(readonly stream: MediaStream) {}

  /** Throws an Error with one sentence for the reader. */
  static async open(): Promise<Camera> {
    try {
      return new Camera(await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: 'environment' } }));
    } catch (error) {
      throw whyNot('camera', error);
    }
  }
  /** side: of the picture, in pixels. */
  async snapshot(video: HTMLVideoElement, side = 192): Promise<Blob> {
    const { videoWidth: w, videoHeight: h } = video;
    const cut = Math.min(w, h);
    this.canvas.width = this.canvas.height = side;
    this.canvas.getContext('2d')!.drawImage(video, (w - cut) / 2, (h - cut) / 2, cut, cut, 0, 0, side, side);
    return new Promise((done, failed) => this.canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('no picture'))), 'image/png'));
  }
  close() {
    this.stream.getTracks().forEach((track) => track.stop());
  }
}
