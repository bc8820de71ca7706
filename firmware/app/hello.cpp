// SPDX-License-Identifier: Apache-2.0
// The smallest application: says hello, counts a loop of known length, repeats its command line.
// The words "fault", "overflow" and "forever" show what a crash and an endless loop look like.
#include "device/port/port.h"
#include "firmware/app/console.h"

namespace tadpole::app {
namespace {

bool is_text(const char* a, const char* b) {
  while (*a != '\0' && *a == *b) ++a, ++b;
  return *a == *b;
}

// 3 instructions a turn; written out so that no compiler changes the number.
void count_to(std::uint32_t turns) {
#if defined(__arm__)
  asm volatile("1: nop\n subs %0, #1\n bne 1b" : "+l"(turns)::"cc");
#else
  while (turns > 0) turns = turns - 1;
#endif
}

[[gnu::noinline]] std::uint32_t dig(std::uint32_t depth) {
  volatile std::uint32_t hole[32] = {depth};
  return depth == 0xFFFFFFFFU ? 0 : dig(depth + hole[0] % 2 + 1) + hole[0];
}

}  // namespace

int run() {
  const char* const arguments = port::command_line();
  Console console;
  console.text("hello from tadpole").end();
  while (is_text(arguments, "forever")) asm volatile("");
  if (is_text(arguments, "fault")) *reinterpret_cast<volatile std::uint32_t*>(0xFFFF0000U) = 1;
  if (is_text(arguments, "overflow")) console.number(dig(0)).end();
  const Stopwatch nothing;
  const std::uint32_t overhead = nothing.stop();
  const Stopwatch watch;
  count_to(1000);
  const std::uint32_t counted = watch.stop() - overhead;
  console.text("1000 turns of 3 instructions: ").number(counted).end();
  console.text("arguments: ").text(arguments).end();
  console.text("stack: ").number(port::stack_high_water()).end();
  return is_text(arguments, "seven") ? 7 : 0;
}

}  // namespace tadpole::app
