#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A foreign interpreter loads and runs the model files that the walk wrote, and those beside the checkout.
# usage: test.sh TADPOLE FOLDER_OF_THE_WALK SCRATCH_FOLDER      Exit status 77: skipped, with the reason.
set -euo pipefail
tadpole=$(realpath "$1") walked=$(realpath "$2") work=$3
here=$(cd "$(dirname "$0")" && pwd)
for program in node npm; do
  command -v $program >/dev/null || { echo "skipped: $program is not installed"; exit 77; }
done
mkdir -p "$work"
cp "$here"/package.json "$here"/*.mjs "$work"
cd "$work"
if ! [ -f node_modules/@tensorflow/tfjs-tflite/package.json ] &&
  ! timeout 300 npm install --no-audit --no-fund --no-package-lock --legacy-peer-deps --ignore-scripts >npm.log 2>&1; then
  echo "skipped: npm could not install the foreign interpreter (offline?): $(tail -n 1 npm.log)"
  exit 77
fi
# The models of other people that use this project's operators and that this interpreter takes.
shared=${TADPOLE_SHARED:-$here/../../../shared}/models
foreign=() rounded=()
for name in kws_dscnn_int8 ad_autoencoder_int8 ad_autoencoder_float hello_world_int8 hello_world_float \
  ic_resnet8_int8 ic_resnet8_float vww_mobilenet_int8; do
  [ -f "$shared/$name.tflite" ] && foreign+=("$shared/$name.tflite")
done
# int8 weights under float activations.
for file in "$shared"/kws_dscnn_float.tflite "$shared"/../data/golden-litert-models/litert/test/{q_einsum,attn_vec_einsum}.tflite; do
  [ -f "$file" ] && rounded+=("$file")
done
# A network with a memory (this interpreter has no LSTM of 16 bits).
mkdir -p recurrent && cp "$here"/../../examples/recurrent/tadpole.toml recurrent
for stage in collect preprocess train optimize; do
  "$tadpole" $stage recurrent >recurrent.log 2>&1 || { cat recurrent.log; exit 1; }
done
node compare.mjs --tadpole "$tadpole" "$walked"/optimized/model_{int8,float,int16x8}.tflite \
  recurrent/optimized/model_{int8,float,dynamic_range}.tflite ${foreign[@]+"${foreign[@]}"} \
  --rounded "$walked"/optimized/model_dynamic_range.tflite ${rounded[@]+"${rounded[@]}"}
# Every tensor between input and output, too.
"$tadpole" verify "$walked"/optimized/model_int8.tflite --runtime "node $work/outputs.mjs" --steps 16
"$tadpole" verify "$walked"/optimized/model_float.tflite --board none --runtime "node $work/outputs.mjs"
