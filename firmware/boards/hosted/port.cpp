// SPDX-License-Identifier: Apache-2.0
// The port of an ordinary computer (and of node, by em++): the same applications as programs, to
// compare their bytes with the board's. Counts no instructions, paints no stack.
#include "device/port/port.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {
std::string& words() {
  static std::string text;
  return text;
}
std::array<std::FILE*, 8>& files() {
  static std::array<std::FILE*, 8> open{};
  return open;
}
std::FILE* opened(int file) { return files()[static_cast<std::size_t>(file)]; }
}  // namespace

namespace tadpole::port {

std::uint32_t ticks() { return 0; }
std::uint32_t instructions(std::uint32_t) { return 0; }
void write_text(const char* text) { std::fputs(text, stdout); }
void end_line() { std::fputc('\n', stdout); }
std::uint32_t stack_high_water() { return 0; }

int open_file(const char* name, FileMode mode) {
  for (std::size_t i = 0; i < files().size(); ++i) {
    if (files()[i] != nullptr) continue;
    files()[i] = std::fopen(name, mode == FileMode::read ? "rb" : "wb");
    return files()[i] == nullptr ? -1 : static_cast<int>(i);
  }
  return -1;
}

std::size_t read_file(int file, void* to, std::size_t bytes) {
  return std::fread(to, 1, bytes, opened(file));
}
bool write_file(int file, const void* from, std::size_t bytes) {
  return std::fwrite(from, 1, bytes, opened(file)) == bytes;
}
void close_file(int file) {
  std::fclose(opened(file));
  files()[static_cast<std::size_t>(file)] = nullptr;
}

const char* command_line() { return words().c_str(); }
void leave(int code) { std::exit(code); }

}  // namespace tadpole::port

int main(int count, char** arguments) {
  for (int i = 1; i < count; ++i) words() += std::string(i > 1 ? " " : "") + arguments[i];
  return tadpole::app::run();
}
