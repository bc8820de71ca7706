// SPDX-License-Identifier: Apache-2.0
// A sensor that understands what it measures: raw samples in (a picture, a window of motion, a row
// of numbers), answers out; the features are computed inside. No heap, no files, no other library.
// Not for several threads at once: the model's memory is one static block.
#pragma once
#include <cstddef>
#include <cstdint>

namespace exported_model {

// Of one sample as the sensor gives it; the comment above the type in src/generated/app_config.h
// says what lies in them.
std::size_t sample_bytes();
// 0: the outputs are numbers, or the model is a detector.
std::size_t label_count();
// index: below label_count().
const char* label(std::size_t index);
std::size_t output_count();

// sample: [sample_bytes()], aligned as its numbers are. outputs: [output_count()] in real values:
// with labels their probabilities. Returns the index of the largest.
std::size_t run(const void* sample, float* outputs);

// A detector of what is unusual: how unusual a sample is, and from where on it is an anomaly.
bool is_detector();
float threshold();
// Expects: is_detector().
float score(const void* sample);

// The two steps by themselves, in the model's own bytes.
std::size_t feature_count();
// features: [feature_count()].
void compute_features(const void* sample, std::int8_t* features);
// output: [output_count()]; (output - zero point) * scale is the real value, see dequantize().
void run_model(const std::int8_t* features, std::int8_t* output);
float dequantize(std::int8_t output);

}  // namespace exported_model
