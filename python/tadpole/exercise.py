# SPDX-License-Identifier: Apache-2.0
"""Runs a learner's program and the tests of its exercise, the same in the page and in the check of courses.

Stands alone: it imports nothing of tadpole, for an exercise may be about Python alone.
"""
import io
import sys
import traceback

LEARNERS = "your code"
MOST_OUTPUT = 100_000


class _Output(io.TextIOBase):
    """Keeps what is printed, and passes it on while it is there; a program that prints for ever is cut."""

    def __init__(self, tell=None):
        self._parts, self._size, self._tell = [], 0, tell

    def write(self, text):
        kept = text[:max(0, MOST_OUTPUT - self._size)]
        if self._size < MOST_OUTPUT and len(kept) < len(text):
            kept += "\n... (more was printed than is shown)\n"
        self._size += len(text)
        if kept:
            self._parts.append(kept)
            if self._tell:
                self._tell(kept)
        return len(text)

    def text(self):
        return "".join(self._parts)


def run(source, tests=(), tell=None):
    """{"status", "output", "message", "tests"}: status is pass, fail or error; tests: name, status, message each.

    source: the program. tests: dictionaries with name and code (assert lines), each run on its own after the program.
    tell: called with every piece of output as it is printed.
    """
    output = _Output(tell)
    kept = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = output
    try:
        world = {"__name__": "__main__"}
        message = _execute(source, LEARNERS, world)
        results = [] if message else [_test(test, world) for test in tests]
    finally:
        sys.stdout, sys.stderr = kept
    failed = [result["status"] for result in results if result["status"] != "pass"]
    status = "error" if message else (failed[0] if failed else "pass")
    return {"status": status, "output": output.text(), "message": message, "tests": results}


def _test(test, world):
    message = _execute(test["code"], "the test", dict(world))
    if not message:
        return {"name": test["name"], "status": "pass", "message": ""}
    asserted = message.startswith("AssertionError")
    return {"name": test["name"], "status": "fail" if asserted else "error",
            "message": message.partition(": ")[2] or "it does not hold" if asserted else message}


def _execute(code, name, world):
    """Runs code; "" when it went well, else one sentence: what went wrong, and in which of the learner's lines."""
    try:
        exec(compile(code, name, "exec"), world)
    except SystemExit as stop:
        return "" if stop.code in (None, 0) else f"the program ended itself with {stop.code}"
    except KeyboardInterrupt:
        raise
    except SyntaxError as error:
        return f"{type(error).__name__}: {error.msg}{_where(error.filename, error.lineno)}"
    except BaseException as error:  # whatever a learner's program raises
        line = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == LEARNERS]
        return f"{type(error).__name__}: {error}".rstrip(": ") + _where(LEARNERS, line[-1] if line else None)
    return ""


def _where(file, line):
    return f" (line {line} of {LEARNERS})" if line and file == LEARNERS else ""
