// SPDX-License-Identifier: Apache-2.0
#include "server/hub/artefact_store.h"

#include "core/base/base64.h"

namespace tadpole::server {
namespace {

constexpr std::uintmax_t kMostOfALearner = std::uintmax_t{64} << 20;

// Both come from a path of the API: nothing but letters and digits leads to a file.
bool is_plain(const std::string& name) {
  return !name.empty() && name.size() <= 80 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos;
}

}  // namespace

Outcome ArtefactStore::put(const std::string& learner, const std::string& sha256,
                           const std::string& bytes) const {
  if (!is_plain(learner) || !is_plain(sha256)) return Error{"the file has no place to be kept"};
  std::error_code error;
  std::uintmax_t used = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / learner, error)) {
    std::error_code gone;
    const auto size = entry.file_size(gone);
    if (!gone) used += size;
  }
  if (std::filesystem::exists(folder_ / learner / sha256)) return Done{};
  if (used + bytes.size() > kMostOfALearner)
    return wrong_use("You have handed in 64 MB already; ask your teacher before you hand in more.");
  return write_file(folder_ / learner / sha256, bytes);
}

Result<std::string> ArtefactStore::get(const std::string& learner,
                                       const std::string& sha256) const {
  if (!is_plain(learner) || !is_plain(sha256)) return Error{"there is no such file"};
  return read_text(folder_ / learner / sha256);
}

Json ArtefactStore::all_of(const std::string& learner) const {
  Json list = Json::array();
  if (!is_plain(learner)) return list;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / learner, error)) {
    const auto bytes = read_text(entry.path());
    if (!bytes.ok()) continue;
    list.push_back({{"sha256", entry.path().filename().string()},
                    {"bytes", bytes.value().size()},
                    {"base64", base64(bytes.value())}});
  }
  return list;
}

}  // namespace tadpole::server
