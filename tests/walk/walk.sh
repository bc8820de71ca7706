#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The whole walk as a user takes it, on few synthetic voices: usage walk.sh TADPOLE SCRATCH_FOLDER
set -euo pipefail
tadpole=$1 work=$2 tools=$(cd "$(dirname "$0")/../../tools" && pwd)
rm -rf "$work"; mkdir -p "$work"; cd "$work"

fail() { echo "FAILED: $*" >&2; exit 1; }
json() { python3 -c "import json,sys; d=json.load(open(sys.argv[1])); print(eval(sys.argv[2], {'d': d}))" "$1" "$2"; }
expect() { [ "$(json "$1" "$2")" = "$3" ] || fail "$1: $2 is $(json "$1" "$2"), expected $3"; }
# refuses <status> <words of the message> <command...>: wrong use ends with one clear sentence.
refuses() {
  local status=$1 words=$2 got=0; shift 2
  "$tadpole" "$@" >out.txt 2>err.txt || got=$?
  [ "$got" -eq "$status" ] || fail "tadpole $*: status $got, expected $status; $(cat err.txt)"
  grep -q "$words" err.txt || fail "tadpole $*: '$words' is not in: $(cat err.txt)"
}

echo "== new, collect"
"$tadpole" new p --words yes,no --seed 3 >/dev/null
sed -i 's/^epochs = .*/epochs = 4/; s/^stream_minutes = .*/stream_minutes = 1/; s/^model = .*/model = "tiny_conv"/; s/^scheme = .*/scheme = "all"/' p/tadpole.toml
"$tadpole" collect p --synthesize --clips-per-word 24 --json >collect.json 2>/dev/null
expect collect.json 'd["origin"]' synthetic
expect collect.json 'd["labels"]' "['silence', 'unknown', 'yes', 'no']"

echo "== run: everything, then nothing"
"$tadpole" run p --json >run.json 2>run.err || fail "$(cat run.err)"
for key in flash_bytes ram_bytes arena_bytes; do
  [ "$(json run.json "d['deploy']['$key'] > 0")" = True ] || fail "no $key"
done
expect run.json 'd["deploy"]["host_equal"]' True
[ "$(json run.json 'd["deploy"]["instructions"]["inference"] > 1000 and d["deploy"]["instructions"]["features"] > 1000')" = True ] || fail "no instruction counts"
for file in report.html report.json model-card.md optimized/model_{int8,float,int16x8,dynamic_range}.tflite; do
  [ -s "p/$file" ] || fail "p/$file is missing"
done
[ "$(json run.json '[r["name"] for r in d["optimize"]["schemes"]]')" = "['float', 'int8', 'int16x8', 'dynamic_range']" ] || fail "no table of schemes"
[ "$(json run.json 'all(0 < r["agreement"] <= 1 and r["file_bytes"] > 0 for r in d["optimize"]["schemes"])')" = True ] || fail "the table of schemes has no figures"
for scheme in int16x8 dynamic_range float; do
  "$tadpole" deploy p/optimized/model_$scheme.tflite --board virtual-m4 --json >board.json 2>board.err || { cat board.err >&2; fail "$scheme does not run on the board"; }
  expect board.json 'd["host_equal"]' True
done
[ "$(json p/report.json 'd["deploy"]["boards"][0]["estimated_ms"] > 0 and d["deploy"]["boards"][0]["estimated_mj"] > 0')" = True ] || fail "the report has no estimates"
[ "$(json p/report.json 'd["evaluation"]["model"] == "int8" and "streaming" in d["evaluation"]')" = True ] || fail "the int8 model was not tested in a room"
grep -q "synthetic" p/report.html || fail "the report does not say that its voices are synthetic"
grep -qE '(src|href)="https?://' p/report.html && fail "the report reaches for the network"
"$tadpole" run p --json >again.json 2>/dev/null
expect again.json 'd["up_to_date"]' True
"$tadpole" train p --epochs 5 --json >more.json 2>/dev/null
expect more.json 'd["up_to_date"]' False

echo "== infer, inspect, deploy a file"
clips=(p/dataset/clips/*.wav)
clip=${clips[0]}
"$tadpole" infer p/optimized/model_int8.tflite "$clip" --json >infer.json
[ "$(json infer.json 'd["label"] in ["silence", "unknown", "yes", "no"]')" = True ] || fail "no label"
"$tadpole" inspect p/optimized/model_int8.tflite | grep -q CONV_2D || fail "inspect shows no convolution"
"$tadpole" deploy p/optimized/model_int8.tflite --board virtual-m4 --json >deploy.json 2>/dev/null
expect deploy.json 'd["host_equal"]' True

echo "== kill -9 in the middle of training and of import"
hash_of() { sha256sum "$1" | cut -d' ' -f1; }
rm -rf k; "$tadpole" new k --words yes,no --seed 5 >/dev/null
sed -i 's/^epochs = .*/epochs = 12/; s/^stream_minutes = .*/stream_minutes = 0/; s/^model = .*/model = "tiny_conv"/' k/tadpole.toml
"$tadpole" collect k --synthesize --clips-per-word 24 >/dev/null 2>&1 & pid=$!
sleep 0.7; kill -9 $pid 2>/dev/null || true; wait $pid 2>/dev/null || true
"$tadpole" collect k --synthesize --clips-per-word 24 --json >k1.json 2>/dev/null
version=$(json k1.json 'd["version"]')
cp -r k u; rm -rf u/dataset u/voices u/.tadpole
"$tadpole" collect u --json >u1.json 2>/dev/null
[ "$(json u1.json 'd["version"]')" = "$version" ] || fail "a killed import ends with another dataset"
"$tadpole" preprocess k >/dev/null 2>&1; "$tadpole" preprocess u >/dev/null 2>&1
"$tadpole" train u >/dev/null 2>&1
for delay in 0.3 0.5 0.4; do
  "$tadpole" train k >/dev/null 2>&1 & pid=$!
  sleep $delay; kill -9 $pid 2>/dev/null || true; wait $pid 2>/dev/null || true
done
"$tadpole" train k >/dev/null 2>&1
[ "$(hash_of k/model/model.tadpole)" = "$(hash_of u/model/model.tadpole)" ] || fail "a killed training ends with other bytes"

echo "== the demo"
"$tadpole" new d --words yes,no >/dev/null
sed -i 's/^epochs = .*/epochs = 2/; s/^stream_minutes = .*/stream_minutes = 0/; s/^clips = .*/clips = 4/' d/tadpole.toml
"$tools/demo" d "$tadpole" >demo.txt 2>demo.err || fail "the demo: $(tail -n 5 demo.err)"
grep -q "The report of this run: $PWD/d/report.html" demo.txt || fail "the demo ends without its report: $(cat demo.txt)"

echo "== wrong input"
refuses 2 "did you mean 'collect'" colect p
refuses 2 "is no project" run nothing
printf 'not sound' >bad.wav
refuses 1 "bad.wav" infer p/optimized/model_int8.tflite bad.wav
head -c 5000 p/optimized/model_int8.tflite >cut.tflite
refuses 1 "cut.tflite" inspect cut.tflite
refuses 1 "cut.tflite" deploy cut.tflite
printf 'file,lable\na.wav,yes\n' >m.csv
"$tadpole" new w --words yes >/dev/null
refuses 2 "file,lable" collect w --import m.csv
echo "[trian]" >>p/tadpole.toml
refuses 2 "did you mean \[train\]" run p
echo "the walk: all passed"
