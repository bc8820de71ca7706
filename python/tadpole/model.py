# SPDX-License-Identifier: Apache-2.0
"""Networks that train."""
from __future__ import annotations

import json
from array import array
from typing import Any, Callable, Dict, Iterable, List, Optional, Sequence, Tuple, Union

from .arrays import flat, floats, is_numpy, is_whole, rows, whole_numbers
from .backend import backend, lines
from .errors import TadpoleError

Pair = Tuple[Any, Any]
_LABEL_LOSSES = ("softmax_cross_entropy", "binary_cross_entropy", "focal")
_VALUE_LOSSES = ("mse", "mae", "huber", "distillation")


class History:
    """What happened in a training: a list of values per epoch for each name.

    history["loss"], history["accuracy"], history["validation_loss"], ...: lists of floats.
    epochs: the same as one dictionary per epoch. stopped_because: a sentence.
    """

    def __init__(self, report: dict):
        self.loss: str = report["loss"]
        self.epochs: List[dict] = report["epochs"]
        self.best_epoch: int = report["best_epoch"]
        self.stopped_because: str = report["stopped_because"]

    def __getitem__(self, name: str) -> List[float]:
        if not self.epochs or name not in self.epochs[0]:
            there = ", ".join(self.epochs[0]) if self.epochs else "nothing"
            raise KeyError(f"this training has no {name}; it has {there}")
        return [epoch[name] for epoch in self.epochs]

    def __repr__(self) -> str:
        last = self.epochs[-1] if self.epochs else {}
        shown = ", ".join(f"{k} {v:.4g}" for k, v in last.items() if k not in ("epoch", "seconds", "learning_rate"))
        return f"History({len(self.epochs)} epochs; {shown or self.stopped_because})"


