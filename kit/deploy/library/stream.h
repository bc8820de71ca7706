// SPDX-License-Identifier: Apache-2.0
// A keyword spotter that listens all the time: sound in pieces of any length in, the probability of
// every label out after each row of features. The model remembers what it heard, nothing is
// computed twice. No heap, no files, no other library. Not for several threads at once: the model's
// memory is one static block.
#pragma once
#include <cstddef>
#include <cstdint>

namespace exported_model {

inline constexpr int kRate_hz = 16000;
inline constexpr int kClipSamples = 16000;
std::size_t label_count();
// index: below label_count().
const char* label(std::size_t index);

// Forgets what was heard. Call before the first sound.
void reset();
// samples: [count], 16 kHz mono, those that follow the ones before. Returns how many answers the
// model gave on the way; the last of them stands in output() and probabilities().
std::size_t hear(const std::int16_t* samples, std::size_t count);
// probabilities: [label_count()]. Returns the index of the likeliest label.
std::size_t probabilities(float* probabilities);
// [label_count()], the model's own bytes.
const std::int8_t* output();

// All at once: forgets, hears one clip, and says what it was. samples: [kClipSamples].
std::size_t classify(const std::int16_t* samples, float* probabilities);

}  // namespace exported_model
