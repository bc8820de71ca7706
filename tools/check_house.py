#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rules a script can hold: include floors, device headers, file sizes, licence lines, tests beside registry files."""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEVICE_HEADERS = {"array", "cstddef", "cstdint", "cstring", "limits", "type_traits"}
CODE = {".cpp", ".h", ".py", ".cmake", ".ts", ".svelte"}
MAX_LINES = 600
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)


def read_floors():
    floors = {}
    for line in (ROOT / "tools/floors.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            left, right = line.split("->")
            floors[left.strip()] = right.split()
    return floors


def floor_of(path, floors):
    """The longest floor that holds the path, or None (tests, tools, benchmarks may include everything)."""
    holds = [f for f in floors if path.startswith(f + "/")]
    return max(holds, key=len) if holds else None


def is_test(path):
    return re.search(r"_(test|fuzz|bench)\.cpp$", path) is not None or "_test" in path or "/test_" in path


def check_includes(path, text, floors, say):
    floor = floor_of(path, floors)
    if floor is None or is_test(path):
        return
    for kind, name in INCLUDE.findall(text):
        if kind == "<":
            if floor == "device" and name not in DEVICE_HEADERS and "port/" not in path:
                say(f"{path}: <{name}> is not on the list of the device floor: {', '.join(sorted(DEVICE_HEADERS))}")
            continue
        target = floor_of(name, floors)
        if target is None or target == floor:
            continue
        if not any(target == ok or target.startswith(ok + "/") for ok in floors[floor]):
            say(f"{path}: includes {name}, but {floor} may only include: {' '.join(floors[floor]) or 'nothing'}")


def main():
    problems = []
    floors = read_floors()
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    for path in filter(None, files):
        full = ROOT / path
        if full.suffix not in CODE or not full.is_file():
            continue
        text = full.read_text(encoding="utf-8")
        if "SPDX-License-Identifier: Apache-2.0" not in text[:200]:
            problems.append(f"{path}: its first lines have no SPDX-License-Identifier")
        lines = text.count("\n")
        if lines > MAX_LINES and "table" not in full.stem:
            problems.append(f"{path}: {lines} lines, the house allows {MAX_LINES}; which part wants its own file?")
        if full.suffix in {".cpp", ".h"}:
            check_includes(path, text, floors, problems.append)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