class Model:
    """A network of layers.

    layers: lines like "conv2d filters=8 kernel=3x3", "relu", "dense units=10", "softmax"; or one line with a ready-made
        model and its options ("lenet5", "mlp units=32"), then `outputs` says how many values it answers with.
    input: the shape of a sample: (height, width, channels), (height, width) or a number of values.
    seed: of the parameters it begins with; the same seed gives the same bytes.

    Raises TadpoleError when the layers do not fit each other; the sentence names the layer.
    """

    def __init__(self, layers: Union[str, Iterable[str]], input: Union[int, Sequence[int]], outputs: int = 0, seed: int = 1):
        text = layers if isinstance(layers, str) else "\n".join(layers)
        self._handle = backend.model_create(text, *_shape(input), outputs, _seed(seed))
        self._read()

    @classmethod
    def load(cls, data: bytes) -> "Model":
        """A model of the bytes that save() gave. Raises TadpoleError when they are damaged."""
        model = cls.__new__(cls)
        model._handle = backend.model_load(data)
        model._read()
        return model

    def save(self) -> bytes:
        """The layers and all parameters as bytes."""
        return backend.model_save(self._handle)

    def _read(self) -> None:
        self._facts = json.loads(backend.model_describe(self._handle))

    @property
    def layers(self) -> List[str]:
        """Names of the layers, in order: kind and place, "flatten_1", "dense_2", "relu_3", ..."""
        return [layer["name"] for layer in self._facts["layers"]]

    @property
    def input(self) -> Tuple[int, int, int]:
        """Height, width and channels of a sample."""
        return tuple(self._facts["input"])

    @property
    def outputs(self) -> int:
        """How many values it answers a sample with."""
        return self._facts["outputs"]

    @property
    def macs(self) -> int:
        """Multiply-accumulates of one inference."""
        return self._facts["macs"]

    def summary(self) -> str:
        """A line per layer: its output, its parameters, its multiply-accumulates."""
        return self._facts["summary"]

    def __repr__(self) -> str:
        return f"Model({' | '.join(layer['line'] for layer in self._facts['layers'])}; {self._facts['parameters']} parameters)"

    # Parameters.

    @property
    def parameters(self) -> array:
        """All trained values, a copy, in the order of the layers. Assign to change them."""
        return flat(backend.model_get(self._handle))

    @parameters.setter
    def parameters(self, values: Any) -> None:
        backend.model_set(self._handle, floats(values, "the parameters")[0])

    def weights(self, layer: str) -> Dict[str, array]:
        """The parts of a layer, copies: {"kernel": ..., "bias": ...}.

        A dense kernel is [units, inputs], a convolution's [filters, height, width, channels], row after row.
        """
        return self.by_layer(self.parameters)[self._name(layer)]

    def set_weights(self, layer: str, **parts: Any) -> None:
        """Changes parts of a layer: set_weights("dense_1", kernel=[2.0], bias=[-1.0])."""
        known = {part["name"]: part for part in self._layer(layer)["parts"]}
        values = self.parameters
        for name, new in parts.items():
            if name not in known:
                raise TadpoleError(f"layer {layer} has no {name}; it has {', '.join(known) or 'no parameters'}")
            part, buffer = known[name], array("f", memoryview(floats(new, name)[0]).cast("B").cast("f"))
            if len(buffer) != part["count"]:
                raise TadpoleError(f"{name} of {layer} holds {part['count']} values, {len(buffer)} were given")
            values[part["first"]:part["first"] + part["count"]] = buffer
        self.parameters = values

    def by_layer(self, values: Any) -> Dict[str, Dict[str, array]]:
        """Cuts something that is ordered like the parameters (they, or their gradient): {layer: {part: values}}."""
        whole = values if isinstance(values, array) else flat(bytes(memoryview(floats(values)[0]).cast("B")))
        if len(whole) != self._facts["parameters"]:
            raise TadpoleError(f"there are {len(whole)} values; the model has {self._facts['parameters']} parameters")
        return {layer["name"]: {part["name"]: whole[part["first"]:part["first"] + part["count"]] for part in layer["parts"]}
                for layer in self._facts["layers"]}

    def _layer(self, name: str) -> dict:
        for layer in self._facts["layers"]:
            if layer["name"] == name:
                return layer
        raise TadpoleError(f"there is no layer {name}; there are {', '.join(self.layers)}")

    def _name(self, layer: str) -> str:
        return self._layer(layer)["name"]

    # Learning.

    def fit(self, x: Any, y: Any = None, epochs: int = 10, batch: int = 32, optimizer: str = "adam",
            learning_rate: float = 0.001, loss: str = "auto", validation: Optional[Pair] = None, seed: int = 1,
            on_epoch: Optional[Callable[[dict], Any]] = None, **more: Any) -> History:
        """Trains from where the model is, and gives back what happened.

        x: [n, ...] samples. y: labels (whole numbers), target values ([n] or [n, outputs]), or None: the model learns to
        give back its input. Fewer samples than a batch are one batch; what is left over of more waits for the next epoch.
        optimizer: "adam", "sgd", "rmsprop". loss: "auto", "mse", "mae", "huber delta=0.5", "softmax_cross_entropy", ...
        validation: (x, y) that are looked at after every epoch and never learnt from.
        on_epoch: called with {"epoch": 1, "loss": ...} after every epoch; when it returns False, training ends there.
        more: any option of [train] in a recipe: momentum, schedule, label_smoothing, keep, patience, ...

        The same model, data, options and seed give the same parameters, bit by bit. Raises TadpoleError for data that does
        not fit the model, and when the loss is no number any more (the learning rate is too high).
        """
        options = dict(more, epochs=epochs, batch=batch, optimizer=optimizer, learning_rate=learning_rate, loss=loss,
                       seed=_seed(seed))

        def heard(report: str) -> bool:
            return on_epoch is None or on_epoch(json.loads(report)) is not False

        report = backend.model_fit(self._handle, self._data(x, y, loss),
                                   self._data(*_pair(validation), loss) if validation is not None else None,
                                   lines(options), heard if on_epoch else None)
        return History(json.loads(report))

    def evaluate(self, x: Any, y: Any = None, loss: str = "auto") -> Dict[str, float]:
        """{"loss": ...} and, with labels, "accuracy" (0 to 1) and "correct". Changes nothing."""
        return json.loads(backend.model_evaluate(self._handle, self._data(x, y, loss), lines({"loss": loss})))

    def loss_and_gradients(self, x: Any, y: Any = None, loss: str = "auto") -> Tuple[float, array]:
        """The mean loss over all samples as one batch, and its gradient, in the order of `parameters`.

        Changes nothing: one step of gradient descent is
            loss, gradient = model.loss_and_gradients(x, y)
            model.parameters = [p - rate * g for p, g in zip(model.parameters, gradient)]
        """
        text, data = backend.model_gradients(self._handle, self._data(x, y, loss), lines({"loss": loss}))
        return json.loads(text)["loss"], flat(data)

    def predict(self, x: Any) -> Any:
        """[n][outputs]: probabilities when the model ends in softmax or sigmoid. An array of numpy when x is one."""
        return rows(backend.model_predict(self._handle, floats(x)[0]), self.outputs, x)

    def classify(self, x: Any) -> List[int]:
        """[n]: the class with the largest output, of one output: whether it is more than one half."""
        answers = rows(backend.model_predict(self._handle, floats(x)[0]), self.outputs)
        if self.outputs == 1:
            return [int(one[0] > 0.5) for one in answers]
        return [max(range(len(one)), key=one.__getitem__) for one in answers]

    def activations(self, x: Any, layer: str) -> Tuple[array, Tuple[int, int, int]]:
        """What a layer gives for the samples, flat, and the shape of one sample's part of it."""
        text, data = backend.model_activations(self._handle, self._name(layer), floats(x)[0])
        return flat(data), tuple(json.loads(text)["shape"])

    def to_tflite(self, int8: bool = True, calibration: Any = None, method: str = "min_max") -> bytes:
        """The model as the bytes of a .tflite file.

        int8: 8-bit integers, for which `calibration` samples from the training data show the ranges; method: "min_max",
        "percentile", "mse". Raises TadpoleError when a layer does not run on the device; says which.
        """
        samples = None if calibration is None else floats(calibration, "the calibration samples")[0]
        return backend.model_tflite(self._handle, samples, lines({"int8": int8, "calibration": method}))[1]

    def _data(self, x: Any, y: Any, loss: str) -> Tuple[Any, Any, Any]:
        buffer = floats(x)[0]
        if y is None:
            return buffer, None, None
        if self._takes_labels(loss) and is_whole(y):
            return buffer, whole_numbers(y), None
        return buffer, None, floats(y, "the targets")[0]

    def _takes_labels(self, loss: str) -> bool:
        kind = loss.split(" ")[0]
        last = self._facts["layers"][-1]["line"].split(" ")[0]
        return kind in _LABEL_LOSSES or (kind not in _VALUE_LOSSES and (self.outputs > 1 or last == "sigmoid"))


def _pair(pair: Any) -> Pair:
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        raise TadpoleError("validation is no pair; write validation=(x, y)")
    return pair[0], pair[1]


def _shape(input: Union[int, Sequence[int]]) -> Tuple[int, int, int]:
    sides = (input,) if isinstance(input, int) else tuple(input)
    if not 1 <= len(sides) <= 3 or not all(isinstance(side, int) and 1 <= side <= 65536 for side in sides):
        raise TadpoleError(f"the input is {input}; expected up to three whole numbers from 1 on: height, width, channels")
    if len(sides) == 1:
        return 1, 1, sides[0]
    return (sides[0], sides[1], sides[2] if len(sides) == 3 else 1)


def _seed(seed: int) -> int:
    if not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise TadpoleError(f"the seed is {seed}; expected a whole number from 0 to {2**32 - 1}")
    return seed
