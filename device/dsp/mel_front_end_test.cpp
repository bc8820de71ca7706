// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/mel_front_end.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "device/dsp/front_end.h"
#include "device/dsp/test_data.h"
#include "tests/shared_data.h"

namespace tadpole::device {
namespace {

constexpr FrontEndOptions fixed(FrontEndOptions o) {
  o.arithmetic = Arithmetic::fixed;
  return o;
}

// What the HCopy configurations of golden-kaldi-htk say; they share window, lifter and floor.
constexpr FrontEndOptions htk(FrontEndKind kind) {
  FrontEndOptions o = mfcc_options();
  o.kind = kind;
  o.window_samples = 400;
  o.stride_samples = 160;
  o.bands = 23;
  o.coefficients = 13;
  o.low_hz = 0.0f;
  o.high_hz = 8000.0f;
  o.window = WindowKind::hamming;
  o.window_form = WindowForm::symmetric;
  o.mel_slope = MelSlope::linear_mel;
  o.bin_range = BinRange::htk_rounding;
  o.dct_scale = DctScale::htk;
  o.input_gain = 1.0f;
  o.log_offset = 0.0f;
  o.log_floor = 1.0f;
  o.lifter = 22;
  return o;
}

constexpr FrontEndOptions htk_mfcc(int configuration) {
  FrontEndOptions o = htk(FrontEndKind::mfcc);
  if (configuration == 3) o.low_hz = 20.0f;
  if (configuration >= 4) o.pre_emphasis = 0.97f;
  if (configuration == 5) o.warp = 1.1f;
  if (configuration == 6) o.low_hz = 125.0f, o.high_hz = 7800.0f, o.bands = 24;
  if (configuration >= 2 && configuration <= 5) o.first_coefficient = FirstCoefficient::log_energy;
  return o;
}

constexpr FrontEndOptions htk_bank(int configuration) {
  FrontEndOptions o = htk(FrontEndKind::log_mel);
  if (configuration >= 2) o.low_hz = 25.0f;
  if (configuration == 3) o.warp = 0.9f;
  if (configuration == 4) o.warp = 1.1f;
  return o;
}

inline constexpr FrontEndOptions kMfcc1 = htk_mfcc(1), kMfcc2 = htk_mfcc(2), kMfcc3 = htk_mfcc(3),
                                 kMfcc4 = htk_mfcc(4), kMfcc5 = htk_mfcc(5), kMfcc6 = htk_mfcc(6);
inline constexpr FrontEndOptions kFixed1 = fixed(kMfcc1), kFixed2 = fixed(kMfcc2),
                                 kFixed4 = fixed(kMfcc4), kFixed5 = fixed(kMfcc5);
inline constexpr FrontEndOptions kBank1 = htk_bank(1), kBank2 = htk_bank(2), kBank3 = htk_bank(3),
                                 kBank4 = htk_bank(4);

// Largest difference between the front end's rows and the golden's first columns. The golden has c0
// (or the energy) after the other coefficients when `first_last`.
template <const FrontEndOptions& kOptions>
double largest_error(const test::Samples& samples, const test::Rows& golden,
                     bool first_last = false) {
  FrontEnd<kOptions> front_end;
  constexpr int kRow = FrontEnd<kOptions>::kRowLength;
  double largest = 0.0;
  for (std::size_t f = 0; f < golden.size(); ++f) {
    std::array<float, kRow> row;
    EXPECT_LE(f * kOptions.stride_samples + kOptions.window_samples, samples.size());
    front_end.frame_real(&samples[f * kOptions.stride_samples], row.data());
    for (int c = 0; c < kRow; ++c) {
      const double exact = golden[f][first_last ? (c + kRow - 1) % kRow : c];
      largest = std::max(largest, std::fabs(row[c] - exact));
    }
  }
  return largest;
}

class HtkGolden : public ::testing::Test {
 protected:
  void SetUp() override {
    const test::Path folder = shared_folder() / "data/golden-kaldi-htk";
    if (!std::filesystem::exists(folder))
      GTEST_SKIP() << "no shared data: " << folder << " is not there";
    samples = test::wav_samples(folder / "test.wav");
  }
  test::Rows mfcc(int configuration) const {
    return test::rows_of(shared_folder() / ("data/golden-kaldi-htk/csv/test.wav.fea_htk." +
                                            std::to_string(configuration) + ".csv"),
                         ',');
  }
  test::Rows bank(int configuration) const {
    return test::rows_of(shared_folder() / ("data/golden-kaldi-htk/csv/test.wav.fbank_htk." +
                                            std::to_string(configuration) + ".csv"),
                         ',');
  }
  test::Samples samples;
};

TEST_F(HtkGolden, FloatMfccIsWithin3e4OfAllSixConfigurations) {
  EXPECT_LT(largest_error<kMfcc1>(samples, mfcc(1), true), 3e-4);
  EXPECT_LT(largest_error<kMfcc2>(samples, mfcc(2), true), 3e-4);
  EXPECT_LT(largest_error<kMfcc3>(samples, mfcc(3), true), 3e-4);
  EXPECT_LT(largest_error<kMfcc4>(samples, mfcc(4), true), 3e-4);
  EXPECT_LT(largest_error<kMfcc5>(samples, mfcc(5), true), 3e-4);
  EXPECT_LT(largest_error<kMfcc6>(samples, mfcc(6), true), 3e-4);
}

TEST_F(HtkGolden, FloatFilterBanksAreWithin1e4) {
  EXPECT_LT(largest_error<kBank1>(samples, bank(1)), 1e-4);
  EXPECT_LT(largest_error<kBank2>(samples, bank(2)), 1e-4);
  EXPECT_LT(largest_error<kBank3>(samples, bank(3)), 1e-4);
  EXPECT_LT(largest_error<kBank4>(samples, bank(4)), 1e-4);
}

// Fixed point: 16 fractional bits of a logarithm (2^-15 of error each) and 15-bit weights, raised
// by the lifter (12).
TEST_F(HtkGolden, FixedMfccIsWithin3e3) {
  EXPECT_LT(largest_error<kFixed1>(samples, mfcc(1), true), 3e-3);
  EXPECT_LT(largest_error<kFixed2>(samples, mfcc(2), true), 3e-3);
  EXPECT_LT(largest_error<kFixed4>(samples, mfcc(4), true), 3e-3);
  EXPECT_LT(largest_error<kFixed5>(samples, mfcc(5), true), 3e-3);
}

inline constexpr FrontEndOptions kMfcc = mfcc_options(), kMfccFixed = fixed(kMfcc);
inline constexpr FrontEndOptions kLogMel = log_mel_options(), kLogMelFixed = fixed(kLogMel);

constexpr FrontEndOptions kaldi(FrontEndKind kind) {
  FrontEndOptions o = htk(kind);
  o.bands = kind == FrontEndKind::mfcc ? 23 : 40;
  o.low_hz = 20.0f;
  o.bin_range = BinRange::inside;
  o.window = WindowKind::povey;
  o.dct_scale = DctScale::orthonormal;
  o.mean_removal = MeanRemoval::per_window;
  o.pre_emphasis = 0.97f;
  o.log_floor = 1.1920929e-7f;
  return o;
}
inline constexpr FrontEndOptions kKaldiMfcc = kaldi(FrontEndKind::mfcc);
inline constexpr FrontEndOptions kKaldiBank = kaldi(FrontEndKind::log_mel);
inline constexpr FrontEndOptions kKaldiMfccFixed = fixed(kKaldiMfcc),
                                 kKaldiBankFixed = fixed(kKaldiBank);

// torchaudio's values on each clip; `offset`: its 480-sample window stands in the middle of 512,
// ours at the start.
template <const FrontEndOptions& kOptions>
void compare_with_torchaudio(const char* feature, std::size_t offset, double tolerance) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-torchaudio");
  int clips = 0;
  for (const test::Path& file : test::files_ending_with(path, ".wav")) {
    test::Samples samples = test::wav_samples(file);
    samples.erase(samples.begin(), samples.begin() + offset);
    const test::Rows golden =
        test::rows_of(path / (file.stem().string() + "." + feature + ".csv"), ',');
    ASSERT_GT(golden.size(), 0u) << file;
    EXPECT_LT(largest_error<kOptions>(samples, golden), tolerance) << file;
    ++clips;
  }
  EXPECT_GE(clips, 10);
}

// Values reach 90 (c0) and -14 (bands): 1e-3 is 1e-5 of the range, float32's share of the sums on
// both sides.
TEST(MelFrontEnd, FloatMfccMatchesTorchaudio) {
  compare_with_torchaudio<kMfcc>("mfcc10", 16, 1e-3);
}
TEST(MelFrontEnd, FloatLogMelMatchesTorchaudio) {
  compare_with_torchaudio<kLogMel>("logmel_htk40", 16, 1e-3);
}
TEST(MelFrontEnd, FixedMfccMatchesTorchaudio) {
  compare_with_torchaudio<kMfccFixed>("mfcc10", 16, 1e-3);
}
TEST(MelFrontEnd, FixedLogMelMatchesTorchaudio) {
  compare_with_torchaudio<kLogMelFixed>("logmel_htk40", 16, 1e-3);
}

// Kaldi's recipe has no offset: bands 100 dB below the loudest of a frame count, where float32
// spectra hold three digits and the fixed spectrum two. Values reach 100.
TEST(MelFrontEnd, FloatKaldiMfccMatchesTorchaudio) {
  compare_with_torchaudio<kKaldiMfcc>("kaldi_mfcc13", 0, 2e-2);
}
TEST(MelFrontEnd, FloatKaldiBankMatchesTorchaudio) {
  compare_with_torchaudio<kKaldiBank>("kaldi_fbank40", 0, 2e-2);
}
TEST(MelFrontEnd, FixedKaldiMfccMatchesTorchaudio) {
  compare_with_torchaudio<kKaldiMfccFixed>("kaldi_mfcc13", 0, 0.15);
}
TEST(MelFrontEnd, FixedKaldiBankMatchesTorchaudio) {
  compare_with_torchaudio<kKaldiBankFixed>("kaldi_fbank40", 0, 0.15);
}

// MLPerf Tiny's pipeline (TensorFlow): magnitudes, triangles over mel, unscaled c0; samples divided
// by the clip's largest value, which a stream cannot know and our default leaves out.
constexpr FrontEndOptions mlperf(float largest) {
  FrontEndOptions o = mfcc_options();
  o.spectrum = Spectrum::magnitude;
  o.mel_slope = MelSlope::linear_mel;
  o.dct_scale = DctScale::htk;
  o.input_gain = 1.0f / largest;
  return o;
}
inline constexpr FrontEndOptions kYes = mlperf(21681.0f), kNo = mlperf(8245.0f),
                                 kNoise = mlperf(6538.0f);

template <const FrontEndOptions& kOptions>
void compare_with_mlperf(const std::string& name) {
  TADPOLE_SHARED_OR_SKIP(path, "models/real_inputs/kws_mfcc_" + name + "_1000ms.f32");
  const auto golden = test::values_of<float>(path);
  ASSERT_EQ(golden.size(), 490u);
  test::Rows rows;
  for (int f = 0; f < 49; ++f)
    rows.emplace_back(golden.begin() + 10 * f, golden.begin() + 10 * (f + 1));
  const test::Samples clip =
      test::wav_samples(shared_folder() / ("data/tflm-testdata/" + name + "_1000ms.wav"));
  EXPECT_EQ(*std::max_element(clip.begin(), clip.end()), std::lround(1.0f / kOptions.input_gain));
  EXPECT_LT(largest_error<kOptions>(clip, rows), 1e-3) << name;
}

TEST(MelFrontEnd, MlperfMfccIsReachedWithItsOptions) {
  compare_with_mlperf<kYes>("yes");
  compare_with_mlperf<kNo>("no");
  compare_with_mlperf<kNoise>("noise");
}

}  // namespace
}  // namespace tadpole::device
