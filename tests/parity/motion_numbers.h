// SPDX-License-Identifier: Apache-2.0
// What a board and the host compute from one made movement and one made sound: hashes over all
// bytes of the results of device/dsp's motion part.
#pragma once
#include <cstdint>

#include "device/dsp/frame_stack.h"
#include "device/dsp/front_end.h"
#include "device/dsp/raw_window.h"
#include "device/dsp/spectral.h"
#include "device/dsp/stroke_raster.h"
#include "device/dsp/stroke_tracker.h"

namespace tadpole::parity {

constexpr device::SpectralOptions everything(int samples, int fft) {
  device::SpectralOptions o;
  o.window_samples = samples, o.axes = 6, o.fft_samples = fft, o.peaks = 3, o.bands = 6;
  o.magnitude = device::Magnitude::added;
  o.correlation = device::Correlation::added;
  return o;
}
inline constexpr device::SpectralOptions kPadded = everything(100, 128);
inline constexpr device::SpectralOptions kWelch = everything(160, 32);
inline constexpr device::FrontEndOptions kAnomaly = device::anomaly_options();

// FNV-1a. Source: Fowler, Noll and Vo.
inline std::uint32_t hash_of(const void* bytes, std::size_t count) {
  std::uint32_t hash = 2166136261U;
  for (std::size_t i = 0; i < count; ++i)
    hash = (hash ^ static_cast<const std::uint8_t*>(bytes)[i]) * 16777619U;
  return hash;
}

class Noise {
 public:
  // -32768..32767
  std::int32_t next() {
    state_ = state_ * 1664525U + 1013904223U;
    return static_cast<std::int32_t>(state_ >> 16) - 32768;
  }

 private:
  std::uint32_t state_ = 7;
};

// 400 rows of six axes: a triangle wave on each, slower from axis to axis, with noise; gravity on
// the third; the gyroscope rests before row 100 and after row 300.
inline const float* movement() {
  static float rows[400 * 6];
  Noise noise;
  for (int i = 0; i < 400; ++i) {
    for (int a = 0; a < 6; ++a) {
      const int period = 40 + 12 * a, at = i % period;
      const int wave = at < period / 2 ? 4 * at - period : 3 * period - 4 * at;
      const bool rests = i < 100 || i >= 300;
      const float size = rests ? 0.0F : 2.0F / static_cast<float>(period);
      rows[i * 6 + a] = size * static_cast<float>(wave) +
                        static_cast<float>(noise.next()) * (1.0F / 1048576.0F) +
                        (a == 2 ? 9.81F : 0.0F);
    }
  }
  return rows;
}

template <const device::SpectralOptions& kOptions, class Say>
void spectral_numbers(const char* name, Say say) {
  static device::SpectralFrontEnd<kOptions> front_end;
  static float features[device::spectral_feature_count(kOptions)];
  std::uint32_t hash = 0;
  for (int from = 0; from + kOptions.window_samples <= 400; from += 50) {
    front_end.extract(movement() + from * 6, features);
    hash = hash * 31U + hash_of(features, sizeof features);
  }
  say(name, hash);
}

template <class Say>
void stroke_numbers(Say say) {
  static device::StrokeTracker<64> tracker;
  static std::int8_t picture[32 * 32 * 3];
  tracker.plan({});
  std::uint32_t strokes = 0, points = 0, pictures = 0;
  for (int i = 0; i < 400; ++i) {
    const float* row = movement() + i * 6;
    if (tracker.push(row, row + 3) != device::StrokeState::done) continue;
    ++strokes;
    points = points * 31U + hash_of(tracker.points(), sizeof(float) * 2 * tracker.count());
    device::rasterize_stroke({}, tracker.points(), tracker.count(), picture);
    pictures = pictures * 31U + hash_of(picture, sizeof picture);
  }
  say("strokes", strokes);
  say("points", points);
  say("pictures", pictures);
}

template <class Say>
void sound_numbers(Say say) {
  static std::int16_t sound[1024 + 512 * 5];
  static device::FrontEnd<kAnomaly> front_end;
  static device::FrameStack<float, 128, device::kAnomalyFrames> stack;
  static float row[128];
  Noise noise;
  for (int i = 0; i < 1024 + 512 * 5; ++i)
    sound[i] = static_cast<std::int16_t>(noise.next() / 16 + (i / 20 % 2 != 0 ? 9000 : -9000));
  std::uint32_t hash = 0;
  stack.reset();
  for (int r = 0; r < 6; ++r) {
    front_end.frame_real(sound + 512 * r, row);
    if (stack.push(row)) hash = hash * 31U + hash_of(stack.values(), sizeof(float) * stack.kLength);
  }
  say("anomaly rows", hash);
}

// say(name, number) for every result, in a fixed order.
template <class Say>
void motion_numbers(Say say) {
  spectral_numbers<kPadded>("spectral, padded", say);
  spectral_numbers<kWelch>("spectral, welch", say);
  static const float mean[6] = {0.1F, 0.2F, 9.81F, 0.0F, 0.0F, 0.0F};
  static const float inverse[6] = {0.3F, 0.3F, 0.3F, 0.7F, 0.7F, 0.7F};
  static std::int8_t raw[100 * 6];
  device::raw_window_int8(movement() + 600, 100, 6, {mean, inverse}, {0.02F, -5}, raw);
  say("raw", hash_of(raw, sizeof raw));
  stroke_numbers(say);
  sound_numbers(say);
}

}  // namespace tadpole::parity
