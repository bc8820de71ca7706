// SPDX-License-Identifier: Apache-2.0
// Arithmetic in items: {n}, {(1000-window)/stride+1}. Numbers, names, + - * / ( ), floor(),
// round().
#pragma once
#include <map>
#include <optional>
#include <string>

#include "learning/quiz/item.h"

namespace tadpole::learning {

// What the parameters are for one seed. Words have no number.
struct Values {
  std::map<std::string, double> numbers;
  std::map<std::string, std::string> words;
};
Values draw(const Item& item, std::uint64_t seed);

// Fails with a sentence: an unknown name, a division by zero, a sign that does not belong there.
Result<double> evaluate(const std::string& expression, const Values& values);

// With up to six digits that count: 0.5, 12, 1.23457.
std::string number_as_text(double value);

// The text with every {expression} replaced, but not inside $mathematics$. Of an item without
// parameters nothing is replaced: braces are then braces. What cannot be computed stays as it is;
// parse_item told so.
std::string filled(const Item& item, const std::string& text, const Values& values);

// The expressions of a text, for the check.
std::vector<std::string> expressions_in(const std::string& text);

// A small generator whose numbers are the same on every machine (splitmix64).
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
  // 0 .. n-1 in another order.
  std::vector<std::size_t> order(std::size_t n);

 private:
  std::uint64_t state_;
};

}  // namespace tadpole::learning
