// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/raw_window.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

TEST(RawWindow, each_axis_has_its_own_mean_and_size) {
  const float window[4] = {9.0f, 100.0f, 11.0f, 300.0f};
  const float mean[2] = {10.0f, 200.0f}, inverse[2] = {0.5f, 0.01f};
  float out[4];
  raw_window(window, 2, 2, {mean, inverse}, out);
  EXPECT_EQ(out[0], -0.5f);  // (9 - 10) / 2, and so on by hand
  EXPECT_EQ(out[1], -1.0f);
  EXPECT_EQ(out[2], 0.5f);
  EXPECT_EQ(out[3], 1.0f);
  std::int8_t bytes[4];
  raw_window_int8(window, 2, 2, {mean, inverse}, {0.125f, 3}, bytes);
  EXPECT_EQ(bytes[0], -1);  // -0.5 / 0.125 + 3
  EXPECT_EQ(bytes[3], 11);
}

}  // namespace
}  // namespace tadpole::device
