// SPDX-License-Identifier: Apache-2.0
// Something that a learner made and hands in: a model, a dataset, a card, a table. A checker (a
// file of checkers/) looks at the bytes and says what fits and what does not, in the form of tests
// of code. The bytes are anybody's: a checker never crashes, and never runs them.
#pragma once
#include <memory>
#include <span>

#include "learning/course/program.h"

namespace tadpole::learning {

inline constexpr std::size_t kMostArtefactBytes = std::size_t{16} << 20;

struct Submission {
  std::string name;  // of the file, as its owner called it
  std::span<const std::uint8_t> bytes;
  const Block& block;  // its options say what is expected

  std::string_view text() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
};

struct Finding {
  std::string name;
  bool pass = false;
  std::string message;  // one sentence for the learner
};

class ArtefactChecker {
 public:
  virtual ~ArtefactChecker() = default;
  virtual std::vector<Finding> check(const Submission& given) const = 0;
  // Bounds of a block that it looks at, as the block names them ("size<", "rows>").
  virtual std::vector<std::string> bounds() const = 0;
};

// nullptr: no such checker.
std::unique_ptr<ArtefactChecker> make_checker(const std::string& name);
std::vector<std::string> checkers();

struct Verdict {
  bool accepted = false;
  Json results = Json::array();  // [{"name", "status": "pass" | "fail", "message"}]
};
// The file's ending first, then what its checker says. Fails when the block names no checker, or
// asks what its checker does not look at or what is no number: that is the author's mistake, not
// the learner's.
Result<Verdict> judge(const Submission& given);

// "a/b\c.txt" -> "c.txt"; only signs that no system minds, at most 80.
std::string safe_name(const std::string& name);

// 20000 instead of 20000.000000
std::string plain_number(double value);

// What checkers share. A bound of the block ("size<=20000") against what was found; true when it
// asks nothing.
enum class Bound : std::uint8_t { at_most, at_least };
bool keeps(const Submission& given, const std::string& option, Bound bound, double found,
           const std::string& unit, std::vector<Finding>& findings);

}  // namespace tadpole::learning
