# SPDX-License-Identifier: Apache-2.0
"""Where the work is done: C++ beside this file (_tadpole), or in the page (_page). Both have the same functions."""
from __future__ import annotations

import sys
from typing import Any

from .errors import TadpoleError

if sys.platform == "emscripten":
    from . import _page as backend
else:
    try:
        from . import _tadpole as backend
    except ImportError as error:
        raise ImportError(f"tadpole's C++ part is not there or is made for another Python ({error}); build it with "
                          "`make build` and set PYTHONPATH=build/release/python") from None


def lines(options: dict[str, Any]) -> str:
    """Options as the lines that learn.h takes; what is None is left out."""
    parts = []
    for name, value in options.items():
        if value is None:
            continue
        if isinstance(value, bool):
            value = "true" if value else "false"
        elif isinstance(value, (list, tuple)):
            value = ",".join(str(one) for one in value)
        text = f"{name}={value}"
        if "\n" in text:
            raise TadpoleError(f"the option {name} holds a line break; write it in one line")
        parts.append(text)
    return "\n".join(parts)


__all__ = ["backend", "lines"]
