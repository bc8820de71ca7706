// SPDX-License-Identifier: Apache-2.0
// A line of text on the console, and a watch that counts instructions: all that an application
// prints with.
#pragma once
#include <cstdint>

#include "device/port/port.h"

namespace tadpole::app {

class Console {
 public:
  Console& text(const char* text) {
    port::write_text(text);
    return *this;
  }
  Console& number(std::uint32_t value) {
    char digits[11];
    int at = 10;
    digits[at] = '\0';
    do {
      digits[--at] = static_cast<char>('0' + value % 10);
      value /= 10;
    } while (value > 0);
    return text(digits + at);
  }
  // A probability as "0.93". hundredths: 0..100.
  Console& probability(std::uint32_t hundredths) {
    text(hundredths >= 100 ? "1." : "0.");
    return number(hundredths / 10 % 10).number(hundredths % 10);
  }
  void end() { port::end_line(); }
};

class Stopwatch {
 public:
  Stopwatch() : start_(port::ticks()) {}
  // Instructions since the start; includes the few of reading the clock.
  std::uint32_t stop() const { return port::instructions(port::ticks() - start_); }

 private:
  std::uint32_t start_;
};

}  // namespace tadpole::app
