// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/micro_frontend.h"

#include <gtest/gtest.h>

#include "device/dsp/front_end.h"
#include "device/dsp/test_data.h"
#include "tests/shared_data.h"

namespace tadpole::device {
namespace {

inline constexpr FrontEndOptions kMicro = micro_frontend_options();
using Micro = FrontEnd<kMicro>;
using Row = std::array<std::int8_t, 40>;

Micro planned() {
  Micro front_end;
  front_end.plan({.scale = kMicroScale, .zero_point = kMicroZeroPoint});
  front_end.reset();
  return front_end;
}

TEST(MicroFrontend, EveryGoldenFrameIsEqualByteForByte) {
  TADPOLE_SHARED_OR_SKIP(path, "models/goldens/audio_preprocessor_int8");
  int frames = 0;
  for (const test::Path& file : test::files_ending_with(path, ".in.bin")) {
    const test::Samples samples = test::values_of<std::int16_t>(file);
    std::string name = file.string();
    name.replace(name.size() - 7, 7, ".out.bin");
    const auto golden = test::values_of<std::int8_t>(name);
    Row row;
    planned().frame(samples.data(), row.data());
    EXPECT_EQ(std::vector<std::int8_t>(row.begin(), row.end()), golden) << file;
    ++frames;
  }
  EXPECT_GE(frames, 13);
}

TEST(MicroFrontend, WholeClipsGiveTheGoldenMaps) {
  TADPOLE_SHARED_OR_SKIP(path, "data/tflm-testdata");
  const test::Path maps = shared_folder() / "models/real_inputs/micro_speech_int8";
  for (const char* name : {"yes", "no", "noise", "silence"}) {
    const test::Samples clip = test::wav_samples(path / (std::string(name) + "_1000ms.wav"));
    const auto golden = test::values_of<std::int8_t>(maps / (std::string(name) + "_1000ms.bin"));
    ASSERT_EQ(clip.size(), 16000u);
    std::vector<std::int8_t> map(49 * 40);
    Micro front_end = planned();
    for (int f = 0; f < Micro::kRows; ++f) front_end.frame(&clip[320 * f], &map[40 * f]);
    EXPECT_EQ(map, golden) << name;
  }
}

TEST(MicroFrontend, EveryStageOfTheGoldenGraphIsEqual) {
  TADPOLE_SHARED_OR_SKIP(path, "models/goldens/audio_preprocessor_int8/tensors_lcg1");
  const test::Samples samples = test::values_of<std::int16_t>(path / "t000.bin");
  std::array<std::int16_t, 480> window;
  fill_micro_window(480, window.data());
  std::array<std::uint16_t, 41> ends;
  std::array<MicroWeight, 256> weights;
  const MicroBankSize size =
      fill_micro_bank(16000, 40, 125.0f, 7500.0f, ends.data(), weights.data());
  const MicroPlan plan = {480, window.data(), {40, size.first_bin, ends.data(), weights.data()}};
  std::array<Packed16, kRfft16Words> spectrum;
  const int bits = micro_energy(plan, samples.data(), spectrum);
  EXPECT_EQ(bits, test::values_of<std::int32_t>(path / "t022.bin")[0]);
  const auto energy = test::values_of<std::uint32_t>(path / "t024.bin");
  for (int k = 5; k < 241; ++k) ASSERT_EQ(spectrum[k], energy[k]) << "bin " << k;
  std::array<std::uint64_t, 40> sums;
  apply_micro_bank(plan.bank, spectrum.data(), sums.data());
  // The file keeps 4 bytes per 8-byte sum: the first 20 bands.
  const auto golden_sums = test::values_of<std::uint64_t>(path / "t029.bin");
  for (std::size_t b = 0; b < golden_sums.size(); ++b)
    ASSERT_EQ(sums[b], golden_sums[b]) << "band " << b;
  const auto noise_golden = test::values_of<std::uint32_t>(path / "t032.bin");
  const auto features_golden = test::values_of<std::int8_t>(path / "t042.bin");
  for (int b = 0; b < 40; ++b) {
    std::uint32_t noise = 0;
    EXPECT_EQ(micro_feature(sums[b], bits, b % 2 != 0, noise), features_golden[b]);
    EXPECT_EQ(noise, noise_golden[b]);
  }
}

TEST(MicroFrontend, APureToneLandsInTheBandThatHoldsItsFrequency) {
  for (const double hz : {300.0, 1000.0, 2000.0, 6000.0}) {
    Row row;
    planned().frame(test::tone(hz, 480).data(), row.data());
    const int band = static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin());
    const double mel = hz_to_mel(125.0) + (hz_to_mel(7500.0) - hz_to_mel(125.0)) / 41 * (band + 1);
    EXPECT_NEAR(mel, hz_to_mel(hz), 0.75 * (hz_to_mel(7500.0) - hz_to_mel(125.0)) / 41) << hz;
  }
}

TEST(MicroFrontend, SilenceIsTheLowestValue) {
  Row row;
  planned().frame(test::Samples(480, 0).data(), row.data());
  for (const std::int8_t x : row) EXPECT_EQ(x, -128);
}

TEST(MicroFrontend, FullScaleSquareWavesAndNoiseStayDefined) {
  Micro front_end = planned();
  Row row;
  for (const int period : {2, 4, 16, 100, 480, 960}) {
    for (int i = 0; i < 20; ++i)
      front_end.frame(test::full_scale_square(480, period).data(), row.data());
  }
  front_end.frame(test::Samples(480, -32768).data(), row.data());
  for (int i = 0; i < 20; ++i) front_end.frame(test::noise(480, 32767, i).data(), row.data());
  SUCCEED();  // the sanitizer build is the judge
}

TEST(MicroFrontend, ASteadySoundFadesAndResetBringsItBack) {
  const test::Samples tone = test::tone(1000.0, 480);
  Micro front_end = planned();
  Row first;
  Row later;
  front_end.frame(tone.data(), first.data());
  for (int i = 0; i < 100; ++i) front_end.frame(tone.data(), later.data());
  const int band = static_cast<int>(std::max_element(first.begin(), first.end()) - first.begin());
  EXPECT_LT(later[band], first[band] - 20);
  front_end.reset();
  front_end.frame(tone.data(), later.data());
  EXPECT_EQ(first, later);
}

TEST(MicroFrontend, AnotherScaleGivesTheSameRealValues) {
  Micro front_end = planned();
  Micro other = planned();
  other.plan({.scale = 0.203125f, .zero_point = -100});
  Row native;
  Row coarse;
  std::array<float, 40> real;
  const test::Samples tone = test::tone(700.0, 480);
  front_end.frame(tone.data(), native.data());
  other.frame(tone.data(), coarse.data());
  front_end.reset();
  front_end.frame_real(tone.data(), real.data());
  for (int b = 0; b < 40; ++b) {
    EXPECT_FLOAT_EQ(real[b], static_cast<float>(native[b] + 128) * 26.0f / 256.0f);
    EXPECT_NEAR(static_cast<float>(coarse[b] + 100) * 0.203125f, real[b], 0.203125f / 2 + 1e-5f);
  }
}

}  // namespace
}  // namespace tadpole::device
