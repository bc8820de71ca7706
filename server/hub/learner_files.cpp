// SPDX-License-Identifier: Apache-2.0
#include "server/hub/learner_files.h"

#include "core/base/zip.h"

namespace tadpole::server {
namespace {

constexpr const char* kFolders[] = {"projects", "artefacts"};

// Ids that came with archives of other hubs, too: nothing but letters, digits, - and _.
bool is_plain(const std::string& id) {
  return !id.empty() && id.size() <= 80 &&
         id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
             std::string::npos;
}

}  // namespace

Path projects_folder(const Path& data, const std::string& learner) {
  return data / kFolders[0] / learner;
}

Result<std::map<std::string, Bytes>> files_of_learner(const Path& data,
                                                      const std::string& learner) {
  std::map<std::string, Bytes> all;
  std::error_code code;
  for (const char* kind : kFolders) {
    const Path folder = data / kind / learner;
    if (!is_plain(learner) || !std::filesystem::exists(folder, code)) continue;
    std::map<std::string, Bytes> files = TADPOLE_TRY(read_folder(folder));
    for (auto& [name, bytes] : files) all[std::string(kind) + "/" + name] = std::move(bytes);
  }
  return all;
}

Outcome erase_files_of_learner(const Path& data, const std::string& learner) {
  if (!is_plain(learner)) return Done{};
  for (const char* kind : kFolders) {
    std::error_code code;
    const Path folder = data / kind / learner;
    std::filesystem::remove_all(folder, code);
    if (code)
      return Error{folder.string() + " cannot be removed (" + code.message() +
                   "); remove it by hand"};
  }
  return Done{};
}

}  // namespace tadpole::server
