// SPDX-License-Identifier: Apache-2.0
// The motion part of device/dsp gives the same bytes on a Cortex-M4F and on the host.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/base/process.h"
#include "kit/qemu_board.h"
#include "tests/parity/motion_numbers.h"

namespace tadpole {
namespace {

Result<ProcessRun> build_image(const Path& image, const std::string& level) {
  const std::string board = "firmware/boards/virtual-m4/";
  std::vector<std::string> words = {"arm-none-eabi-g++",
                                    "-mcpu=cortex-m4",
                                    "-mthumb",
                                    "-mfpu=fpv4-sp-d16",
                                    "-mfloat-abi=hard",
                                    "-std=c++20",
                                    level,
                                    "-ffreestanding",
                                    "-ffp-contract=off",
                                    "-fno-exceptions",
                                    "-fno-rtti",
                                    "-fno-threadsafe-statics",
                                    "-I.",
                                    "-nostdlib",
                                    "-T",
                                    board + "board.ld",
                                    board + "startup.cpp",
                                    board + "port.cpp",
                                    board + "memory.cpp",
                                    "tests/parity/motion_app.cpp"};
  for (const char* source :
       {"spectral", "stroke_raster", "mel_front_end", "logarithm", "square_root", "micro_frontend",
        "micro_filter_bank", "micro_log", "pcan", "rfft_int16"})
    words.push_back(std::string("device/dsp/") + source + ".cpp");
  words.insert(words.end(), {"-lgcc", "-o", image.string()});
  return run_process(words, {.folder = TADPOLE_SOURCE_DIR, .timeout_s = 600});
}

TEST(MotionParity, results_on_the_board_are_those_of_the_host) {
  if (find_program("arm-none-eabi-g++").empty() || find_program("qemu-system-arm").empty())
    GTEST_SKIP() << "arm-none-eabi-g++ or qemu-system-arm is not installed";
  const Path folder =
      std::filesystem::temp_directory_path() / ("tadpole_motion_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::string host;
  parity::motion_numbers([&](const char* name, std::uint32_t number) {
    host += fmt::format("{}: {}\n", name, number);
  });
  EXPECT_NE(host.find("strokes: 1\n"), std::string::npos) << host;  // else nothing was drawn
  for (const char* level : {"-Os", "-O2"}) {
    const auto built = build_image(folder / "motion.elf", level);
    ASSERT_TRUE(built.ok()) << built.error().message;
    ASSERT_EQ(built.value().exit_code, 0) << built.value().errors;
    const auto run = run_on_qemu(folder / "motion.elf", {.folder = folder});
    ASSERT_TRUE(run.ok()) << run.error().message;
    EXPECT_EQ(run.value().serial, host) << level;
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

}  // namespace
}  // namespace tadpole
