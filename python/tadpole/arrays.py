# SPDX-License-Identifier: Apache-2.0
"""From whatever a learner has at hand - lists, array, memoryview, numpy - to flat buffers, and back.

Nothing here needs numpy; an array of numpy goes through without a copy when it already is float32.
"""
from __future__ import annotations

from array import array
from itertools import chain
from typing import Any, Sequence, Tuple

from .errors import TadpoleError

Shape = Tuple[int, ...]
_ROWS = (list, tuple, range, array)


def is_numpy(values: Any) -> bool:
    return type(values).__module__.partition(".")[0] == "numpy" and hasattr(values, "astype")


def floats(values: Any, what: str = "the samples") -> Tuple[Any, Shape]:
    """A contiguous buffer of 32-bit floats and its shape.

    Raises TadpoleError for lists of different lengths and for what is no number.
    """
    return _buffer(values, "f", "float32", what)


def whole_numbers(values: Any, what: str = "the labels") -> Any:
    """A contiguous buffer of 32-bit integers. Raises TadpoleError for anything but whole numbers."""
    buffer, shape = _buffer(values, "i", "int32", what)
    if len(shape) > 1 and any(side != 1 for side in shape[1:]):
        raise TadpoleError(f"{what} have the shape {shape}; expected one whole number each")
    return buffer


def typed(values: Any, code: str, numpy_name: str, what: str) -> Tuple[Any, Shape]:
    """The same for another type of array: 'h' and int16, 'B' and uint8."""
    return _buffer(values, code, numpy_name, what)


def is_whole(values: Any) -> bool:
    """True for labels: a flat row of whole numbers."""
    if is_numpy(values):
        return values.dtype.kind in "iu" and values.ndim == 1
    if isinstance(values, array):
        return values.typecode not in "fd"
    if isinstance(values, memoryview):
        return values.format not in "fde" and values.ndim == 1
    return isinstance(values, (list, tuple, range)) and all(type(v) is int for v in values)


def rows(data: bytes, width: int, like: Any = None) -> Any:
    """Float bytes as a list of lists [n][width]; as an array of numpy where `like` is one."""
    if is_numpy(like):
        import numpy

        return numpy.frombuffer(data, dtype=numpy.float32).reshape(-1, width)
    count = len(data) // (4 * width)
    if count == 0:
        return []
    return memoryview(data).cast("B").cast("f", (count, width)).tolist()


def flat(data: bytes, code: str = "f") -> array:
    """Bytes as a flat array."""
    out = array(code)
    out.frombytes(data)
    return out


def _buffer(values: Any, code: str, numpy_name: str, what: str) -> Tuple[Any, Shape]:
    if is_numpy(values):
        return _of_numpy(values, numpy_name, what)
    if isinstance(values, array):
        return (values if values.typecode == code else _made(code, values, what)), (len(values),)
    if isinstance(values, (bytes, bytearray)) and code == "B":
        return values, (len(values),)
    if isinstance(values, memoryview):
        if values.format == code and values.c_contiguous:
            return values, values.shape
        return _of_lists(values.tolist(), code, what)
    if isinstance(values, (list, tuple, range)):
        return _of_lists(values, code, what)
    raise TadpoleError(f"{what} are {type(values).__name__}; expected lists of numbers, an array or a memoryview")


def _of_numpy(values: Any, numpy_name: str, what: str) -> Tuple[Any, Shape]:
    if values.dtype.kind not in "fiub":
        raise TadpoleError(f"{what} are an array of {values.dtype}; expected numbers")
    if numpy_name != "float32" and values.dtype.kind == "f":
        raise TadpoleError(f"{what} are an array of {values.dtype}; expected whole numbers")
    return values.astype(numpy_name, order="C", copy=False), tuple(values.shape)


def _of_lists(values: Sequence, code: str, what: str) -> Tuple[array, Shape]:
    shape = [len(values)]
    while len(values) > 0 and isinstance(values[0], _ROWS):
        width = len(values[0])
        for i, row in enumerate(values):
            if not isinstance(row, _ROWS) or len(row) != width:
                raise TadpoleError(f"{what} are lists of different lengths (the first has {width}, number {i} has not); "
                                   "make them alike")
        shape.append(width)
        values = list(chain.from_iterable(values))
    return _made(code, values, what), tuple(shape)


def _made(code: str, values: Any, what: str) -> array:
    try:
        return array(code, values)
    except OverflowError:
        raise TadpoleError(f"{what} hold a number that is too large; mend or remove it") from None
    except TypeError:
        kind = "numbers" if code == "f" else "whole numbers"
        raise TadpoleError(f"{what} hold something that is no number; expected {kind}") from None
