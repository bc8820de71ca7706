# SPDX-License-Identifier: Apache-2.0
"""Machine learning small enough to hold: the same calls on this computer and in the page.

    import tadpole
    data = tadpole.datasets.garments(per_class=60)
    model = tadpole.Model(["flatten", "dense units=32", "relu", "dense units=10", "softmax"], input=data.shape)
    history = model.fit(data.train.x, data.train.y, epochs=20, validation=(data.validation.x, data.validation.y))
    tiny = model.to_tflite(int8=True, calibration=data.train.x)
    tadpole.Interpreter(tiny).run(data.test.sample(0))

Samples are lists, array('f'), memoryview, or arrays of numpy where it is there; sizes are counted from their shape.
Whatever cannot be worked with raises tadpole.TadpoleError with one sentence.
"""
import json as _json

from . import datasets, features
from .backend import backend as _backend
from .errors import TadpoleError
from .interpreter import Interpreter
from .metrics import ConfusionMatrix, confusion_matrix
from .model import History, Model
from .project import Project


def names() -> dict:
    """What there is to choose from: "layers", "losses", "models", "datasets", "train_options"."""
    return _json.loads(_backend.names())


__all__ = ["ConfusionMatrix", "History", "Interpreter", "Model", "Project", "TadpoleError", "confusion_matrix", "datasets",
           "features", "names"]
