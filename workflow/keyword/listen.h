// SPDX-License-Identifier: Apache-2.0
// One recording as every stage hears it.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/files.h"
#include "core/dsp/feature_extractor.h"
#include "core/graph/graph.h"
#include "core/tflite/tflite.h"

namespace tadpole {

// Any audio file -> [kClipSamples] samples at 16 kHz around the loudest part. Fails as read_audio()
// does.
Result<std::vector<std::int16_t>> listen(const Path& file);

// A tensor's bytes as real values. Expects float32, int8 or uint8, quantized per tensor.
std::vector<float> real_values(const GraphTensor& tensor, std::span<const std::uint8_t> bytes);

}  // namespace tadpole
