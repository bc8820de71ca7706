// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/board.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/base/toml.h"
#include "kit/deploy/embedded_sources.h"

namespace tadpole {
namespace {

constexpr std::string_view kBoards = "firmware/boards/";
constexpr std::string_view kFile = "/board.toml";

Outcome take_text(const toml::table& from, const std::string& board, const char* key,
                  std::string& to) {
  const auto value = from.at_path(key).value<std::string>();
  if (!value) return Error{fmt::format("{}: {} is missing, expected a text; add it", board, key)};
  to = *value;
  return Done{};
}

Outcome take_bytes(const toml::table& from, const std::string& board, const char* key,
                   std::int64_t& to) {
  const auto value = from.at_path(key).value<std::int64_t>();
  if (!value || *value <= 0)
    return Error{fmt::format("{}: {} is not there or not positive, expected bytes", board, key)};
  to = *value;
  return Done{};
}

Outcome take_number(const toml::table& from, const std::string& board, const char* key,
                    double& to) {
  const auto value = from.at_path(key).value<double>();
  if (!value || !(*value > 0) || !std::isfinite(*value)) {
    return Error{fmt::format("{}: {} is not there or not positive, expected a number", board, key)};
  }
  to = *value;
  return Done{};
}

}  // namespace

std::vector<std::string> board_names() {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embedded_sources()) {
    if (!file.path.starts_with(kBoards) || !file.path.ends_with(kFile)) continue;
    names.emplace_back(
        file.path.substr(kBoards.size(), file.path.size() - kBoards.size() - kFile.size()));
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<Board> parse_board(const std::string& name, const std::string& text) {
  const toml::parse_result parsed = toml::parse(text);
  const std::string file = name + "/board.toml";
  if (!parsed) {
    return Error{fmt::format("{}: line {}: {}", file, parsed.error().source().begin.line,
                             parsed.error().description())};
  }
  const toml::table& table = parsed.table();
  Board board;
  board.name = name;
  TADPOLE_TRY(take_text(table, file, "title", board.title));
  TADPOLE_TRY(take_text(table, file, "core", board.core));
  TADPOLE_TRY(take_text(table, file, "flags", board.flags));
  TADPOLE_TRY(take_bytes(table, file, "memory.flash_bytes", board.flash_bytes));
  TADPOLE_TRY(take_bytes(table, file, "memory.ram_bytes", board.ram_bytes));
  TADPOLE_TRY(take_bytes(table, file, "memory.stack_bytes", board.stack_bytes));
  TADPOLE_TRY(take_number(table, file, "estimate.clock_hz", board.clock_hz));
  TADPOLE_TRY(
      take_number(table, file, "estimate.cycles_per_instruction", board.cycles_per_instruction));
  TADPOLE_TRY(take_number(table, file, "estimate.active_milliwatts", board.active_milliwatts));
  return board;
}

Result<Board> find_board(const std::string& name) {
  const std::vector<std::string> names = board_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    return wrong_use(fmt::format("there is no board '{}'{}; there are: {}", name,
                                 did_you_mean(name, names), join(names, ", ")));
  }
  const std::string path = std::string(kBoards) + name + std::string(kFile);
  return parse_board(name, std::string(find_embedded(path)->text));
}

}  // namespace tadpole
