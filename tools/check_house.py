#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rules a script can hold: include floors, device headers, own #include lines, file sizes, licence lines."""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEVICE_HEADERS = {"array", "cstddef", "cstdint", "cstring", "limits", "type_traits"}
CODE = {".cpp", ".h", ".py", ".cmake", ".ts", ".svelte"}
MAX_LINES = 600
# What the precompiled headers would hide: a name, and the headers of which a file, or a header of ours that it includes, has one.
# Names that every implementation brings with everything (std::move, std::pair, std::size_t) are left out.
NAMES = [(re.compile(pattern), headers.split()) for pattern, headers in [
    (r"\bstd::(sort|stable_sort|partial_sort|nth_element|is_sorted|find|find_if|find_if_not|any_of|all_of|none_of|count|count_if|"
     r"copy_n|copy_if|fill|fill_n|generate|transform|reverse|rotate|shuffle|unique|remove_if|lower_bound|upper_bound|equal_range|"
     r"binary_search|min_element|max_element|minmax_element|clamp|mismatch|adjacent_find|replace|search|includes|set_union|"
     r"set_difference|next_permutation)\(|\bstd::ranges::", "algorithm ranges"),
    (r"\bstd::array\b", "array"),
    (r"\bstd::atomic\b", "atomic"),
    (r"\bstd::chrono\b", "chrono"),
    (r"\bstd::(sqrt|exp|log|log2|log10|log1p|expm1|pow|sin|cos|tan|tanh|atan2|floor|ceil|round|lround|llround|lrint|nearbyint|rint|fabs|"
     r"fmod|hypot|isfinite|isnan|isinf|ldexp|frexp|cbrt|erf|copysign)f?\(", "cmath"),
    (r"\bstd::u?int(8|16|32|64)_t\b", "cstdint"),
    (r"\bstd::(getenv|strtol|strtoul|strtoll|strtoull|strtod|strtof|abort|_Exit|mkstemp)\(", "cstdlib"),
    (r"\bstd::(memcpy|memmove|memset|memcmp|strlen|strcmp|strncmp|strchr|strerror)\(", "cstring"),
    (r"\bstd::(printf|fprintf|fputs|fputc|fopen|fread|fwrite|fflush|snprintf|FILE)\b", "cstdio"),
    (r"\bstd::filesystem\b", "filesystem"),
    (r"\bstd::[io]?fstream\b", "fstream"),
    (r"\bstd::(function|hash|less|greater|plus|multiplies|bit_xor|reference_wrapper|ref|cref)\b", "functional"),
    (r"\bstd::(multi)?map\b", "map"),
    (r"\bstd::(unique_ptr|shared_ptr|weak_ptr|make_unique|make_shared|enable_shared_from_this)\b", "memory"),
    (r"\bstd::(recursive_)?mutex\b|\bstd::(lock_guard|scoped_lock|unique_lock|once_flag|call_once)\b", "mutex"),
    (r"\bstd::(accumulate|iota|inner_product|reduce|gcd|lcm|partial_sum)\(", "numeric"),
    (r"\bstd::numeric_limits\b", "limits"),
    (r"\bstd::(optional|nullopt|make_optional)\b", "optional"),
    (r"\bstd::(multi)?set\b", "set"),
    (r"\bstd::span\b", "span"),
    (r"\bstd::[io]?stringstream\b", "sstream"),
    (r"\bstd::(string|to_string|stoi|stol|stof|stod|getline)\b", "string"),
    (r"\bstd::string_view\b", "string_view string"),
    (r"\bstd::(tuple|make_tuple|tie|forward_as_tuple)\b", "tuple"),
    (r"\bstd::unordered_map\b", "unordered_map"),
    (r"\bstd::unordered_set\b", "unordered_set"),
    (r"\bstd::(variant|visit|get_if|holds_alternative|monostate)\b", "variant"),
    (r"\bstd::vector\b", "vector"),
    (r"\bfmt::format\(", "fmt/format.h fmt/core.h fmt/ranges.h"),
    (r"\bfmt::join\(", "fmt/format.h fmt/ranges.h"),
]]
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


def without_texts(text):
    """C++ without comments and string literals: the names that are left are used."""
    return re.sub(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"', " ", text, flags=re.S)


class Headers:
    """What a file includes, itself or by headers of the project."""

    def __init__(self):
        self.known = {}

    def of(self, path):
        if path not in self.known:
            self.known[path] = set()  # ends a circle
            full = ROOT / path
            for kind, name in INCLUDE.findall(full.read_text(encoding="utf-8")) if full.is_file() else []:
                self.known[path] |= {name} if kind == "<" else self.of(name)
        return self.known[path]


def check_own_includes(path, text, headers, say):
    used = without_texts(text)
    for pattern, wanted in NAMES:
        name = pattern.search(used)
        if name and not headers.of(path).intersection(wanted):
            say(f"{path}: uses {name.group(0).rstrip('(')} and includes no <{wanted[0]}>, neither itself nor by a header of ours")


def main():
    problems = []
    floors = read_floors()
    headers = Headers()
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
            if floor_of(path, floors) is not None and not is_test(path) and not path.startswith("kit/deploy/library/"):
                check_own_includes(path, text, headers, problems.append)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
