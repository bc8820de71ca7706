// SPDX-License-Identifier: Apache-2.0
// A model card as Markdown. Options: sections="Intended use,Caveats" (default: the nine of the
// source), words>=N in each of them, accuracy>=90%: what the card states, "Accuracy: 93 %"; the
// lowest where it states several.
// Source: Mitchell et al., Model Cards for Model Reporting, 2019.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

#include "core/base/text.h"
#include "learning/artefact/artefact.h"
#include "learning/course/bound.h"

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

// An accuracy as a card states it. share: empty when it is none.
struct Stated {
  std::string text;
  std::optional<double> share;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

// From `at` on over signs and small words that may stand before the number: ": ", " | ", " of ".
std::size_t before_number(const std::string& line, std::size_t at) {
  for (;;) {
    at = std::min(line.find_first_not_of(" \t:=|*_", at), line.size());
    bool passed = false;
    for (const std::string_view word : {"of ", "is ", "was "}) {
      if (line.compare(at, word.size(), word) != 0) continue;
      at += word.size();
      passed = true;
    }
    if (!passed) return at;
  }
}

// "97.8 %", "0.93", "nan", or "" where a sentence goes on without a number.
std::string number_at(const std::string& line, std::size_t at) {
  std::size_t end = at;
  while (end < line.size() && (std::isalnum(static_cast<unsigned char>(line[end])) != 0 ||
                               line[end] == '+' || line[end] == '-' || line[end] == '.' ||
                               (line[end] == ',' && end + 1 < line.size() && line[end + 1] >= '0' &&
                                line[end + 1] <= '9')))
    ++end;
  std::string number = line.substr(at, end - at);
  while (number.ends_with('.')) number.pop_back();
  const bool word = number == "nan" || number == "inf" || number == "-inf" || number == "-nan";
  if (!word && number.find_first_of("0123456789") == std::string::npos) return "";
  if (!word && number.find_first_of("0123456789+-.") != 0) return "";
  std::replace(number.begin(), number.end(), ',', '.');
  end = std::min(line.find_first_not_of(" \t", end), line.size());
  return end < line.size() && line[end] == '%' ? number + " %" : number;
}

// The balanced accuracy is another number.
std::vector<Stated> stated_accuracies(std::string_view text) {
  const std::string word = "accuracy";
  std::vector<Stated> all;
  for (const std::string& original : split_lines(text)) {
    const std::string line = lower(original);
    for (std::size_t at = line.find(word); at != std::string::npos; at = line.find(word, at + 1)) {
      const std::string before = trim(line.substr(0, at));
      const std::size_t end = at + word.size();
      if (at > 0 && is_letter(line[at - 1])) continue;
      if (end < line.size() && is_letter(line[end])) continue;
      if (before.ends_with("balanced")) continue;
      const std::string number = number_at(line, before_number(line, end));
      if (!number.empty()) all.push_back({number, parse_share(number)});
    }
  }
  return all;
}

// The bound of the block against what the card states.
Finding check_accuracy(const Submission& given, double least) {
  const std::vector<Stated> all = stated_accuracies(given.text());
  const std::string needed = plain_number(100 * least) + " % ";
  if (all.empty())
    return {"accuracy", false,
            "The card states no accuracy, at least " + needed +
                "is needed; write a line such as Accuracy: 93 %."};
  double lowest = 1;
  for (const Stated& one : all) {
    if (!one.share)
      return {"accuracy", false,
              "The card states the accuracy '" + one.text + "', at least " + needed +
                  "is needed; write a share from 0 to 1 or a percentage."};
    lowest = std::min(lowest, *one.share);
  }
  constexpr double kDigits = 1e-9;  // 97.8 % and 0.978 are the same number
  const bool pass = lowest >= least - kDigits;
  return {"accuracy", pass,
          "The card states an accuracy of " + plain_number(100 * lowest) + " %, at least " +
              needed + (pass ? "asked." : "is needed; improve the model and come back.")};
}

class ModelCard final : public ArtefactChecker {
 public:
  std::vector<std::string> bounds() const override { return {"words>", "accuracy>"}; }
  std::vector<Finding> check(const Submission& given) const override {
    const std::map<std::string, int> found = words_by_heading(given.text());
    const std::string listed = given.block.option("sections");
    const double least = parse_bound("words>", given.block.option("words>")).value_or(1);
    const int needed = static_cast<int>(std::clamp(std::ceil(least), 1.0, 1000.0));
    std::vector<Finding> findings;
    const auto accuracy = parse_bound("accuracy>", given.block.option("accuracy>"));
    if (accuracy) findings.push_back(check_accuracy(given, *accuracy));
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
