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
# A classifier on the board says what the host's scores say, "unknown" below the threshold.
python3 - "$work" <<'PY' || fail "the board says other classes than the host"
import json, re, sys
read = lambda name: json.load(open(f"{sys.argv[1]}/{name}"))
board, host = read("deploy/deploy.json"), read("optimized/optimize.json")
said = re.findall(r"^sample (\d+): (.+) \d\.\d\d\r?$", board["serial"], re.M)
if host["evaluation"]["goal"] != "classify" or not said: sys.exit(0)
labels, scores = host["evaluation"]["confusion"]["labels"], host["scores"]
threshold = host["evaluation"]["threshold"]["suggested"]["threshold"]
for number, word in said:
    p = scores[int(number) * len(scores) // len(said)]["p"]
    expected = labels[p.index(max(p))] if max(p) >= threshold else "unknown"
    if word != expected: sys.exit(f"sample {number}: board {word}, host {expected}, {p} at {threshold}")
print(f"{len(said)} words of the board are the host's, {sum(w == 'unknown' for _, w in said)} of them unknown")
PY
grep -qE '(src|href)="https?://' "$work/report.html" && fail "the report reaches for the network"
"$tadpole" run "$work" --json >"$work/again.json" 2>/dev/null
[ "$(json "$work/again.json" 'd["up_to_date"]')" = True ] || fail "a second run did something"
# What only one of them shows.
case $(basename "$example") in
  sine)
    printf 'x\n1.5\n' >"$work/x.csv"
    "$tadpole" infer "$work/optimized/model_int8.tflite" "$work/x.csv" --json >"$work/infer.json"
    [ "$(json "$work/infer.json" 'abs(d["answers"][0]["values"]["y"] - 0.997) < 0.2')" = True ] || fail "infer: $(cat "$work/infer.json")"
    ;;
  streaming)
    cost='d["deploy"]["streaming"]'
    [ "$(json "$work/run.json" "$cost['instructions_per_second'] < $cost['window_instructions_per_second']")" = True ] ||
      fail "streaming costs more than looking at whole windows: $(json "$work/run.json" "$cost")"
    clips=("$work"/dataset/clips/*.wav)
    "$tadpole" infer "$work/optimized/model_int8.tflite" "${clips[0]}" | grep -q "synthetic data" || fail "infer"
    ;;
esac
json "$work/run.json" '{k: d["evaluate"].get(k) for k in ("goal", "metric", "value", "accuracy")}'
