// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/host_front_end.h"

#include <gtest/gtest.h>

#include "device/dsp/front_end.h"

namespace tadpole {
namespace {

constexpr device::FrontEndOptions odd() {
  device::FrontEndOptions o = device::mfcc_options();
  o.arithmetic = device::Arithmetic::fixed;
  o.window_samples = 333;
  o.stride_samples = 111;
  o.bands = 21;
  o.coefficients = 12;
  o.pre_emphasis = 0.97f;
  o.lifter = 22;
  o.spectrum = device::Spectrum::magnitude;
  return o;
}

inline constexpr device::FrontEndOptions kOdd = odd();
inline constexpr device::FrontEndOptions kLogMel = device::log_mel_options();
inline constexpr device::FrontEndOptions kMicro = device::micro_frontend_options();

std::vector<std::int16_t> signal(std::size_t count) {
  std::vector<std::int16_t> samples(count);
  for (std::size_t i = 0; i < count; ++i)
    samples[i] = static_cast<std::int16_t>((i * i * 31 + i * 7) % 9001 - 4500);
  return samples;
}

// Tables made at run time and tables made by the compiler must be the same numbers.
template <const device::FrontEndOptions& kOptions>
void expect_same_bytes() {
  const auto clip = signal(5000);
  const auto host = HostFrontEnd::create(kOptions);
  std::vector<float> rows(static_cast<std::size_t>(host->rows(clip.size())) * host->row_length());
  host->real(clip, rows);
  device::FrontEnd<kOptions> firmware;
  firmware.reset();
  std::array<float, device::row_length(kOptions)> row;
  for (int f = 0; f < host->rows(clip.size()); ++f) {
    firmware.frame_real(&clip[f * kOptions.stride_samples], row.data());
    for (std::size_t i = 0; i < row.size(); ++i) EXPECT_EQ(rows[f * row.size() + i], row[i]);
  }
}

TEST(HostFrontEnd, RunTimeTablesGiveTheBytesOfCompiledTables) {
  expect_same_bytes<kOdd>();
  expect_same_bytes<kLogMel>();
  expect_same_bytes<kMicro>();
}

TEST(HostFrontEnd, ARecordingShorterThanAWindowGivesNoRows) {
  const auto host = HostFrontEnd::create(kLogMel);
  EXPECT_EQ(host->rows(479), 0);
  std::vector<float> none;
  host->real(signal(479), none);
}

}  // namespace
}  // namespace tadpole
