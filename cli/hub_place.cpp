// SPDX-License-Identifier: Apache-2.0
#include "cli/hub_place.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tadpole {
namespace {

Path default_data() {
  if (const char* home = std::getenv("XDG_DATA_HOME")) return Path(home) / "tadpole";
  if (const char* home = std::getenv("HOME")) return Path(home) / ".local/share/tadpole";
  return "tadpole-data";
}

}  // namespace

server::HubPlace GivenPlace::place() const {
  return {database, data.empty() ? default_data() : Path(data)};
}

void add_place_options(CLI::App& command, const std::shared_ptr<GivenPlace>& given) {
  command
      .add_option("--data", given->data,
                  "folder of the learners' data (default: ~/.local/share/tadpole)")
      ->type_name("DIR");
  command
      .add_option("--database", given->database,
                  "address of the database: sqlite:PATH or postgresql://USER@HOST/NAME (default: "
                  "in the data folder)")
      ->type_name("ADDRESS");
}

Outcome make_data_folder(const Path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (!failed && ::access(folder.c_str(), R_OK | W_OK | X_OK) == 0) return Done{};
  const std::string why = failed ? failed.message() : std::strerror(errno);
  return wrong_use("the data folder " + folder.string() + " cannot be " +
                   (failed ? "made" : "written") + " (" + why +
                   "); choose another with --data, for example --data ~/tadpole-data");
}

Result<std::unique_ptr<server::Store>> open_hub(const server::HubPlace& place) {
  const std::string address = place.address();
  if (address.starts_with("sqlite:") && !std::filesystem::exists(address.substr(7)))
    return wrong_use("there is no hub in " + address.substr(7) +
                     "; give its folder with --data, or its database with --database");
  return server::open_store(address);
}

}  // namespace tadpole
