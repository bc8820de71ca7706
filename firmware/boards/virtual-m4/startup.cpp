// SPDX-License-Identifier: Apache-2.0
// From reset to app::run(): memory, floating-point unit, stack painting; and what happens on a
// fault. Source: ARMv7-M Architecture Reference Manual (2021), B1.5 (exceptions) and B3.2 (system
// control).
#include <cstdint>

#include "device/port/port.h"
#include "firmware/boards/virtual-m4/stack.h"

extern "C" {
// From board.ld.
extern std::uint32_t tadpole_data_load[], tadpole_data_start[], tadpole_data_end[];
extern std::uint32_t tadpole_bss_start[], tadpole_bss_end[];
using Initializer = void (*)();  // of a global that the compiler could not make beforehand
extern const Initializer tadpole_init_begin[], tadpole_init_end[];

// The registers that the processor pushed when it took an exception.
struct FaultFrame {
  std::uint32_t r0, r1, r2, r3, r12, lr, pc, psr;
};

[[noreturn]] void tadpole_start();
[[noreturn]] void tadpole_report_fault(const FaultFrame* frame);

// Reset begins with the stack pointer from the vector table.
[[noreturn]] __attribute__((naked)) void tadpole_reset() { asm volatile("b tadpole_start"); }

// Takes the frame's address, then works on a fresh stack: the old one may be the reason for the
// fault.
__attribute__((naked)) void tadpole_fault() {
  asm volatile(
      "mov r0, sp\n"
      "ldr r1, =tadpole_stack_top\n"
      "mov sp, r1\n"
      "b tadpole_report_fault\n");
}
}

namespace {

volatile std::uint32_t& system_register(std::uint32_t address) {
  return *reinterpret_cast<volatile std::uint32_t*>(address);
}
constexpr std::uint32_t kCoprocessorAccess = 0xE000ED88U;
constexpr std::uint32_t kFaultStatus = 0xE000ED28U;
constexpr std::uint32_t kFaultAddress = 0xE000ED38U;  // of a bus fault

void write_hex(const char* name, std::uint32_t value) {
  char text[11] = "0x00000000";
  for (int i = 9; i > 1; --i, value >>= 4U) text[i] = "0123456789abcdef"[value & 15U];
  tadpole::port::write_text(name);
  tadpole::port::write_text(text);
}

void paint_stack() {
  // Up to a little below the frame that runs now.
  auto* const here = static_cast<std::uint32_t*>(__builtin_frame_address(0)) - 16;
  for (std::uint32_t* word = tadpole_stack_bottom; word < here; ++word) *word = kStackPattern;
}

using Handler = void (*)();
struct VectorTable {
  const std::uint32_t* stack_top;
  Handler handlers[15];
};
// No interrupt is used; every exception but reset is a fault.
__attribute__((section(".vectors"), used)) const VectorTable vectors = {
    tadpole_stack_top,
    {reinterpret_cast<Handler>(&tadpole_reset), tadpole_fault, tadpole_fault, tadpole_fault,
     tadpole_fault, tadpole_fault, nullptr, nullptr, nullptr, nullptr, tadpole_fault, tadpole_fault,
     nullptr, tadpole_fault, tadpole_fault}};

}  // namespace

void tadpole_start() {
  system_register(kCoprocessorAccess) |=
      0xFU << 20U;  // the floating-point unit, before any code may use it
  asm volatile("dsb\n isb" ::: "memory");
  const std::uint32_t* from = tadpole_data_load;
  for (std::uint32_t* to = tadpole_data_start; to < tadpole_data_end; ++to) *to = *from++;
  for (std::uint32_t* to = tadpole_bss_start; to < tadpole_bss_end; ++to) *to = 0;
  paint_stack();
  for (const Initializer* each = tadpole_init_begin; each < tadpole_init_end; ++each) (*each)();
  tadpole::port::leave(tadpole::app::run());
}

void tadpole_report_fault(const FaultFrame* frame) {
  const bool has_frame = frame >= reinterpret_cast<const FaultFrame*>(tadpole_stack_bottom);
  tadpole::port::write_text("fault:");
  if (has_frame) {
    write_hex(" pc ", frame->pc);
    write_hex(" lr ", frame->lr);
    write_hex(" r0 ", frame->r0);
    write_hex(" r1 ", frame->r1);
    write_hex(" r2 ", frame->r2);
    write_hex(" r3 ", frame->r3);
    write_hex(" r12 ", frame->r12);
    write_hex(" psr ", frame->psr);
  } else {
    tadpole::port::write_text(" the stack overflowed");
  }
  write_hex(" status ", system_register(kFaultStatus));
  write_hex(" address ", system_register(kFaultAddress));
  tadpole::port::end_line();
  tadpole::port::leave(kFaultExitCode);
}
