// SPDX-License-Identifier: Apache-2.0
// A backup from anywhere: read and checked, plain or compressed, it is taken or refused.
#include <unistd.h>

#include <cstddef>
#include <cstdint>

#include "server/store/backup_file.h"
#include "server/store/tables.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole;
  static const Path file = std::filesystem::temp_directory_path() /
                           ("tadpole_backup_fuzz_" + std::to_string(::getpid()));
  if (!write_file(file, std::span(data, size)).ok()) return 0;
  (void)server::read_backup(file, [](const nlohmann::json& line) -> Outcome {
    const std::string wrong = server::row_refusal(line);
    if (wrong.empty()) return Done{};
    return wrong_use(wrong);
  });
  return 0;
}
