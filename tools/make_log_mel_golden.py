#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes device/dsp/goldens/anomaly_log_mel.csv: log-mel rows of a made signal by numpy in float64, from the definitions alone.

The definitions are librosa's (its documentation of melspectrogram, filters.mel, power_to_db): a periodic Hann window, the
squared spectrum, triangles over Slaney's mel scale with area one, 10 log10(x + epsilon). Nothing of Tadpole is used.
usage: tools/make_log_mel_golden.py"""
from pathlib import Path

import numpy as np

RATE, FFT, HOP, BANDS, FRAMES = 16000, 1024, 512, 128, 6


def signal(samples):
    """Integers only, so that the test makes the same: noise of a linear congruential generator, louder by and by, and a
    square wave of 100 samples."""
    state, x = 12345, []
    for i in range(samples):
        state = (state * 1103515245 + 12345) % 2**31
        noise = (state >> 16) % 4096 - 2048
        x.append(noise * (i + 1) // samples + (3000 if i // 50 % 2 else -3000))
    return np.array(x, dtype=np.int64)


def slaney_to_hz(mel):
    mel = np.asarray(mel, dtype=float)
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp(np.log(6.4) / 27 * (mel - 15)))


def mel_bank():
    highest = 15 + 27 * np.log(RATE / 2 / 1000) / np.log(6.4)
    edges = slaney_to_hz(np.linspace(0, highest, BANDS + 2))
    bins = np.arange(FFT // 2 + 1) * RATE / FFT
    bank = np.zeros((BANDS, len(bins)))
    for b in range(BANDS):
        low, centre, high = edges[b : b + 3]
        rise, fall = (bins - low) / (centre - low), (high - bins) / (high - centre)
        bank[b] = np.maximum(0, np.minimum(rise, fall)) * 2 / (high - low)
    return bank


def main():
    x = signal(FFT + HOP * (FRAMES - 1)) / 32768.0
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FFT) / FFT)
    bank = mel_bank()
    lines = []
    for r in range(FRAMES):
        power = np.abs(np.fft.rfft(x[r * HOP : r * HOP + FFT] * window)) ** 2
        lines.append(",".join(f"{v:.7g}" for v in 10 * np.log10(bank @ power + np.finfo(float).eps)))
    folder = Path(__file__).resolve().parent.parent / "device/dsp/goldens"
    (folder / "anomaly_log_mel.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
