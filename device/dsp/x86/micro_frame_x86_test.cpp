// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/x86/micro_frame_x86.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "device/dsp/micro_tables.h"
#include "device/dsp/test_data.h"

namespace tadpole::device {
namespace {

constexpr int kBands = 40;

// A plan with the tables of the default front end.
struct Tables {
  explicit Tables(int window_samples) : window(static_cast<std::size_t>(window_samples)) {
    fill_micro_window(window_samples, window.data());
    const MicroBankSize size =
        fill_micro_bank(16000, kBands, 125.0F, 7500.0F, ends.data(), nullptr);
    weights.resize(static_cast<std::size_t>(size.end_bin - size.first_bin));
    fill_micro_bank(16000, kBands, 125.0F, 7500.0F, ends.data(), weights.data());
    plan = {window_samples, window.data(), {kBands, size.first_bin, ends.data(), weights.data()}};
  }
  std::vector<std::int16_t> window;
  std::array<std::uint16_t, kBands + 1> ends{};
  std::vector<MicroWeight> weights;
  MicroPlan plan;
};

// What a frame leaves: all energies that the bands read, the features and the noise.
struct Left {
  std::array<Packed16, kRfft16Words> spectrum{};
  std::array<std::uint64_t, kBands> sums{};
  std::array<std::uint32_t, kBands> noise{};
  std::array<std::int8_t, kBands> features{};
  bool operator==(const Left&) const = default;
};

template <class Frame>
Left left_by(const Frame& frame, const MicroPlan& plan, const std::vector<std::int16_t>& samples) {
  Left left;
  for (int i = 0; i < 3; ++i)
    frame(plan, samples.data(), {left.spectrum, left.sums.data(), left.noise.data()},
          left.features.data());
  return left;
}

void expect_same(int window_samples, const std::vector<std::int16_t>& samples) {
  if (!micro_frame_x86_available()) GTEST_SKIP() << "this machine has no AVX2";
  const Tables tables(window_samples);
  EXPECT_EQ(left_by(micro_frame, tables.plan, samples),
            left_by(micro_frame_x86, tables.plan, samples));
}

// Every loudness from silence to clipping, and windows that fill the transform or leave zeros.
TEST(MicroFrameX86, gives_the_bytes_of_the_plain_front_end_for_noise_of_every_loudness) {
  for (const int window : {512, 480, 401, 17}) {
    for (int loudest = 1; loudest <= 32767; loudest = loudest * 3 / 2 + 1) {
      const test::Samples noise = test::noise(512, loudest);
      expect_same(window, {noise.begin(), noise.end()});
    }
  }
}

TEST(MicroFrameX86, gives_the_bytes_of_the_plain_front_end_at_the_ends_of_the_range) {
  expect_same(480, std::vector<std::int16_t>(512, 0));
  expect_same(480, std::vector<std::int16_t>(512, 32767));
  expect_same(480, std::vector<std::int16_t>(512, -32767));
  expect_same(512, std::vector<std::int16_t>(512, -32768));  // the case that wraps
  std::vector<std::int16_t> square(512);
  for (std::size_t i = 0; i < square.size(); ++i) square[i] = i % 2 == 0 ? 32767 : -32768;
  expect_same(512, square);
}

}  // namespace
}  // namespace tadpole::device
