// SPDX-License-Identifier: Apache-2.0
// Ears: takes 16 kHz mono samples window by window from a file of the bench (a real board: from its
// microphone) and turns each window into one row of features. RAM: one window of samples and the
// front end's own.
#pragma once
#include <array>
#include <cstdint>

#include "device/dsp/front_end.h"
#include "firmware/app/console.h"

namespace tadpole::app {

template <const device::FrontEndOptions& kOptions>
class Listener {
 public:
  using FrontEnd = device::FrontEnd<kOptions>;
  static constexpr int kRowLength = FrontEnd::kRowLength;

  // scale, zero_point: of the model's input.
  explicit Listener(device::Quantization input) { front_end_.plan(input); }

  // Before every recording. overhead: instructions that an empty measurement takes.
  void begin(int file, std::uint32_t overhead) {
    front_end_.reset();
    file_ = file;
    overhead_ = overhead;
    held_ = 0;
    instructions_ = 0;
  }

  // One more row; false at the end of the recording. row: [kRowLength].
  bool hear(std::int8_t* row) {
    const int wanted = FrontEnd::kWindowSamples - held_;
    if (read(window_.data() + held_, wanted) != wanted) return false;
    const Stopwatch watch;
    front_end_.frame(window_.data(), row);
    held_ = FrontEnd::kWindowSamples - FrontEnd::kStrideSamples;
    for (int i = 0; i < held_; ++i) window_[i] = window_[i + FrontEnd::kStrideSamples];
    instructions_ += watch.stop() - overhead_;
    return true;
  }

  // Passes over samples that no window holds: up to the end of a clip.
  void skip(int samples) {
    while (samples > 0) {
      const int some = samples < FrontEnd::kWindowSamples ? samples : FrontEnd::kWindowSamples;
      read(window_.data(), some);
      samples -= some;
    }
  }

  // Spent on features since begin().
  std::uint32_t instructions() const { return instructions_; }

 private:
  int read(std::int16_t* to, int samples) {
    const auto bytes = static_cast<std::size_t>(samples) * sizeof(std::int16_t);
    return static_cast<int>(port::read_file(file_, to, bytes) / sizeof(std::int16_t));
  }

  FrontEnd front_end_;
  alignas(4) std::array<std::int16_t, FrontEnd::kWindowSamples> window_{};
  int file_ = -1;
  int held_ = 0;
  std::uint32_t overhead_ = 0;
  std::uint32_t instructions_ = 0;
};

}  // namespace tadpole::app
