// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/micro_filter_bank.h"

namespace tadpole::device {

void apply_micro_bank(const MicroBank& bank, const std::uint32_t* energy, std::uint64_t* sums) {
  const MicroWeight* weight = bank.weights;
  const std::uint32_t* bin = energy + bank.first_bin;
  std::uint64_t below = 0;  // the band whose upper side is this segment
  for (int segment = 0; segment <= bank.bands; ++segment) {
    const std::uint32_t* end = energy + bank.segment_ends[segment];
    std::uint64_t above = 0;
    for (; bin < end; ++bin, ++weight) {
      const std::uint32_t e = *bin;
      above += static_cast<std::uint64_t>(*weight & 0xFFFFu) * e;
      below += static_cast<std::uint64_t>(*weight >> 16) * e;
    }
    if (segment > 0) sums[segment - 1] = below;
    below = above;
  }
}

}  // namespace tadpole::device
