// SPDX-License-Identifier: Apache-2.0
// START HERE. The front end of a firmware image: int16 samples in, one row of int8 features out,
// everything sized and tabulated at compile time.
//
//   inline constexpr tadpole::device::FrontEndOptions kFeatures =
//   tadpole::device::micro_frontend_options(); static tadpole::device::FrontEnd<kFeatures>
//   front_end;      // all its RAM; its tables are constants in flash front_end.plan({.scale =
//   kInputScale, .zero_point = kInputZeroPoint}); front_end.reset(); // before every clip for (int
//   f = 0; f < front_end.kRows; ++f)                   // kRows = 49 for one second
//     front_end.frame(clip + f * front_end.kStrideSamples, map + f * front_end.kRowLength);
//
// Streaming, when samples arrive in pieces of any length: FrontEndStream below.
// The host calls the same code through core/dsp: same bytes.
#pragma once
#include <array>
#include <cstdint>
#include <type_traits>

#include "device/dsp/front_end_options.h"
#include "device/dsp/mel_front_end.h"
#include "device/dsp/mel_tables.h"
#include "device/dsp/micro_frontend.h"
#include "device/dsp/micro_tables.h"
#include "device/dsp/quantize.h"

namespace tadpole::device {

template <const FrontEndOptions& kOptions>
class FrontEnd {
  static_assert(check(kOptions) == Status::ok,
                "front end options outside their range, see front_end_options.h");
  static constexpr bool kMicro = kOptions.kind == FrontEndKind::micro_frontend;
  using Engine = std::conditional_t<kMicro, MicroEngine<kOptions>, MelEngine<kOptions>>;

 public:
  static constexpr int kWindowSamples = kOptions.window_samples;
  static constexpr int kStrideSamples = kOptions.stride_samples;
  static constexpr int kRowLength = row_length(kOptions);
  static constexpr int kRows = row_count(kOptions, kOptions.rate_hz);  // of one second

  // How the real feature values become int8: the scale and zero point of the model's input. Cannot
  // fail. Expects scale > 0. Call once before frame(). The micro front end with {kMicroScale,
  // kMicroZeroPoint} passes its bytes through unchanged.
  void plan(Quantization quantization) { quantizer_ = make_quantizer(kOptions, quantization); }
  // Forgets what was heard (the noise estimate of the micro front end). Call before every clip.
  // Cannot fail.
  void reset() { engine_.reset(); }
  // window: [kWindowSamples] samples; row: [kRowLength]. Cannot fail.
  void frame(const std::int16_t* window, std::int8_t* row) {
    engine_.frame(window, quantizer_, row);
  }
  // The same row as real values, before quantization. Cannot fail.
  void frame_real(const std::int16_t* window, float* row) { engine_.frame_real(window, row); }

 private:
  Engine engine_;
  Quantizer quantizer_{};
};

// Keeps the overlap between windows, so that samples may come in pieces of any length. RAM: one
// window more.
template <const FrontEndOptions& kOptions>
class FrontEndStream {
 public:
  using Core = FrontEnd<kOptions>;
  void plan(Quantization quantization) { core_.plan(quantization); }
  void reset() {
    core_.reset();
    held_ = 0;
  }
  // Takes samples until one row is complete or they are used up. Returns how many were taken;
  // `ready` says whether `row` [kRowLength] was written. Call again with the rest. Cannot fail.
  int push(const std::int16_t* samples, int count, std::int8_t* row, bool& ready) {
    const int free = Core::kWindowSamples - held_;
    const int taken = count < free ? count : free;
    for (int i = 0; i < taken; ++i) held_samples_[held_ + i] = samples[i];
    held_ += taken;
    ready = held_ == Core::kWindowSamples;
    if (ready) {
      core_.frame(held_samples_.data(), row);
      held_ = Core::kWindowSamples - Core::kStrideSamples;
      for (int i = 0; i < held_; ++i) held_samples_[i] = held_samples_[i + Core::kStrideSamples];
    }
    return taken;
  }

 private:
  Core core_;
  alignas(4) std::array<std::int16_t, kOptions.window_samples> held_samples_{};
  int held_ = 0;
};

}  // namespace tadpole::device
