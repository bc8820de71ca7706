# SPDX-License-Identifier: Apache-2.0
"""Data that is made here, seeded, from nobody's recording: datasets.garments(per_class=50), datasets.line(), ...

A model that learnt from it has not seen the world yet; what it is worth out there, only recorded data tells.
"""
from __future__ import annotations

import json
from array import array
from typing import Any, List, Optional, Tuple

from .arrays import flat
from .backend import backend, lines
from .errors import TadpoleError


class Dataset:
    """Samples with what is to be learnt of them.

    x: all values, flat 32-bit floats; pixels and sound lie within 0..1 and -1..1, unless stored=True was asked for.
    y: labels (whole numbers, indices into `labels`), or target values of a regression.
    shape: (height or time, width, channels) of a sample; None where samples differ (then: sample(i), shapes).
    splits: "train", "validation" or "test" per sample; nobody (`who`) is in two of them.
    """

    def __init__(self, facts: dict, x: array, y: array):
        self.kind: str = facts["kind"]
        self.labels: List[str] = facts["labels"]
        self.targets: List[str] = facts["targets"]
        self.channels: List[dict] = facts["channels"]
        self.rate_hz: float = facts["rate_hz"]
        self.splits: List[str] = facts["splits"]
        self.who: List[str] = facts["who"]
        self.shape: Optional[Tuple[int, ...]] = tuple(facts["shape"]) if facts["shape"] else None
        self.shapes: List[Tuple[int, ...]] = [tuple(s) for s in facts["shapes"] or []]
        self.x, self.y = x, y
        self._ends: Optional[List[int]] = None

    def __len__(self) -> int:
        return len(self.splits)

    def __repr__(self) -> str:
        what = f"{len(self.labels)} labels" if self.labels else f"{len(self.targets)} targets"
        return f"Dataset({len(self)} samples of {self.shape or 'different shapes'}, {what}, synthetic)"

    def sample(self, index: int) -> array:
        """The values of one sample, flat."""
        if not 0 <= index < len(self):
            raise TadpoleError(f"there is no sample {index}; there are {len(self)}")
        first, last = self._place(index)
        return self.x[first:last]

    def _place(self, index: int) -> Tuple[int, int]:
        if self.shape:
            size = _size(self.shape)
            return index * size, (index + 1) * size
        if self._ends is None:
            self._ends, end = [], 0
            for shape in self.shapes:
                end += _size(shape)
                self._ends.append(end)
        return (self._ends[index - 1] if index else 0), self._ends[index]

    def split(self, name: str) -> "Dataset":
        """The samples of one split: "train", "validation" or "test"."""
        if name not in ("train", "validation", "test"):
            raise TadpoleError(f"there is no split {name}; expected train, validation or test")
        chosen = [i for i, split in enumerate(self.splits) if split == name]
        return self.take(chosen)

    def take(self, indices: Any) -> "Dataset":
        """These samples alone, in this order."""
        x, y, width = array("f"), array(self.y.typecode), max(1, len(self.targets))
        for i in indices:
            x += self.sample(i)
            y += self.y[i * width:(i + 1) * width]
        facts = dict(kind=self.kind, labels=self.labels, targets=self.targets, channels=self.channels, rate_hz=self.rate_hz,
                     splits=[self.splits[i] for i in indices], who=[self.who[i] for i in indices], shape=self.shape,
                     shapes=[self.shapes[i] for i in indices] if self.shapes else None)
        return Dataset(facts, x, y)

    @property
    def train(self) -> "Dataset":
        return self.split("train")

    @property
    def validation(self) -> "Dataset":
        return self.split("validation")

    @property
    def test(self) -> "Dataset":
        return self.split("test")


def make(name: str, stored: bool = False, **options: Any) -> Dataset:
    """The dataset of a generator; names() lists them.

    options: per_class, size, seed (pictures); per_class, people, seconds, seed (recordings); rows, noise, seed (tables).
    The same options give the same bytes. Raises TadpoleError for an unknown name or option.
    """
    handle = backend.dataset_create(name, lines(options))
    facts = json.loads(backend.dataset_describe(handle))
    x = flat(backend.dataset_values(handle, stored))
    y = flat(backend.dataset_labels(handle), "i") if facts["labels"] else flat(backend.dataset_targets(handle))
    return Dataset(facts, x, y)


def names() -> List[str]:
    """All generators."""
    return json.loads(backend.names())["datasets"]


def __getattr__(name: str) -> Any:
    if name.startswith("_") or name not in names():
        raise AttributeError(f"there is no dataset {name}; there are {', '.join(names())}")

    def generator(stored: bool = False, **options: Any) -> Dataset:
        return make(name, stored, **options)

    generator.__name__ = name
    generator.__doc__ = make.__doc__
    return generator


def _size(shape: Tuple[int, ...]) -> int:
    size = 1
    for side in shape:
        size *= side
    return size
