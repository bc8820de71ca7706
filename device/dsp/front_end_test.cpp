// SPDX-License-Identifier: Apache-2.0
// What every kind of front end must do, float or fixed.
#include "device/dsp/front_end.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "device/dsp/test_data.h"

namespace tadpole::device {
namespace {

constexpr FrontEndOptions variant(FrontEndOptions o, Arithmetic arithmetic,
                                  Spectrum spectrum = Spectrum::power) {
  o.arithmetic = arithmetic;
  o.spectrum = spectrum;
  return o;
}

constexpr FrontEndOptions odd_sizes(Arithmetic arithmetic) {
  FrontEndOptions o = variant(log_mel_options(), arithmetic);
  o.window_samples = 401;
  o.stride_samples = 123;
  o.fft_samples = 1024;
  o.bands = 17;
  o.pre_emphasis = 0.97f;
  o.mean_removal = MeanRemoval::per_window;
  return o;
}

inline constexpr FrontEndOptions kMicro = micro_frontend_options();
inline constexpr FrontEndOptions kMfcc = mfcc_options();
inline constexpr FrontEndOptions kMfccFixed = variant(mfcc_options(), Arithmetic::fixed);
inline constexpr FrontEndOptions kLogMel = log_mel_options();
inline constexpr FrontEndOptions kLogMelFixed = variant(log_mel_options(), Arithmetic::fixed);
inline constexpr FrontEndOptions kMagnitude =
    variant(log_mel_options(), Arithmetic::floating, Spectrum::magnitude);
inline constexpr FrontEndOptions kMagnitudeFixed =
    variant(log_mel_options(), Arithmetic::fixed, Spectrum::magnitude);
inline constexpr FrontEndOptions kOdd = odd_sizes(Arithmetic::floating);
inline constexpr FrontEndOptions kOddFixed = odd_sizes(Arithmetic::fixed);

template <const FrontEndOptions& kOptions>
struct Kind {
  static constexpr const FrontEndOptions& options = kOptions;
  using Engine = FrontEnd<kOptions>;
  using Stream = FrontEndStream<kOptions>;
};

template <class T>
class EveryFrontEnd : public ::testing::Test {};
using Kinds =
    ::testing::Types<Kind<kMicro>, Kind<kMfcc>, Kind<kMfccFixed>, Kind<kLogMel>, Kind<kLogMelFixed>,
                     Kind<kMagnitude>, Kind<kMagnitudeFixed>, Kind<kOdd>, Kind<kOddFixed>>;
TYPED_TEST_SUITE(EveryFrontEnd, Kinds);

template <class Engine>
std::vector<float> real_row(Engine& engine, const test::Samples& window) {
  std::vector<float> row(Engine::kRowLength);
  engine.frame_real(window.data(), row.data());
  return row;
}

TYPED_TEST(EveryFrontEnd, GivesFiniteValuesForSilenceAndForFullScale) {
  typename TypeParam::Engine engine;
  engine.reset();
  const int n = TypeParam::Engine::kWindowSamples;
  for (const test::Samples& window :
       {test::Samples(n, 0), test::Samples(n, 1), test::Samples(n, 32767), test::Samples(n, -32768),
        test::full_scale_square(n, 2), test::full_scale_square(n, 16),
        test::full_scale_square(n, 1000), test::noise(n, 32767), test::noise(n, 1)}) {
    for (const float value : real_row(engine, window)) {
      EXPECT_TRUE(std::isfinite(value));
      EXPECT_LT(std::fabs(value), 200.0f);
    }
  }
}

TYPED_TEST(EveryFrontEnd, StreamingInPiecesOfAnyLengthGivesTheSameBytes) {
  const test::Samples clip = test::noise(8000, 3000);
  typename TypeParam::Engine engine;
  engine.plan({.scale = 0.2f, .zero_point = 5});
  engine.reset();
  constexpr int kRow = TypeParam::Engine::kRowLength;
  const int rows = row_count(TypeParam::options, 8000);
  std::vector<std::int8_t> whole(rows * kRow);
  for (int f = 0; f < rows; ++f) {
    engine.frame(&clip[f * TypeParam::options.stride_samples], &whole[f * kRow]);
  }
  for (const int piece : {1, 7, 160, 320, 513, 8000}) {
    typename TypeParam::Stream stream;
    stream.plan({.scale = 0.2f, .zero_point = 5});
    stream.reset();
    std::vector<std::int8_t> streamed;
    std::array<std::int8_t, kRow> row;
    for (int at = 0; at < 8000; at += piece) {
      int left = std::min(piece, 8000 - at);
      for (const std::int16_t* p = &clip[at]; left > 0;) {
        bool ready = false;
        const int taken = stream.push(p, left, row.data(), ready);
        if (ready) streamed.insert(streamed.end(), row.begin(), row.end());
        p += taken;
        left -= taken;
      }
    }
    EXPECT_EQ(streamed, whole) << piece;
  }
}

TYPED_TEST(EveryFrontEnd, AResetMakesTheSameSoundGiveTheSameRow) {
  typename TypeParam::Engine engine;
  engine.reset();
  const test::Samples window = test::noise(TypeParam::Engine::kWindowSamples, 2000);
  const std::vector<float> first = real_row(engine, window);
  real_row(engine, test::noise(TypeParam::Engine::kWindowSamples, 20000, 9));
  engine.reset();
  EXPECT_EQ(real_row(engine, window), first);
}

template <const FrontEndOptions& kOptions>
void tones_land_in_their_band() {
  FrontEnd<kOptions> engine;
  for (const double hz : {300.0, 1000.0, 2000.0, 3500.0}) {
    const std::vector<float> row = real_row(engine, test::tone(hz, kOptions.window_samples));
    const int band = static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin());
    EXPECT_GT(hz, mel_centre_hz(kOptions, band - 1)) << hz;
    EXPECT_LT(hz, mel_centre_hz(kOptions, band + 1)) << hz;
  }
}

TEST(FrontEnd, APureToneLandsInTheBandThatHoldsItsFrequency) {
  tones_land_in_their_band<kLogMel>();
  tones_land_in_their_band<kLogMelFixed>();
  tones_land_in_their_band<kMagnitude>();
  tones_land_in_their_band<kOddFixed>();
}

// Below the offset of 1e-6 nothing is heard; above, 16 fractional bits and 15-bit weights allow
// 1e-3 per band.
template <const FrontEndOptions& kFloat, const FrontEndOptions& kFixed>
double largest_difference(int amplitude) {
  FrontEnd<kFloat> a;
  FrontEnd<kFixed> b;
  double largest = 0.0;
  for (int seed = 0; seed < 20; ++seed) {
    const test::Samples window = test::noise(kFloat.window_samples, amplitude, seed);
    const std::vector<float> x = real_row(a, window);
    const std::vector<float> y = real_row(b, window);
    for (std::size_t i = 0; i < x.size(); ++i)
      largest = std::max(largest, static_cast<double>(std::fabs(x[i] - y[i])));
  }
  return largest;
}

TEST(FrontEnd, FixedPointStaysWithin1e3OfFloatFromAWhisperToFullScale) {
  for (const int amplitude : {2, 30, 1000, 32767}) {
    EXPECT_LT((largest_difference<kLogMel, kLogMelFixed>(amplitude)), 1e-3) << amplitude;
    EXPECT_LT((largest_difference<kMfcc, kMfccFixed>(amplitude)), 1e-3) << amplitude;
    EXPECT_LT((largest_difference<kOdd, kOddFixed>(amplitude)), 2e-3) << amplitude;
    EXPECT_LT((largest_difference<kMagnitude, kMagnitudeFixed>(amplitude)), 1e-3) << amplitude;
  }
}

TEST(FrontEnd, TheMemoryOfEachKindIsWhatTheBoardReportSays) {
  EXPECT_LE(sizeof(FrontEnd<kMicro>), 1600u);
  EXPECT_LE(sizeof(FrontEnd<kMfcc>), 2304u);
  EXPECT_LE(sizeof(FrontEnd<kMfccFixed>), 2304u);
  EXPECT_LE(sizeof(FrontEndStream<kMicro>), 1600u + 976u);
}

TEST(FrontEnd, Int8RowsAreTheQuantizedRealRows) {
  FrontEnd<kMfcc> engine;
  engine.plan({.scale = 0.5847f, .zero_point = 83});  // the input of MLPerf Tiny's keyword model
  std::array<std::int8_t, 10> row;
  const test::Samples window = test::noise(480, 900);
  engine.frame(window.data(), row.data());
  const std::vector<float> real = real_row(engine, window);
  for (int c = 0; c < 10; ++c) {
    EXPECT_EQ(row[c], std::clamp(static_cast<int>(std::lround(real[c] / 0.5847f)) + 83, -128, 127));
  }
}

}  // namespace
}  // namespace tadpole::device
