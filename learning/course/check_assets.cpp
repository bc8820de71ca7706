// SPDX-License-Identifier: Apache-2.0
// assets/assets.yaml: where each file comes from, so that the courses can be passed on.
#include <set>

#include "core/base/hash.h"
#include "core/base/text.h"
#include "learning/course/read_program.h"
#include "learning/course/yaml_map.h"

namespace tadpole::learning {
namespace {

constexpr const char* kFile = "assets/assets.yaml";

bool is_picture(const std::string& name) {
  for (const char* end : {".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"}) {
    if (name.ends_with(end)) return true;
  }
  return false;
}

class AssetList {
 public:
  AssetList(const Path& folder, std::vector<Problem>& problems)
      : folder_(folder), problems_(problems) {}

  void check(const std::string& text) {
    YamlMap map(text, kFile, 1, problems_);
    for (YamlMap& entry : map.maps("assets")) one(entry);
    map.finish();
    others();
  }

 private:
  void tell(int line, const std::string& sentence) {
    problems_.push_back({{kFile, line}, Severity::error, sentence});
  }

  void one(YamlMap& entry) {
    const int line = entry.line();
    const std::string name = entry.needed("file"), hash = entry.needed("sha256");
    entry.needed("source");
    entry.needed("licence");
    const std::string alt = entry.text("alt");
    entry.text("captions");
    entry.finish();
    if (name.empty()) return;
    if (is_picture(name) && alt.empty())
      tell(line, "'" + name + "' has no alt; say what it shows for those who do not see it");
    if (!listed_.insert(name).second) tell(line, "'" + name + "' is listed twice; remove one");
    const auto bytes = read_text(folder_ / "assets" / name);
    if (name.find("..") != std::string::npos || !bytes.ok())
      return tell(line, "there is no file assets/" + name + "; add it, or remove its entry");
    const std::string found = sha256_hex(bytes.value());
    if (!hash.empty() && hash != found)
      tell(line,
           "assets/" + name + " has the sha256 " + found + "; it was changed since it was listed");
  }

  void others() {
    std::error_code error;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(folder_ / "assets", error)) {
      const std::string name =
          std::filesystem::relative(entry.path(), folder_ / "assets", error).string();
      if (!entry.is_regular_file(error) || name == "assets.yaml" || listed_.contains(name))
        continue;
      tell(1, "assets/" + name + " is not listed; add file, sha256, source and licence");
    }
  }

  Path folder_;
  std::vector<Problem>& problems_;
  std::set<std::string> listed_;
};

}  // namespace

void check_assets(const Path& program, std::vector<Problem>& problems) {
  std::error_code error;
  if (!std::filesystem::exists(program / "assets", error)) return;
  const Result<std::string> text = read_text(program / kFile);
  if (text.ok()) return AssetList(program, problems).check(text.value());
  Problem problem;
  problem.place.file = kFile;
  problem.place.line = 1;
  problem.severity = Severity::warning;
  problem.sentence =
      "there is no list of assets; write for each file its sha256, source and licence (assets: "
      "[{file: ..., sha256: ..., ...}])";
  problems.push_back(problem);
}

}  // namespace tadpole::learning
