// SPDX-License-Identifier: Apache-2.0
// Samples that wait: what comes in at the end goes out at the front. A plain line that moves up;
// the operators that use it hold a few thousand samples at most.
#pragma once
#include <cstdint>
#include <cstring>

namespace tadpole::device {

struct SampleQueue {
  std::int16_t* samples = nullptr;
  std::int32_t* count = nullptr;  // how many of them wait

  // Expects: room for n more.
  void push(const std::int16_t* from, std::int32_t n) const {
    std::memcpy(samples + *count, from, sizeof(std::int16_t) * static_cast<std::size_t>(n));
    *count += n;
  }
  void get(std::int16_t* to, std::int32_t n) const {
    std::memcpy(to, samples, sizeof(std::int16_t) * static_cast<std::size_t>(n));
  }
  // Expects: n <= *count.
  void drop(std::int32_t n) const {
    *count -= n;
    std::memmove(samples, samples + n, sizeof(std::int16_t) * static_cast<std::size_t>(*count));
  }
};

}  // namespace tadpole::device
