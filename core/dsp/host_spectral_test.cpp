// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/host_spectral.h"

#include <gtest/gtest.h>

#include <cstring>

#include "core/base/rng.h"

namespace tadpole {
namespace {

constexpr device::SpectralOptions everything() {
  device::SpectralOptions o;
  o.rate_hz = 100.0f, o.high_hz = 50.0f;
  o.window_samples = 100, o.axes = 6, o.fft_samples = 128, o.peaks = 3, o.bands = 7;
  o.band_scale = device::BandScale::logarithmic;
  o.magnitude = device::Magnitude::added;
  o.correlation = device::Correlation::added;
  return o;
}
constexpr device::SpectralOptions relative() {
  device::SpectralOptions o = everything();
  o.amplitude = device::Amplitude::relative;
  return o;
}
inline constexpr device::SpectralOptions kEverything = everything(), kRelative = relative();

std::vector<float> walk(std::size_t values) {
  Rng rng(5);
  std::vector<float> window(values);
  for (float& v : window) v = static_cast<float>(9.0 * rng.normal());
  return window;
}

template <const device::SpectralOptions& kOptions>
void expect_the_same_bytes() {
  static device::SpectralFrontEnd<kOptions> front_end;
  const HostSpectral host(kOptions);
  const std::vector<float> window = walk(600);
  std::vector<float> a(host.features()), b(host.features());
  ASSERT_EQ(a.size(), static_cast<std::size_t>(front_end.kFeatures));
  front_end.extract(window.data(), a.data());
  host.extract(window, b);
  EXPECT_EQ(std::memcmp(a.data(), b.data(), a.size() * sizeof(float)), 0);
  const std::vector<float> mean(a.size(), 1.0F), inverse(a.size(), 0.25F);
  const device::FeatureScaling scaling{mean.data(), inverse.data(), 2.5F};
  front_end.plan({0.05F, 3}, scaling);
  std::vector<std::int8_t> bytes(a.size()), host_bytes(a.size());
  front_end.extract_int8(window.data(), bytes.data());
  host.extract_int8(window, scaling, {0.05F, 3}, host_bytes);
  EXPECT_EQ(bytes, host_bytes);
}

TEST(HostSpectral, gives_the_bytes_of_the_firmware_image) {
  expect_the_same_bytes<kEverything>();
  expect_the_same_bytes<kRelative>();
}

TEST(HostSpectral, every_feature_has_a_name) {
  const auto names = spectral_feature_names(
      kEverything, {"acc_x", "acc_y", "acc_z", "gyro_x", "gyro_y", "gyro_z"});
  ASSERT_EQ(names.size(), static_cast<std::size_t>(device::spectral_feature_count(kEverything)));
  EXPECT_EQ(names[0], "acc_x mean");
  EXPECT_EQ(names[7], "acc_x 25 %");
  EXPECT_EQ(names[10], "acc_x peak 1 Hz");
  EXPECT_EQ(names.back(), "gyro_y~gyro_z");
  const auto other =
      spectral_feature_names(kRelative, {"acc_x", "acc_y", "acc_z", "gyro_x", "gyro_y", "gyro_z"});
  EXPECT_EQ(other[1], "acc_x ln variance");
}

TEST(HostSpectral, equal_options_have_equal_fingerprints) {
  device::SpectralOptions other = kEverything;
  EXPECT_EQ(spectral_fingerprint(other), spectral_fingerprint(kEverything));
  other.log_offset = 2e-6F;
  EXPECT_NE(spectral_fingerprint(other), spectral_fingerprint(kEverything));
  EXPECT_NE(spectral_fingerprint(kRelative), spectral_fingerprint(kEverything));
}

TEST(HostSpectral, options_are_written_as_the_source_of_a_firmware) {
  const std::string text = spectral_source(kEverything, "kMotion");
  EXPECT_NE(text.find("inline constexpr tadpole::device::SpectralOptions kMotion = {"),
            std::string::npos);
  EXPECT_NE(text.find("    .rate_hz = 100.0f,\n"), std::string::npos);
  EXPECT_NE(text.find("    .band_scale = tadpole::device::BandScale{1},\n"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
