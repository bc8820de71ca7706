# SPDX-License-Identifier: Apache-2.0
"""Features by the code that the device runs: what a model is trained on here is what it gets there."""
from __future__ import annotations

import json
from array import array
from typing import Any, Optional, Sequence, Tuple

from .arrays import flat, floats, is_numpy, typed
from .backend import backend, lines
from .errors import TadpoleError

Features = Tuple[array, Tuple[int, int, int]]


def sound(samples: Any, kind: str = "micro_frontend", **options: Any) -> Features:
    """Features of a clip of 16 kHz: flat values and their shape (rows over time, bands, 1).

    samples: 16-bit whole numbers, or floats from -1 to 1. kind: "micro_frontend", "mfcc", "log_mel"; options: window_ms,
    stride_ms, bands, coefficients, low_hz, high_hz. Raises TadpoleError for a clip shorter than a window.
    """
    return _answer(backend.features_sound(_int16(samples), lines(dict(options, kind=kind))))


def picture(pixels: Any, shape: Sequence[int], **options: Any) -> Features:
    """A picture as the input of a model: flat values and their shape (height, width, channels).

    pixels: levels 0 to 255, line by line; shape: (height, width, channels), channels 1 or 3. options: width, height, colour
    ("grey", "rgb"), fit ("crop", ...), normalise ("signed", ...), ink, camera.
    """
    if len(shape) != 3 or not all(isinstance(side, int) for side in shape):
        raise TadpoleError(f"the shape is {shape}; expected height, width and channels")
    buffer, _ = typed(pixels, "B", "uint8", "the pixels")
    if len(memoryview(buffer).cast("B")) != shape[0] * shape[1] * shape[2]:
        raise TadpoleError(f"there are {len(memoryview(buffer).cast('B'))} pixels' values; the shape {tuple(shape)} holds another number")
    return _answer(backend.features_picture(buffer, *shape, lines(options)))


def motion(windows: Any, steps: int, axes: int, rate_hz: float, fitted: Optional[int] = None, kind: str = "spectral",
           **options: Any) -> Features:
    """Features of windows of motion: flat values, and the shape of one window's.

    windows: [count, steps, axes] in units of the sensor. fitted: so many of the first windows are the training data, whose
    mean and deviation are taken; None: all. options: bands, peaks, percentiles, low_hz, high_hz, ...
    """
    values, _ = floats(windows, "the windows")
    total = len(memoryview(values).cast("B")) // 4
    if steps < 1 or axes < 1 or total % (steps * axes) != 0:
        raise TadpoleError(f"there are {total} values, which is no whole number of windows of {steps} steps and {axes} axes")
    count = total // (steps * axes)
    return _answer(backend.features_motion(values, count, steps, axes, count if fitted is None else fitted,
                                           lines(dict(options, kind=kind, rate_hz=rate_hz))))


def _int16(samples: Any) -> Any:
    real = samples.dtype.kind == "f" if is_numpy(samples) else isinstance(samples, array) and samples.typecode in "fd"
    if not real and isinstance(samples, (list, tuple)):
        real = any(isinstance(value, float) for value in samples)
    if not real:
        return typed(samples, "h", "int16", "the samples")[0]
    values = memoryview(floats(samples)[0]).cast("B").cast("f")
    return array("h", [max(-32768, min(32767, round(value * 32768))) for value in values])


def _answer(made: Tuple[str, bytes]) -> Features:
    text, data = made
    return flat(data), tuple(json.loads(text)["shape"])
