// SPDX-License-Identifier: Apache-2.0
#include "kit/qemu_board.h"

#include <fmt/core.h>

#include <csignal>

#include "core/base/process.h"
#include "core/base/text.h"

namespace tadpole {
namespace {

constexpr int kFaultExitCode = 125;  // firmware/boards/virtual-m4/stack.h
constexpr const char* kJobFolder = "/job";
constexpr const char* kImage = "/image.elf";

// QEMU splits an option's text at commas; a doubled one stays.
std::string escape_commas(const std::string& text) {
  std::string escaped;
  for (const char c : text) escaped += c == ',' ? ",," : std::string(1, c);
  return escaped;
}

std::vector<std::string> qemu_words(const std::string& program, const std::string& image,
                                    const std::vector<std::string>& arguments) {
  std::string semihosting = "enable=on,target=native";
  for (const std::string& argument : arguments) semihosting += ",arg=" + escape_commas(argument);
  return {program,
          "-machine",
          "mps2-an386",
          "-display",
          "none",
          "-monitor",
          "none",
          "-serial",
          "stdio",
          "-no-reboot",
          "-icount",
          "shift=6,sleep=off",
          "-semihosting-config",
          semihosting,
          "-sandbox",
          "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
          "-kernel",
          image};
}

// A fresh file system of the system's programs (read only), the image and the job's folder; no
// network, no other process.
std::vector<std::string> bubblewrap_words(const Path& elf, const Path& folder) {
  std::vector<std::string> words = {"bwrap",         "--unshare-all", "--die-with-parent",
                                    "--new-session", "--clearenv",    "--cap-drop",
                                    "ALL",           "--dev",         "/dev",
                                    "--tmpfs",       "/tmp"};
  for (const char* system :
       {"/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives"}) {
    words.insert(words.end(), {"--ro-bind-try", system, system});
  }
  words.insert(words.end(), {"--ro-bind", elf.string(), kImage, "--bind", folder.string(),
                             kJobFolder, "--chdir", kJobFolder});
  return words;
}

std::string last_lines(const std::string& text) {
  constexpr std::size_t kMost = 300;
  const std::string tail = text.size() > kMost ? "..." + text.substr(text.size() - kMost) : text;
  return trim(tail);
}

std::string fault_line(const std::string& serial) {
  const std::size_t at = serial.rfind("fault:");
  return at == std::string::npos ? "" : trim(serial.substr(at, serial.find('\n', at) - at));
}

Result<BoardRun> judge(const ProcessRun& run, const Path& elf, double timeout_s) {
  const std::string name = elf.filename().string();
  if (run.timed_out) {
    return Error{fmt::format(
        "the firmware {} did not end within {} s; it printed: \"{}\"; look for an endless loop or "
        "allow more time",
        name, timeout_s, last_lines(run.output))};
  }
  if (run.exit_code == kFaultExitCode && !fault_line(run.output).empty()) {
    return Error{fmt::format(
        "the firmware {} crashed: {}; arm-none-eabi-addr2line -e {} with the pc tells the line",
        name, fault_line(run.output), name)};
  }
  const bool sandboxed = run.signal == SIGSYS || run.exit_code == 128 + SIGSYS;
  if (sandboxed) {
    return Error{fmt::format(
        "the firmware {} asked for something that the sandbox forbids and was stopped", name)};
  }
  const bool broken = run.signal != 0 || run.exit_code >= 128;
  const bool complained = run.exit_code != 0 && run.output.empty() && !run.errors.empty();
  if (broken || complained) {
    return Error{fmt::format(
        "QEMU could not run the firmware {}: {}", name,
        run.errors.empty() ? fmt::format("signal {}", run.signal) : last_lines(run.errors))};
  }
  return BoardRun{run.exit_code, run.output};
}

Outcome check_files(const Path& elf, const BoardRunOptions& options) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(elf, ignored)) {
    return Error{fmt::format("there is no firmware image {}; build it first", elf.string())};
  }
  if (!std::filesystem::is_directory(options.folder, ignored)) {
    return Error{fmt::format("the board's working folder {} is not there; make it first",
                             options.folder.string())};
  }
  for (const std::string& argument : options.arguments) {
    if (argument.find(' ') == std::string::npos) continue;
    return wrong_use(fmt::format(
        "the firmware's argument \"{}\" has a space, and its command line is split at spaces; "
        "use a name without one",
        argument));
  }
  return Done{};
}

}  // namespace

bool bubblewrap_works() {
  static const bool works = [] {
    if (find_program("bwrap").empty()) return false;
    const auto run = run_process({"bwrap", "--unshare-all", "--ro-bind", "/", "/", "/bin/true"},
                                 {.timeout_s = 5.0});
    return run.ok() && run.value().exit_code == 0 && run.value().signal == 0;
  }();
  return works;
}

Result<BoardRun> run_on_qemu(const Path& elf, const BoardRunOptions& options) {
  const std::string program = find_program("qemu-system-arm");
  if (program.empty()) {
    return Error{
        "qemu-system-arm is not in PATH, and the virtual board runs on it; install Debian's "
        "package "
        "qemu-system-arm"};
  }
  TADPOLE_TRY(check_files(elf, options));
  const Path image = std::filesystem::absolute(elf);
  const Path folder = std::filesystem::absolute(options.folder);
  const bool wanted = options.confinement != Confinement::qemu_only;
  const bool confined = wanted && program.starts_with("/usr/") && bubblewrap_works();
  if (options.confinement == Confinement::required && !confined) {
    return Error{
        "this firmware may only run confined, and bubblewrap (bwrap) does not work here; install "
        "Debian's "
        "package bubblewrap and allow user name spaces"};
  }
  std::vector<std::string> words;
  if (confined) words = bubblewrap_words(image, folder);
  const auto qemu = qemu_words(program, confined ? kImage : image.string(), options.arguments);
  words.insert(words.end(), qemu.begin(), qemu.end());
  const ProcessOptions how{.folder = confined ? Path{} : folder, .timeout_s = options.timeout_s};
  return judge(TADPOLE_TRY(run_process(words, how)), elf, options.timeout_s);
}

}  // namespace tadpole
