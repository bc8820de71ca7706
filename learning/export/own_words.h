// SPDX-License-Identifier: Apache-2.0
// The words of learning/course/words.h as HTML.
#pragma once
#include "learning/course/read_program.h"
#include "learning/course/words.h"

namespace tadpole::learning {

class OwnWords {
 public:
  // The program must outlive it.
  explicit OwnWords(const Program& program) : program_(program) {}

  // The text around them has this language: where theirs is another, they say so by lang="..".
  void stand_in(const std::string& language) { around_ = language; }
  // holes: HTML.
  std::string html(Word word, const Holes& holes = {}) const;

 private:
  const Program& program_;
  std::string around_ = {};  // "": theirs
};

// " lang=\"en\"" of a text in a program of another language; "": it is the program's.
std::string lang_attribute(const Program& program, const std::string& language);

}  // namespace tadpole::learning
