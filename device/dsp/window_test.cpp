// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/window.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <string>

#include "device/dsp/test_data.h"
#include "tests/shared_data.h"

namespace tadpole::device {
namespace {

// CMSIS-DSP pattern files: two header lines, then "// decimal" and a hexadecimal word for each
// value.
std::vector<float> cmsis_floats(const test::Path& file) {
  std::ifstream in(file);
  std::vector<float> values;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("0x", 0) != 0) continue;
    const auto word = static_cast<std::uint32_t>(std::stoul(line, nullptr, 16));
    float value;
    std::memcpy(&value, &word, sizeof value);
    values.push_back(value);
  }
  return values;
}

TEST(Window, HannAndHammingMatchTheCmsisDspPatterns) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-dsp/Window/WindowF32");
  const auto compare = [&](const char* file, WindowKind kind) {
    const std::vector<float> golden = cmsis_floats(path / file);
    ASSERT_EQ(golden.size(), 128u);
    for (int i = 0; i < 128; ++i) {
      EXPECT_NEAR(window_value(kind, WindowForm::periodic, i, 128), golden[i], 1e-6)
          << file << " " << i;
    }
  };
  compare("RefHanning_4_f32.txt", WindowKind::hann);
  compare("RefHamming_3_f32.txt", WindowKind::hamming);
}

TEST(Window, ASymmetricWindowReadsTheSameBackwards) {
  for (const WindowKind kind : {WindowKind::hann, WindowKind::hamming, WindowKind::povey}) {
    for (int i = 0; i < 200; ++i) {
      EXPECT_NEAR(window_value(kind, WindowForm::symmetric, i, 400),
                  window_value(kind, WindowForm::symmetric, 399 - i, 400), 1e-14);
    }
  }
}

TEST(Window, PoveyIsHannToThePowerOf0Point85) {
  const double hann = 0.5 - 0.5 * std::cos(2.0 * test::kPi * 100 / 399);
  EXPECT_NEAR(window_value(WindowKind::povey, WindowForm::symmetric, 100, 400),
              std::pow(hann, 0.85), 1e-14);
  EXPECT_EQ(window_value(WindowKind::povey, WindowForm::symmetric, 0, 400), 0.0);
}

}  // namespace
}  // namespace tadpole::device
