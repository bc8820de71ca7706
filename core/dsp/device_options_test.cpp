// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/device_options.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

TEST(DeviceOptions, MicroFrontendKeepsTheFieldsConstants) {
  const device::FrontEndOptions d = device_options({}).value();
  EXPECT_EQ(d.kind, device::FrontEndKind::micro_frontend);
  EXPECT_EQ(d.arithmetic, device::Arithmetic::fixed);
  EXPECT_EQ(d.window_samples, 480);
  EXPECT_EQ(d.stride_samples, 320);
  EXPECT_EQ(d.fft_samples, 512);
}

TEST(DeviceOptions, MfccTakesTheNumbersOfTheRecipe) {
  FeatureOptions o;
  o.kind = "mfcc";
  o.arithmetic = "fixed";
  o.window_ms = 40;
  o.stride_ms = 10;
  o.bands = 30;
  o.coefficients = 13;
  o.low_hz = 20;
  o.high_hz = 4000;
  const device::FrontEndOptions d = device_options(o).value();
  EXPECT_EQ(d.arithmetic, device::Arithmetic::fixed);
  EXPECT_EQ(d.window_samples, 640);
  EXPECT_EQ(d.fft_samples, 1024);
  EXPECT_EQ(device::row_length(d), 13);
  EXPECT_EQ(device::check(d), device::Status::ok);
}

std::string refusal(const FeatureOptions& o) {
  const auto result = device_options(o);
  EXPECT_FALSE(result.ok());
  if (result.ok()) return "";
  EXPECT_EQ(result.error().kind, ErrorKind::wrong_use);
  return result.error().message;
}

TEST(DeviceOptions, EachRefusalSaysWhatWasFoundAndWhatIsAllowed) {
  FeatureOptions o;
  o.kind = "mfc";
  EXPECT_EQ(refusal(o),
            "preprocess: kind is 'mfc', expected one of micro_frontend, mfcc, log_mel (did you "
            "mean 'mfcc'?)");
  o = {};
  o.arithmetic = "double";
  EXPECT_EQ(refusal(o), "preprocess: arithmetic is 'double', expected one of float, fixed");
  o = {};
  o.window_ms = 40;
  EXPECT_EQ(refusal(o), "preprocess: window_ms is 40 ms, expected 1 to 32 ms; change window_ms");
  o = {};
  o.stride_ms = 31;
  EXPECT_EQ(refusal(o), "preprocess: stride_ms is 31 ms, expected 1 to 30 ms; change stride_ms");
  o = {};
  o.bands = 0;
  EXPECT_EQ(refusal(o), "preprocess: bands is 0, expected 1 to 128; change bands");
  o = {};
  o.kind = "mfcc";
  o.coefficients = 41;
  EXPECT_EQ(refusal(o), "preprocess: coefficients is 41, expected 1 to 40; change coefficients");
  o = {};
  o.high_hz = 9000;
  EXPECT_EQ(refusal(o), "preprocess: high_hz is 9000 Hz, expected 1 to 8000 Hz; change high_hz");
  o = {};
  o.low_hz = 7500;
  EXPECT_EQ(refusal(o), "preprocess: low_hz is 7500 Hz, expected 0 to 7499 Hz; change low_hz");
}

TEST(DeviceOptions, TheFingerprintChangesWithEveryOption) {
  const device::FrontEndOptions base = device::mfcc_options();
  const auto differs = [&](auto change) {
    device::FrontEndOptions o = base;
    change(o);
    EXPECT_NE(front_end_fingerprint(o), front_end_fingerprint(base));
  };
  differs([](auto& o) { o.kind = device::FrontEndKind::log_mel; });
  differs([](auto& o) { o.arithmetic = device::Arithmetic::fixed; });
  differs([](auto& o) { o.window_samples = 400; });
  differs([](auto& o) { o.bands = 39; });
  differs([](auto& o) { o.high_hz = 4000.0005f; });
  differs([](auto& o) { o.spectrum = device::Spectrum::magnitude; });
  differs([](auto& o) { o.log_offset = 1.0000001e-6f; });
  differs([](auto& o) { o.lifter = 22; });
}

TEST(DeviceOptions, TheSourceNamesEveryFieldOnce) {
  const std::string text = front_end_source(device::mfcc_options(), "kFeatures");
  EXPECT_EQ(text.rfind("inline constexpr tadpole::device::FrontEndOptions kFeatures = {\n", 0), 0u);
  EXPECT_NE(text.find("    .kind = tadpole::device::FrontEndKind::mfcc,\n"), std::string::npos);
  EXPECT_NE(text.find("    .high_hz = 4000.0f,\n"), std::string::npos);
  EXPECT_NE(text.find("    .log_offset = 9.99999997e-07f,\n"), std::string::npos);
}

// The text compiled: what front_end_source() prints for mfcc_options().
inline constexpr tadpole::device::FrontEndOptions kPrinted = {
    .kind = tadpole::device::FrontEndKind::mfcc,
    .arithmetic = tadpole::device::Arithmetic::floating,
    .rate_hz = 16000,
    .window_samples = 480,
    .stride_samples = 320,
    .fft_samples = 512,
    .bands = 40,
    .coefficients = 10,
    .low_hz = 20.0f,
    .high_hz = 4000.0f,
    .window = tadpole::device::WindowKind{1},
    .window_form = tadpole::device::WindowForm{0},
    .spectrum = tadpole::device::Spectrum{0},
    .mel_slope = tadpole::device::MelSlope{0},
    .bin_range = tadpole::device::BinRange{0},
    .dct_scale = tadpole::device::DctScale{0},
    .mean_removal = tadpole::device::MeanRemoval{0},
    .first_coefficient = tadpole::device::FirstCoefficient{0},
    .input_gain = 3.05175781e-05f,
    .pre_emphasis = 0.0f,
    .log_offset = 9.99999997e-07f,
    .log_floor = 0.0f,
    .lifter = 0,
    .warp = 1.0f,
    .warp_low_hz = 100.0f,
    .warp_high_hz = 7500.0f,
    .mel_scale = tadpole::device::MelScale{0},
    .band_norm = tadpole::device::BandNorm{0},
    .log_scale = 1.0f,
};

TEST(DeviceOptions, TheCompiledSourceIsTheSameFrontEnd) {
  EXPECT_EQ(front_end_fingerprint(kPrinted), front_end_fingerprint(device::mfcc_options()));
  std::string text = front_end_source(kPrinted, "kPrinted");
  EXPECT_NE(text.find(".input_gain = 3.05175781e-05f,"), std::string::npos);
}

TEST(DeviceOptions, DescribeListsEveryOptionWithHelp) {
  FeatureOptions o;
  const OptionSet set = describe(o);
  EXPECT_EQ(set.all().size(), 8u);
  for (const Option& option : set.all()) EXPECT_FALSE(option.info.help.empty()) << option.name;
}

}  // namespace
}  // namespace tadpole
