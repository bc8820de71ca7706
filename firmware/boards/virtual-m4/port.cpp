// SPDX-License-Identifier: Apache-2.0
// The port of QEMU's mps2-an386: a timer that counts instructions, the serial line, files by
// semihosting. Sources: Arm Cortex-M System Design Kit TRM (timer, UART); Arm Semihosting
// specification 2.0.
#include "device/port/port.h"

#include <cstring>

#include "firmware/boards/virtual-m4/stack.h"

namespace tadpole::port {
namespace {

struct Timer {  // counts down at 25 MHz
  volatile std::uint32_t control, value, reload, interrupt;
};
struct Uart {
  volatile std::uint32_t data, state, control, interrupt, baud_divider;
};
Timer& timer() { return *reinterpret_cast<Timer*>(0x40000000U); }
Uart& uart() { return *reinterpret_cast<Uart*>(0x40004000U); }
constexpr std::uint32_t kEnable = 1;
constexpr std::uint32_t kTransmitFull = 1;

enum class HostCall : std::uint32_t {
  open = 0x01,
  close = 0x02,
  write = 0x05,
  read = 0x06,
  command_line = 0x15,
  exit_extended = 0x20,
};

std::int32_t host_call(HostCall call, const void* block) {
  register std::uint32_t r0 asm("r0") = static_cast<std::uint32_t>(call);
  register const void* r1 asm("r1") = block;
  asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
  return static_cast<std::int32_t>(r0);
}

std::uint32_t address(const void* p) { return reinterpret_cast<std::uint32_t>(p); }

void write_byte(char c) {
  uart().baud_divider = 16;
  uart().control = kEnable;
  while ((uart().state & kTransmitFull) != 0) {
  }
  uart().data = static_cast<std::uint8_t>(c);
}

}  // namespace

std::uint32_t ticks() {
  asm volatile("" ::: "memory");
  if (timer().control == 0) {
    timer().reload = 0xFFFFFFFFU;
    timer().value = 0xFFFFFFFFU;
    timer().control = kEnable;
  }
  const std::uint32_t now = ~timer().value;
  asm volatile("" ::: "memory");
  return now;
}

// -icount shift=6: one instruction is 64 ns, 1.6 ticks of 40 ns.
std::uint32_t instructions(std::uint32_t tick_difference) {
  return tick_difference / 8 * 5 + (tick_difference % 8 * 5 + 4) / 8;
}

void write_text(const char* text) {
  for (; *text != '\0'; ++text) write_byte(*text);
}

void end_line() { write_byte('\n'); }

std::uint32_t stack_high_water() {
  const std::uint32_t* word = tadpole_stack_bottom;
  while (word < tadpole_stack_top && *word == kStackPattern) ++word;
  return static_cast<std::uint32_t>(tadpole_stack_top - word) * 4;
}

int open_file(const char* name, FileMode mode) {
  const std::uint32_t block[3] = {address(name), mode == FileMode::read ? 1U : 5U,
                                  std::strlen(name)};  // "rb", "wb"
  return host_call(HostCall::open, block);
}

std::size_t read_file(int file, void* to, std::size_t bytes) {
  const std::uint32_t block[3] = {static_cast<std::uint32_t>(file), address(to), bytes};
  const std::int32_t missing = host_call(HostCall::read, block);
  return missing < 0 ? 0 : bytes - static_cast<std::size_t>(missing);
}

bool write_file(int file, const void* from, std::size_t bytes) {
  const std::uint32_t block[3] = {static_cast<std::uint32_t>(file), address(from), bytes};
  return host_call(HostCall::write, block) == 0;
}

void close_file(int file) {
  const std::uint32_t block[1] = {static_cast<std::uint32_t>(file)};
  host_call(HostCall::close, block);
}

const char* command_line() {
  static char text[160];
  std::uint32_t block[2] = {address(text), sizeof text};
  return host_call(HostCall::command_line, block) == 0 ? text : "";
}

void leave(int code) {
  constexpr std::uint32_t kApplicationExit = 0x20026;
  const std::uint32_t block[2] = {kApplicationExit, static_cast<std::uint32_t>(code)};
  for (;;) host_call(HostCall::exit_extended, block);
}

}  // namespace tadpole::port
