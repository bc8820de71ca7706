// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/board_results.h"

#include <fmt/core.h>

#include <cstring>

namespace tadpole {
namespace {

std::uint32_t little_endian(std::span<const std::uint8_t> bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8U | bytes[i];
  return value;
}

}  // namespace

Result<std::vector<BoardResultRow>> parse_results(const Bytes& bytes, std::size_t feature_bytes,
                                                  std::size_t output_bytes, std::size_t count) {
  const std::size_t counters = feature_bytes > 0 ? 2 : 1;
  const std::size_t row_bytes = feature_bytes + output_bytes + 4 * counters;
  if (bytes.size() != count * row_bytes) {
    return Error{fmt::format(
        "the firmware wrote {} bytes of results, expected {} times {}; did it stop early?",
        bytes.size(), count, row_bytes)};
  }
  std::vector<BoardResultRow> rows;
  for (std::size_t i = 0; i < count; ++i) {
    const auto row = std::span(bytes).subspan(i * row_bytes, row_bytes);
    const auto counts = row.subspan(feature_bytes + output_bytes);
    rows.push_back({row.first(feature_bytes), row.subspan(feature_bytes, output_bytes),
                    counters == 2 ? little_endian(counts) : 0, little_endian(counts.last(4))});
  }
  return rows;
}

std::string first_difference(const std::string& where, std::span<const std::uint8_t> board,
                             std::span<const std::uint8_t> host) {
  TADPOLE_EXPECT(board.size() == host.size());
  for (std::size_t i = 0; i < board.size(); ++i) {
    if (board[i] == host[i]) continue;
    return fmt::format("{} byte {} is {} on the board and {} on the host", where, i,
                       static_cast<std::int8_t>(board[i]), static_cast<std::int8_t>(host[i]));
  }
  return "";
}

Result<std::int64_t> printed_stack(const std::string& serial) {
  const std::string key = "stack: ";
  const std::size_t at = serial.rfind(key);
  if (at == std::string::npos)
    return Error{"the firmware did not print its stack; did it stop early?"};
  return std::strtoll(serial.c_str() + at + key.size(), nullptr, 10);
}

}  // namespace tadpole
