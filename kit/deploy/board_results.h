// SPDX-License-Identifier: Apache-2.0
// What the firmware wrote, taken apart, and its comparison with the host.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"

namespace tadpole {

// One clip or input: bytes and counts as the application writes them.
struct BoardResultRow {
  std::span<const std::uint8_t> features;  // empty for the model runner
  std::span<const std::uint8_t> output;
  std::uint32_t features_instructions = 0;  // 0 for the model runner
  std::uint32_t inference_instructions = 0;
};

// bytes must outlive the rows. Fails when it does not hold exactly `count` rows: the firmware
// stopped early.
Result<std::vector<BoardResultRow>> parse_results(const Bytes& bytes, std::size_t feature_bytes,
                                                  std::size_t output_bytes, std::size_t count);

// "clip 3: feature byte 17 is 5 on the board and 6 on the host", or "" when all are equal. Expects
// equal lengths.
std::string first_difference(const std::string& where, std::span<const std::uint8_t> board,
                             std::span<const std::uint8_t> host);

// The number after "stack: " in what the firmware printed. Fails when it is not there.
Result<std::int64_t> printed_stack(const std::string& serial);

}  // namespace tadpole
