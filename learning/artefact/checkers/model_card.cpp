// SPDX-License-Identifier: Apache-2.0
// A model card as Markdown. Options: sections="Intended use,Caveats" (default: the nine of the
// source), words>=N in each of them.
// Source: Mitchell et al., Model Cards for Model Reporting, 2019.
#include <algorithm>
#include <map>

#include "core/base/text.h"
#include "learning/artefact/artefact.h"

namespace tadpole::learning {
namespace {

constexpr const char* kNine =
    "Model details,Intended use,Factors,Metrics,Evaluation data,Training data,Quantitative "
    "analyses,Ethical considerations,Caveats and recommendations";

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

// Heading in small letters -> words under it, up to the next heading.
std::map<std::string, int> words_by_heading(std::string_view text) {
  std::map<std::string, int> words;
  std::string heading;
  for (const std::string& line : split_lines(text)) {
    if (line.starts_with("#")) {
      heading = lower(trim(line.substr(std::min(line.find_first_not_of('#'), line.size()))));
      words.try_emplace(heading, 0);
      continue;
    }
    for (const std::string& word : split(line, ' ')) words[heading] += !trim(word).empty();
  }
  return words;
}

class ModelCard final : public ArtefactChecker {
 public:
  std::vector<Finding> check(const Submission& given) const override {
    const std::map<std::string, int> found = words_by_heading(given.text());
    const std::string listed = given.block.option("sections");
    const auto least = parse_whole(given.block.option("words>"));
    const int needed = least ? static_cast<int>(std::clamp<std::int64_t>(*least, 1, 1000)) : 1;
    std::vector<Finding> findings;
    for (const std::string& one : split(listed.empty() ? kNine : listed, ',')) {
      const std::string title = trim(one);
      const auto at = found.find(lower(title));
      if (at == found.end()) {
        findings.push_back(
            {title, false, "The section '" + title + "' is missing; write ## " + title + "."});
      } else if (at->second < needed) {
        findings.push_back({title, false,
                            "'" + title + "' has " + std::to_string(at->second) +
                                " words, at least " + std::to_string(needed) +
                                " are needed; say more."});
      } else {
        findings.push_back({title, true, "'" + title + "' is there."});
      }
    }
    return findings;
  }
};

}  // namespace

std::unique_ptr<ArtefactChecker> make_checker_model_card() { return std::make_unique<ModelCard>(); }

}  // namespace tadpole::learning
