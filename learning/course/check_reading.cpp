// SPDX-License-Identifier: Apache-2.0
// Can a reader of fifteen, for whom English is a second language, read this, and in the time that
// is stated? Source for the limits: plain-language guides ask for 15 to 20 words a sentence on
// average.
#include <algorithm>
#include <cmath>
#include <sstream>

#include "core/base/text.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

constexpr std::size_t kLongest = 32;  // words of a sentence
constexpr double kMean = 16;
constexpr double kWordsPerMinute = 220;

bool is_prose(const Block& block) {
  return block.kind == "text" || block.kind == "reading" || block.kind == "slides";
}

// Sentences of a block's own lines; tables, formulas and code are none.
std::vector<std::string> sentences_of(const Block& block) {
  std::vector<std::string> all;
  std::string now;
  bool code = false;
  const auto close = [&] {
    if (!trim(now).empty()) all.push_back(trim(now));
    now.clear();
  };
  for (const std::string& raw : split(block.body, '\n')) {
    std::string line = trim(raw);
    if (line.starts_with("```")) code = !code;
    const bool apart = code || line.empty() || line == "---" || line.starts_with("|") ||
                       line.starts_with("$$") || line.starts_with("```") || line.starts_with("#") ||
                       line.starts_with("![");
    const bool begins = line.starts_with("- ") || line.starts_with("* ") || line.starts_with(">") ||
                        (line.size() > 2 && line[0] >= '0' && line[0] <= '9' && line[1] == '.');
    if (apart || begins) close();
    if (apart) continue;
    for (std::size_t i = 0; i < line.size(); ++i) {
      now += line[i];
      const bool ends = (line[i] == '.' || line[i] == '?' || line[i] == '!' || line[i] == ':') &&
                        (i + 1 == line.size() || line[i + 1] == ' ');
      if (ends) close();
    }
    now += ' ';
  }
  close();
  return all;
}

std::size_t words_in(const std::string& text) {
  std::istringstream in(text);
  std::string word;
  std::size_t n = 0;
  while (in >> word) {
    if (std::any_of(word.begin(), word.end(),
                    [](unsigned char c) { return std::isalnum(c) != 0 || c >= 0x80; }))
      ++n;
  }
  return n;
}

double minutes_of(const Unit& unit) {
  double minutes = 0;
  for (const Block& block : unit.blocks) {
    minutes += static_cast<double>(words_in(block.plain_text)) / kWordsPerMinute;
    minutes += 0.5 * static_cast<double>(block.items.size());
    if (block.kind == "code") minutes += 4;
    if (block.kind == "lab" || block.kind == "explorable") minutes += 6;
    if (block.kind == "assignment" || block.kind == "discussion" || block.kind == "artefact")
      minutes += 2;
  }
  return minutes;
}

}  // namespace

void check_reading(const Unit& unit, std::vector<Problem>& problems) {
  const auto tell = [&](const Place& place, const std::string& sentence) {
    problems.push_back({place, Severity::warning, sentence});
  };
  std::size_t words = 0, sentences = 0;
  for (const Block& block : unit.blocks) {
    if (!is_prose(block)) continue;
    for (const std::string& one : sentences_of(block)) {
      const std::size_t n = words_in(one);
      words += n, sentences += 1;
      if (n > kLongest)
        tell(block.place, "a sentence has " + std::to_string(n) + " words ('" + one.substr(0, 40) +
                              "...'); cut it into sentences of at most " +
                              std::to_string(kLongest));
    }
  }
  if (sentences > 0 && static_cast<double>(words) > kMean * static_cast<double>(sentences))
    tell(unit.place, "a sentence has " + std::to_string(words / sentences) +
                         " words on average; shorter ones are read by more people");
  const double minutes = minutes_of(unit);
  if (unit.minutes > 2 * minutes + 5 || 2 * unit.minutes + 2 < minutes)
    tell(unit.place, "the unit states " + std::to_string(unit.minutes) +
                         " minutes; its words, questions and labs take about " +
                         std::to_string(std::max(1L, std::lround(minutes))));
}

}  // namespace tadpole::learning
