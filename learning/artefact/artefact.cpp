// SPDX-License-Identifier: Apache-2.0
#include "learning/artefact/artefact.h"

#include <algorithm>

#include "core/base/text.h"
#include "learning/course/bound.h"

namespace tadpole::learning {

#define TADPOLE_ENTRY(name) std::unique_ptr<ArtefactChecker> make_checker_##name();
#include "learning/artefact/checkers/checkers.inc"
#undef TADPOLE_ENTRY

std::unique_ptr<ArtefactChecker> make_checker(const std::string& name) {
#define TADPOLE_ENTRY(entry) \
  if (name == #entry) return make_checker_##entry();
#include "learning/artefact/checkers/checkers.inc"
#undef TADPOLE_ENTRY
  return nullptr;
}

std::vector<std::string> checkers() {
  return {
#define TADPOLE_ENTRY(entry) #entry,
#include "learning/artefact/checkers/checkers.inc"
#undef TADPOLE_ENTRY
  };
}

std::string plain_number(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

namespace {

// "csv" or ".tflite,.zip": what the block takes.
bool ends_right(const std::string& name, const std::string& accepts) {
  std::string lower = name;
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (const std::string& one : split(accepts, ',')) {
    const std::string end = trim(one);
    if (end.empty() || lower.ends_with(end.front() == '.' ? end : "." + end)) return true;
  }
  return false;
}

// "" or what the author of the block got wrong.
std::string wrong_bound(const Block& block, const std::string& name,
                        const ArtefactChecker& checker) {
  const std::vector<std::string> known = checker.bounds();
  for (const auto& [option, value] : block.options) {
    if (!option.ends_with('<') && !option.ends_with('>')) continue;
    if (std::find(known.begin(), known.end(), option) == known.end())
      return option + "= is nothing that the checker '" + name + "' looks at; it knows " +
             (known.empty() ? "no bound" : join(known, "=, ") + "=");
    if (!parse_bound(option, value)) return bound_refusal(option, value);
  }
  return "";
}

}  // namespace

Result<Verdict> judge(const Submission& given) {
  const std::string name = given.block.option("checker");
  const auto checker = make_checker(name);
  if (!checker)
    return Error{"the block names the checker '" + name + "'" + did_you_mean(name, checkers()) +
                 ", which this hub has not; tell your teacher"};
  const std::string wrong = wrong_bound(given.block, name, *checker);
  if (!wrong.empty()) return Error{"the block asks wrongly: " + wrong + "; tell your teacher"};
  std::vector<Finding> findings;
  const std::string accepts = given.block.option("accepts");
  if (!ends_right(given.name, accepts)) {
    findings.push_back({"file", false,
                        "'" + given.name + "' has another ending than " + accepts +
                            "; choose the file that was asked for."});
  } else if (given.bytes.empty()) {
    findings.push_back({"file", false, "The file is empty; choose another."});
  } else {
    findings = checker->check(given);
  }
  Verdict verdict{.accepted = !findings.empty()};
  for (const Finding& one : findings) {
    verdict.accepted = verdict.accepted && one.pass;
    verdict.results.push_back(
        {{"name", one.name}, {"status", one.pass ? "pass" : "fail"}, {"message", one.message}});
  }
  return verdict;
}

std::string safe_name(const std::string& name) {
  const std::string last = name.substr(name.find_last_of("/\\") + 1);
  std::string out;
  for (const char c : last) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '-' || c == '_';
    if (out.size() < 80) out += fine ? c : '_';
  }
  out.erase(0, out.find_first_not_of('.'));
  return out.empty() ? "file" : out;
}

bool keeps(const Submission& given, const std::string& option, Bound bound, double found,
           const std::string& unit, std::vector<Finding>& findings) {
  const bool most = bound == Bound::at_most;
  const std::string asked = given.block.option(option + (most ? "<" : ">"));
  if (asked.empty()) return true;
  const auto limit = parse_bound(option + (most ? "<" : ">"), asked);
  const bool pass = limit && (most ? found <= *limit : found >= *limit);
  findings.push_back({option, pass,
                      plain_number(found) + " " + unit + (most ? ", at most " : ", at least ") +
                          asked + (pass ? " asked." : " are allowed; change it and come back.")});
  if (!pass && !most)
    findings.back().message =
        plain_number(found) + " " + unit + ", at least " + asked + " are needed; add more.";
  return pass;
}

}  // namespace tadpole::learning
