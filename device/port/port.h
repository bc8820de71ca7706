// SPDX-License-Identifier: Apache-2.0
// What a platform gives to an application: a clock, a console line, files of the bench, an end. A
// board implements these functions in firmware/boards/<board>/port.cpp; an application knows
// nothing else of the machine.
#pragma once
#include <cstddef>
#include <cstdint>

namespace tadpole::port {

// --- the clock
// A free-running counter that wraps at 2^32. The memory barriers around the reading keep measured
// code inside.
std::uint32_t ticks();
// How many instructions a difference of ticks() stands for; 0 on a board that cannot count them.
std::uint32_t instructions(std::uint32_t tick_difference);

// --- the console
// A text without its line end; end_line() ends the line. Cannot fail: what nobody reads is lost.
void write_text(const char* text);
void end_line();

// --- memory
// The largest stack so far, in bytes, from the pattern that start-up painted; 0 on a board that
// does not paint.
std::uint32_t stack_high_water();

// --- files: of the test bench beside a virtual board; real boards have sensors instead
enum class FileMode : std::uint8_t { read, write };
// A handle, or -1.
int open_file(const char* name, FileMode mode);
// How many bytes were read: fewer than asked at the file's end.
std::size_t read_file(int file, void* to, std::size_t bytes);
// False when not all was written (disk full).
bool write_file(int file, const void* from, std::size_t bytes);
void close_file(int file);

// --- begin and end
// The words that the bench gave, one after the other with one space between; "" when there are
// none.
const char* command_line();
// code: 0 is success. A virtual board ends its process with it; a real one restarts or stays.
[[noreturn]] void leave(int code);

}  // namespace tadpole::port

// What an application defines; the board's start-up calls it once and leaves with the code that it
// returns.
namespace tadpole::app {
int run();
}  // namespace tadpole::app
