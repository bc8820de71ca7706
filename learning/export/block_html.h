// SPDX-License-Identifier: Apache-2.0
// Blocks of a unit as static HTML: what needs a program says where it runs.
#pragma once
#include "learning/export/own_words.h"

namespace tadpole::learning {

// Where answers and solutions stand: below their question, folded in; or apart, for paper.
enum class Answers : std::uint8_t { folded, apart };

class BlockWriter {
 public:
  // The program must outlive it.
  BlockWriter(const Program& program, Answers answers)
      : program_(program), answers_(answers), words_(program) {}

  // All blocks of a unit, with links as html_of makes them. Of a test: that it is one.
  std::string unit(const Program::At& at);
  // One block of it.
  std::string block(const Unit& unit, const Block& block);
  // With Answers::apart: those since the last call, as definitions under their unit's title.
  std::string take_answers();

 private:
  std::string body(const Unit& unit, const Block& block);
  std::string items(const Unit& unit, const Block& block);
  std::string code(const Unit& unit, const Block& block);
  std::string hidden(const Unit& unit, const std::string& what, const std::string& html);
  std::string runs(const Unit& unit, const Block& block) const;

  const Program& program_;
  Answers answers_;
  OwnWords words_;
  std::string apart_, apart_unit_;
  std::string unit_;  // whose questions are counted
  int question_ = 0;
};

// A heading (HTML) and a text, set apart: <section class="KIND" id="..">.
std::string boxed(const std::string& kind, const std::string& id, const std::string& label,
                  const std::string& html);
// Folded in: <details>. what: HTML.
std::string folded(const std::string& what, const std::string& html);
// The slides of a block, each with what is said.
std::string slides_html(const Block& block);

}  // namespace tadpole::learning
