# SPDX-License-Identifier: Apache-2.0
"""The backend in the page: the same functions as _tadpole, through JavaScript to the C++ of learn/ in WASM."""
from __future__ import annotations

from .errors import TadpoleError

try:
    import _tadpole_bridge as _js
except ImportError:
    raise ImportError("this page was built without the core of tadpole; run the program on this computer instead") from None


class _Handle:
    """Frees what it holds when nobody holds it."""

    def __init__(self, kind: str, at: int):
        if not at:
            raise TadpoleError(_js.text())
        self.kind, self.at = kind, at

    def __del__(self):
        if getattr(self, "at", 0):
            _js.call(f"learn_{self.kind}_free", self.at)


def _do(name, *given):
    if not _js.call(name, *given):
        raise TadpoleError(_js.text())


def _text(name, *given):
    _do(name, *given)
    return _js.text()


def _bytes(name, *given):
    _do(name, *given)
    return _js.bytes().to_bytes()


def _both(name, *given):
    _do(name, *given)
    return _js.text(), _js.bytes().to_bytes()


def _count(buffer, size=4):
    return 0 if buffer is None else memoryview(buffer).nbytes // size


def names():
    return _text("learn_names")


def model_create(layers, height, width, channels, outputs, seed):
    return _Handle("model", _js.call("learn_model_create", layers, height, width, channels, outputs, seed))


def model_load(data):
    return _Handle("model", _js.call("learn_model_load", data, len(data)))


def model_save(model):
    return _bytes("learn_model_save", model.at)


def model_describe(model):
    return _text("learn_model_describe", model.at)


def model_get(model):
    return _bytes("learn_model_get", model.at)


def model_set(model, values):
    _do("learn_model_set", model.at, values, _count(values))


def model_predict(model, x):
    return _bytes("learn_model_predict", model.at, x, _count(x))


def model_activations(model, layer, x):
    return _both("learn_model_activations", model.at, layer, x, _count(x))


def model_evaluate(model, data, options):
    if not _js.callWithData("learn_model_evaluate", model.at, *data, options):
        raise TadpoleError(_js.text())
    return _js.text()


def model_gradients(model, data, options):
    if not _js.callWithData("learn_model_gradients", model.at, *data, options):
        raise TadpoleError(_js.text())
    return _js.text(), _js.bytes().to_bytes()


def model_fit(model, data, validation, options, on_epoch):
    raised = []

    def heard(report):
        # What is raised here may not fly through C++.
        try:
            return bool(on_epoch(report))
        except BaseException as error:
            raised.append(error)
            return False

    from pyodide.ffi import create_proxy, to_js

    call = create_proxy(heard) if on_epoch else None
    parts = [to_js(list(part), depth=1) if part is not None else None for part in (data, validation)]
    try:
        good = _js.fit(model.at, parts[0], parts[1], options, call)
    finally:
        if call:
            call.destroy()
    if raised:
        raise raised[0]
    if not good:
        raise TadpoleError(_js.text())
    return _js.text()


def model_tflite(model, samples, options):
    return _both("learn_model_tflite", model.at, samples, _count(samples), options)


def interpreter_create(data):
    return _Handle("interpreter", _js.call("learn_interpreter_create", data, len(data)))


def interpreter_describe(interpreter):
    return _text("learn_interpreter_describe", interpreter.at)


def interpreter_run(interpreter, data):
    return _bytes("learn_interpreter_run", interpreter.at, data, _count(data, 1))


def dataset_create(name, options):
    return _Handle("dataset", _js.call("learn_dataset_create", name, options))


def dataset_describe(dataset):
    return _text("learn_dataset_describe", dataset.at)


def dataset_values(dataset, stored):
    return _bytes("learn_dataset_values", dataset.at, 1 if stored else 0)


def dataset_labels(dataset):
    return _bytes("learn_dataset_labels", dataset.at)


def dataset_targets(dataset):
    return _bytes("learn_dataset_targets", dataset.at)


def features_sound(clip, options):
    return _both("learn_features_sound", clip, _count(clip, 2), options)


def features_picture(pixels, height, width, channels, options):
    return _both("learn_features_picture", pixels, height, width, channels, options)


def features_motion(values, count, steps, axes, fitted, options):
    if not _js.motion(values, count, steps, axes, fitted, options):
        raise TadpoleError(_js.text())
    return _js.text(), _js.bytes().to_bytes()


def confusion(truth, predicted, classes):
    return _text("learn_confusion", truth, predicted, _count(truth), classes)


def _no_project(*_given):
    raise TadpoleError("a program in the page has no projects; the workbench has them, or run it on this computer")


project_create = project_source = project_run = _no_project
