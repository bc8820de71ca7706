# SPDX-License-Identifier: Apache-2.0
"""How good answers are."""
from __future__ import annotations

import json
from typing import Any, List, Optional, Sequence

from .arrays import whole_numbers
from .backend import backend
from .errors import TadpoleError


class ConfusionMatrix:
    """counts[truth][predicted]; accuracy; scores: precision, recall, f1, support per class; macro_f1."""

    def __init__(self, facts: dict, labels: Sequence[str]):
        self.counts: List[List[int]] = facts["counts"]
        self.accuracy: float = facts["accuracy"]
        self.macro_f1: float = facts["macro_f1"]
        self.scores: List[dict] = facts["scores"]
        self.labels: List[str] = list(labels)

    def __str__(self) -> str:
        width = max(6, *(len(label) for label in self.labels)) + 1
        head = " " * width + "".join(f"{label:>{width}}" for label in self.labels)
        rows = [f"{label:<{width}}" + "".join(f"{count:>{width}}" for count in row)
                for label, row in zip(self.labels, self.counts)]
        return "\n".join(["truth \\ said".ljust(width), head, *rows])


def confusion_matrix(truth: Any, predicted: Any, labels: Optional[Sequence[str]] = None) -> ConfusionMatrix:
    """Who is taken for whom. truth, predicted: labels from 0 on; labels: names, else the numbers themselves.

    Raises TadpoleError for lists of different lengths and for a label that is none.
    """
    is_so, said = whole_numbers(truth, "the labels"), whole_numbers(predicted, "the predictions")
    if len(is_so) == 0 or len(is_so) != len(said):
        raise TadpoleError(f"there are {len(is_so)} labels and {len(said)} predictions; expected as many of each, and some")
    classes = len(labels) if labels is not None else max(2, int(max(max(is_so), max(said))) + 1)
    facts = json.loads(backend.confusion(is_so, said, classes))
    return ConfusionMatrix(facts, labels if labels is not None else [str(i) for i in range(classes)])
