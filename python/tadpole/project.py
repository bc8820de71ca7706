# SPDX-License-Identifier: Apache-2.0
"""A project: a folder with one recipe, and what each stage of the walk made from it."""
from __future__ import annotations

import json
import os
import sys
from typing import Any, Callable, Optional

from .backend import backend
from .errors import TadpoleError


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)


class Project:
    """The project in a folder, natively only; in the page, the workbench has them.

    say: what is done with the sentences of a stage; None: they are printed to standard error.
    """

    def __init__(self, folder: Any, say: Optional[Callable[[str], Any]] = None):
        self.folder = os.fspath(folder)
        self._say = say or _tell

    @classmethod
    def create(cls, folder: Any, template: str, say: Optional[Callable[[str], Any]] = None) -> "Project":
        """A new one: "keyword", "image", "motion", "stroke", "table", "regression", "anomaly", "machine_sound".

        Raises TadpoleError for an unknown template, and when the folder holds a recipe already.
        """
        backend.project_create(os.fspath(folder), template)
        return cls(folder, say)

    def add_source(self, **options: Any) -> None:
        """Adds a [[source]] to the recipe: add_source(generate="garments", count=50), or Import(**{"import": "photos"})."""
        backend.project_source(self.folder, {name: _text(value) for name, value in options.items()})

    def run(self, stage: Optional[str] = None, **settings: Any) -> dict:
        """Runs one stage ("collect", "preprocess", "train", "evaluate", "optimize", "deploy"), or all that have something new to do.

        settings: options of this run, {"train.epochs": 5} written as run("train", **{"train.epochs": 5}).
        Gives back "stage", "up_to_date", "facts" and "text". Raises TadpoleError with the stage's own sentence.
        """
        return json.loads(backend.project_run(self.folder, stage or "", {k: _text(v) for k, v in settings.items()}, self._say))

    def recipe(self) -> str:
        """The text of tadpole.toml."""
        path = os.path.join(self.folder, "tadpole.toml")
        if not os.path.exists(path):
            raise TadpoleError(f"{self.folder} is no project: it has no tadpole.toml; make one with Project.create")
        with open(path, encoding="utf-8") as file:
            return file.read()


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
