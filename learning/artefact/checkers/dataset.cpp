// SPDX-License-Identifier: Apache-2.0
// A dataset: a ZIP archive with a folder for each class, or a manifest (CSV: file, label, speaker).
// Options: classes>=N, samples>=N, per_class>=N, speakers>=N. In an archive the speaker is the part
// of a file's name before "_", as in the Speech Commands.
#include <algorithm>
#include <map>
#include <set>

#include "core/base/zip.h"
#include "core/data/manifest.h"
#include "learning/artefact/artefact.h"

namespace tadpole::learning {
namespace {

struct Counted {
  std::map<std::string, int> classes;
  std::set<std::string> speakers;
  int samples = 0;

  void add(const std::string& label, const std::string& speaker) {
    ++classes[label];
    ++samples;
    if (!speaker.empty()) speakers.insert(speaker);
  }
};

Result<Counted> count_zip(const Submission& given) {
  Counted counted;
  for (const std::string& name : TADPOLE_TRY(zip_names(given.bytes))) {
    const std::size_t slash = name.rfind('/');
    const std::string file = name.substr(slash == std::string::npos ? 0 : slash + 1);
    if (slash == std::string::npos || file.starts_with('.') || name.starts_with("__MACOSX/"))
      continue;
    const std::string folder = name.substr(0, slash);
    const std::size_t under = file.find('_');
    counted.add(folder.substr(folder.rfind('/') + 1),
                under == std::string::npos ? "" : file.substr(0, under));
  }
  return counted;
}

Result<Counted> count_manifest(const Submission& given) {
  Counted counted;
  for (const ManifestRow& row : TADPOLE_TRY(parse_manifest(given.text(), given.name)))
    counted.add(row.label, row.speaker);
  return counted;
}

class Dataset final : public ArtefactChecker {
 public:
  std::vector<std::string> bounds() const override {
    return {"classes>", "samples>", "per_class>", "speakers>"};
  }
  std::vector<Finding> check(const Submission& given) const override {
    const bool zip = given.bytes.size() > 1 && given.bytes[0] == 'P' && given.bytes[1] == 'K';
    const Result<Counted> counted = zip ? count_zip(given) : count_manifest(given);
    if (!counted.ok()) return {{"dataset", false, counted.error().message}};
    const Counted& found = counted.value();
    if (found.samples == 0)
      return {{"dataset", false,
               "There is no sample in it; put each class into a folder of its name."}};
    std::vector<Finding> findings = {{"dataset", true,
                                      std::to_string(found.samples) + " samples in " +
                                          std::to_string(found.classes.size()) + " classes."}};
    const auto fewest =
        std::min_element(found.classes.begin(), found.classes.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    keeps(given, "classes", Bound::at_least, static_cast<double>(found.classes.size()), "classes",
          findings);
    keeps(given, "samples", Bound::at_least, found.samples, "samples", findings);
    keeps(given, "per_class", Bound::at_least, fewest->second,
          "samples of '" + fewest->first + "', the smallest class", findings);
    keeps(given, "speakers", Bound::at_least, static_cast<double>(found.speakers.size()),
          "speakers", findings);
    return findings;
  }
};

}  // namespace

std::unique_ptr<ArtefactChecker> make_checker_dataset() { return std::make_unique<Dataset>(); }

}  // namespace tadpole::learning
