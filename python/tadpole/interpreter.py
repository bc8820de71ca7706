# SPDX-License-Identifier: Apache-2.0
"""A .tflite model at work, as on the device."""
from __future__ import annotations

import json
from array import array
from typing import Any, Dict, List

from .arrays import floats, typed
from .backend import backend
from .errors import TadpoleError

_CODES = {"float32": "f", "int8": "b", "uint8": "B", "int16": "h", "int32": "i", "int64": "q", "bool": "?"}
_RANGES = {"int8": (-128, 127), "uint8": (0, 255), "int16": (-32768, 32767)}


class Interpreter:
    """Runs a .tflite model bit by bit as TensorFlow Lite Micro's reference kernels do.

    inputs, outputs: one dictionary per tensor: name, type ("int8"), shape, scale, zero_point, bytes. A stored value q
    stands for the real value scale * (q - zero_point). arena_bytes: memory that it needs while it runs.
    Raises TadpoleError for bytes that are no model and for operators that the device lacks.
    """

    def __init__(self, data: bytes):
        self._handle = backend.interpreter_create(bytes(data))
        facts = json.loads(backend.interpreter_describe(self._handle))
        self.inputs: List[dict] = facts["inputs"]
        self.outputs: List[dict] = facts["outputs"]
        self.operators: List[dict] = facts["operators"]
        self.arena_bytes: int = facts["arena_bytes"]
        self.file_bytes: int = facts["file_bytes"]
        self.macs: int = facts["macs"]

    def run(self, sample: Any) -> List[float]:
        """Real values in, real values out: quantizes the sample, runs, and gives the first output back as real values."""
        values = floats(sample, "the sample")[0]
        stored = self.run_stored(self.quantize(values))
        return self.dequantize(stored)

    def quantize(self, values: Any) -> array:
        """Real values as the first input stores them: rounded half away from zero, held in range."""
        real = memoryview(floats(values, "the sample")[0]).cast("B").cast("f")
        tensor = self.inputs[0]
        if tensor["type"] == "float32":
            return array("f", real)
        low, high = self._range(tensor)
        scale, zero = tensor["scale"], tensor["zero_point"]
        return array(_CODES[tensor["type"]], [min(high, max(low, _round(v / scale) + zero)) for v in real])

    def dequantize(self, stored: Any) -> List[float]:
        """What the first output stores as real values."""
        tensor = self.outputs[0]
        if tensor["type"] == "float32":
            return list(stored)
        return [tensor["scale"] * (q - tensor["zero_point"]) for q in stored]

    def run_stored(self, sample: Any) -> array:
        """One stored sample of the first input in, the first output as it is stored."""
        tensor, out = self.inputs[0], self.outputs[0]
        code = self._code(tensor)
        if code == "b":
            buffer = typed(sample, "b", "int8", "the sample")[0]
        else:
            buffer = typed(sample, code, tensor["type"], "the sample")[0]
        if len(self.inputs) > 1:
            raise TadpoleError(f"the model has {len(self.inputs)} inputs; this runs models with one")
        data = backend.interpreter_run(self._handle, memoryview(buffer).cast("B"))
        answer = array(self._code(out))
        answer.frombytes(bytes(data[:out["bytes"]]))
        return answer

    @staticmethod
    def _code(tensor: Dict[str, Any]) -> str:
        code = _CODES.get(tensor["type"])
        if code is None or code == "?":
            raise TadpoleError(f"the tensor {tensor['name']} is of type {tensor['type']}, which has no array here")
        return code

    @staticmethod
    def _range(tensor: Dict[str, Any]) -> tuple:
        if tensor["type"] not in _RANGES or tensor["scale"] <= 0:
            raise TadpoleError(f"the input {tensor['name']} is of type {tensor['type']} without a scale; use run_stored")
        return _RANGES[tensor["type"]]


def _round(value: float) -> int:
    return int(value + 0.5) if value >= 0 else -int(0.5 - value)
