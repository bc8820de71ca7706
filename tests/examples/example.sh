#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# One of examples/ from its recipe to the report, as a learner runs it: usage example.sh TADPOLE EXAMPLE_FOLDER SCRATCH_FOLDER
set -euo pipefail
tadpole=$1 example=$2 work=$3
rm -rf "$work"; mkdir -p "$work"; cp "$example"/tadpole.toml "$work"

fail() { echo "FAILED: $*" >&2; exit 1; }
json() { python3 -c "import json,sys; d=json.load(open(sys.argv[1])); print(eval(sys.argv[2], {'d': d}))" "$1" "$2"; }

"$tadpole" run "$work" --json >"$work/run.json" 2>"$work/run.err" || fail "$(cat "$work/run.err")"
for file in report.html report.json model-card.md optimized/model_int8.tflite optimized/model_float.tflite; do
  [ -s "$work/$file" ] || fail "$file is missing"
done
[ "$(json "$work/run.json" 'd["deploy"]["host_equal"]')" = True ] || fail "board and host differ"
[ "$(json "$work/run.json" 'd["deploy"]["compared"] > 0')" = True ] || fail "nothing was run on the board"
grep -qE '(src|href)="https?://' "$work/report.html" && fail "the report reaches for the network"
"$tadpole" run "$work" --json >"$work/again.json" 2>/dev/null
[ "$(json "$work/again.json" 'd["up_to_date"]')" = True ] || fail "a second run did something"
json "$work/run.json" '{k: d["evaluate"].get(k) for k in ("goal", "metric", "value", "accuracy")}'
