// SPDX-License-Identifier: Apache-2.0
// A keyword spotter: one second of sound in, the probability of every label out. No heap, no files,
// no other library. Not for several threads at once: the model's memory is one static block.
#pragma once
#include <cstddef>
#include <cstdint>

namespace exported_model {

inline constexpr int kRate_hz = 16000;
inline constexpr int kClipSamples = 16000;
std::size_t label_count();
// index: below label_count().
const char* label(std::size_t index);

// samples: [kClipSamples], 16 kHz mono. probabilities: [label_count()]. Returns the index of the
// likeliest label.
std::size_t classify(const std::int16_t* samples, float* probabilities);

// The two steps by themselves, in the model's own bytes.
std::size_t feature_count();
// features: [feature_count()].
void compute_features(const std::int16_t* samples, std::int8_t* features);
// output: [label_count()]; (output - zero point) * scale is the probability, see dequantize().
void run_model(const std::int8_t* features, std::int8_t* output);
float dequantize(std::int8_t output);

}  // namespace exported_model
