// SPDX-License-Identifier: Apache-2.0
#include "kit/qemu_board.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/base/process.h"

namespace tadpole {
namespace {

// A folder of this test run, removed at its end.
struct TestFolder {
  Path path =
      std::filesystem::temp_directory_path() / ("tadpole_kit_" + std::to_string(::getpid()));
  TestFolder() { std::filesystem::create_directories(path); }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};
const Path& test_folder() {
  static const TestFolder folder;
  return folder.path;
}

// An image of one application; "" where the cross compiler or QEMU is missing.
Path build_image(const std::string& application, const std::string& name) {
  if (find_program("arm-none-eabi-g++").empty() || find_program("qemu-system-arm").empty())
    return {};
  const std::string board = "firmware/boards/virtual-m4/";
  const auto run = run_process({"arm-none-eabi-g++",
                                "-mcpu=cortex-m4",
                                "-mthumb",
                                "-mfpu=fpv4-sp-d16",
                                "-mfloat-abi=hard",
                                "-std=c++20",
                                "-Os",
                                "-ffreestanding",
                                "-fno-exceptions",
                                "-fno-rtti",
                                "-I.",
                                "-nostdlib",
                                "-T",
                                board + "board.ld",
                                board + "startup.cpp",
                                board + "port.cpp",
                                board + "memory.cpp",
                                application,
                                "-lgcc",
                                "-o",
                                (test_folder() / name).string()},
                               {.folder = TADPOLE_SOURCE_DIR});
  EXPECT_TRUE(run.ok() && run.value().exit_code == 0) << run.value().errors;
  return test_folder() / name;
}

// firmware/app/hello.cpp, built once for all tests.
const Path& hello_image() {
  static const Path image = build_image("firmware/app/hello.cpp", "hello.elf");
  return image;
}

class QemuBoard : public ::testing::TestWithParam<Confinement> {
 protected:
  void SetUp() override {
    if (hello_image().empty())
      GTEST_SKIP() << "arm-none-eabi-g++ or qemu-system-arm is not installed";
    if (GetParam() == Confinement::required && !bubblewrap_works())
      GTEST_SKIP() << "bwrap does not work here";
    options_.folder = hello_image().parent_path();
    options_.confinement = GetParam();
  }
  BoardRunOptions options_;
};

// 3 instructions a turn and one move before: counted by hand in the listing.
TEST_P(QemuBoard, AThousandTurnsOfThreeInstructionsAreCountedExactly) {
  const auto run = run_on_qemu(hello_image(), options_);
  ASSERT_TRUE(run.ok()) << run.error().message;
  EXPECT_EQ(run.value().exit_code, 0);
  EXPECT_NE(run.value().serial.find("1000 turns of 3 instructions: 3001\n"), std::string::npos)
      << run.value().serial;
}

TEST_P(QemuBoard, ArgumentsReachTheFirmwareEvenWithCommas) {
  options_.arguments = {"a,b", "c=d"};
  const auto run = run_on_qemu(hello_image(), options_);
  ASSERT_TRUE(run.ok()) << run.error().message;
  EXPECT_NE(run.value().serial.find("arguments: a,b c=d\n"), std::string::npos)
      << run.value().serial;
}

TEST_P(QemuBoard, TheFirmwaresExitCodeComesBack) {
  options_.arguments = {"seven"};
  const auto run = run_on_qemu(hello_image(), options_);
  ASSERT_TRUE(run.ok()) << run.error().message;
  EXPECT_EQ(run.value().exit_code, 7);
}

// 0xffff0000 lies in the vendor's part of the address map, where nothing answers.
TEST_P(QemuBoard, AFaultGivesTheRegistersAndTheAddress) {
  options_.arguments = {"fault"};
  const auto run = run_on_qemu(hello_image(), options_);
  ASSERT_FALSE(run.ok());
  EXPECT_NE(run.error().message.find("crashed: fault: pc 0x"), std::string::npos)
      << run.error().message;
  EXPECT_NE(run.error().message.find("address 0xffff0000"), std::string::npos)
      << run.error().message;
}

TEST_P(QemuBoard, AnOverflowingStackIsCalledThat) {
  options_.arguments = {"overflow"};
  const auto run = run_on_qemu(hello_image(), options_);
  ASSERT_FALSE(run.ok());
  EXPECT_NE(run.error().message.find("fault: the stack overflowed"), std::string::npos)
      << run.error().message;
}

TEST_P(QemuBoard, AnEndlessLoopEndsAtTheTimeLimit) {
  options_.arguments = {"forever"};
  // On a busy machine the board may not have said a word in half a second: it gets longer.
  std::string message;
  for (const double limit : {0.5, 4.0, 32.0}) {
    options_.timeout_s = limit;
    const auto run = run_on_qemu(hello_image(), options_);
    ASSERT_FALSE(run.ok());
    message = run.error().message;
    ASSERT_NE(message.find(fmt::format("did not end within {} s", limit)), std::string::npos)
        << message;
    if (message.find("it printed: \"\"") == std::string::npos) break;
  }
  EXPECT_NE(message.find("it printed: \"hello from tadpole"), std::string::npos) << message;
}

INSTANTIATE_TEST_SUITE_P(Confinements, QemuBoard,
                         ::testing::Values(Confinement::automatic, Confinement::required,
                                           Confinement::qemu_only));

TEST(QemuBoardErrors, AMissingImageIsNamed) {
  if (find_program("qemu-system-arm").empty()) GTEST_SKIP() << "qemu-system-arm is not installed";
  const auto run = run_on_qemu("/nowhere/x.elf", {.folder = "/tmp"});
  ASSERT_FALSE(run.ok());
  EXPECT_EQ(run.error().message, "there is no firmware image /nowhere/x.elf; build it first");
}

TEST(QemuBoardErrors, AnImageThatIsNoElfIsRefusedByQemu) {
  if (hello_image().empty())
    GTEST_SKIP() << "arm-none-eabi-g++ or qemu-system-arm is not installed";
  const Path folder = hello_image().parent_path();
  ASSERT_TRUE(write_file(folder / "text.elf", "this is no firmware").ok());
  const auto run = run_on_qemu(folder / "text.elf", {.folder = folder, .timeout_s = 20});
  ASSERT_FALSE(run.ok());
  EXPECT_NE(run.error().message.find("text.elf"), std::string::npos) << run.error().message;
}

// Semihosting call 0x12 (SYS_SYSTEM) hands a command to the host's shell: QEMU's sandbox must end
// it.
TEST(QemuBoardErrors, AFirmwareThatStartsAHostCommandIsStopped) {
  ASSERT_TRUE(write_file(test_folder() / "shell.cpp", R"(
#include "device/port/port.h"
int tadpole::app::run() {
  static const char command[] = "touch it_ran";
  const unsigned block[2] = {reinterpret_cast<unsigned>(command), sizeof command - 1};
  register unsigned r0 asm("r0") = 0x12;
  register const void* r1 asm("r1") = block;
  asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
  return 0;
})")
                  .ok());
  const Path image = build_image((test_folder() / "shell.cpp").string(), "shell.elf");
  if (image.empty()) GTEST_SKIP() << "arm-none-eabi-g++ or qemu-system-arm is not installed";
  for (const Confinement confinement : {Confinement::automatic, Confinement::qemu_only}) {
    const auto run =
        run_on_qemu(image, {.folder = test_folder(), .timeout_s = 10, .confinement = confinement});
    EXPECT_FALSE(std::filesystem::exists(test_folder() / "it_ran"));
    ASSERT_FALSE(run.ok());
    EXPECT_EQ(
        run.error().message,
        "the firmware shell.elf asked for something that the sandbox forbids and was stopped");
  }
}

TEST(QemuBoardErrors, AnArgumentWithASpaceIsWrongUse) {
  if (hello_image().empty())
    GTEST_SKIP() << "arm-none-eabi-g++ or qemu-system-arm is not installed";
  const auto run =
      run_on_qemu(hello_image(), {.arguments = {"a b"}, .folder = hello_image().parent_path()});
  ASSERT_FALSE(run.ok());
  EXPECT_EQ(run.error().kind, ErrorKind::wrong_use);
  EXPECT_NE(run.error().message.find("\"a b\" has a space"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
