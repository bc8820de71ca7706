// SPDX-License-Identifier: Apache-2.0
#include "learning/quiz/expression.h"

#include <cmath>
#include <cstdio>
#include <numeric>

#include "core/base/text.h"

namespace tadpole::learning {
namespace {

constexpr int kDeepest = 40;

class Parser {
 public:
  Parser(const std::string& text, const Values& values) : text_(text), values_(values) {}

  Result<double> run() {
    const double value = TADPOLE_TRY(sum(0));
    skip();
    if (at_ < text_.size()) return bad(std::string("'") + text_[at_] + "' does not belong there");
    if (!std::isfinite(value)) return bad("the result is no finite number");
    return value;
  }

 private:
  Error bad(const std::string& what) const {
    return wrong_use("in '" + text_ + "' " + what +
                     "; use numbers, names, + - * / ( ), floor() and round()");
  }
  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  Result<double> sum(int depth) {
    double value = TADPOLE_TRY(product(depth));
    while (true) {
      if (take('+')) {
        value += TADPOLE_TRY(product(depth));
      } else if (take('-')) {
        value -= TADPOLE_TRY(product(depth));
      } else {
        return value;
      }
    }
  }

  Result<double> product(int depth) {
    double value = TADPOLE_TRY(factor(depth));
    while (true) {
      if (take('*')) {
        value *= TADPOLE_TRY(factor(depth));
      } else if (take('/')) {
        const double by = TADPOLE_TRY(factor(depth));
        if (by == 0) return bad("something is divided by zero");
        value /= by;
      } else {
        return value;
      }
    }
  }

  Result<double> factor(int depth) {
    if (depth > kDeepest) return bad("there are too many parentheses");
    if (take('-')) {
      const double value = TADPOLE_TRY(factor(depth + 1));
      return -value;
    }
    if (take('(')) {
      const double value = TADPOLE_TRY(sum(depth + 1));
      return closed(value);
    }
    skip();
    if (at_ < text_.size() &&
        (std::isdigit(static_cast<unsigned char>(text_[at_])) || text_[at_] == '.'))
      return number();
    return named(depth);
  }

  Result<double> closed(double value) {
    if (!take(')')) return bad("a parenthesis is not closed");
    return value;
  }

  Result<double> number() {
    std::size_t end = at_;
    const auto part = [&](char c) {
      const bool sign_of_exponent =
          (c == '-' || c == '+') && (text_[end - 1] == 'e' || text_[end - 1] == 'E');
      return std::isdigit(static_cast<unsigned char>(c)) || c == '.' || c == 'e' || c == 'E' ||
             sign_of_exponent;
    };
    while (end < text_.size() && part(text_[end])) ++end;
    const auto value = parse_real(text_.substr(at_, end - at_));
    if (!value) return bad("'" + text_.substr(at_, end - at_) + "' is no number");
    at_ = end;
    return *value;
  }

  Result<double> named(int depth) {
    std::size_t end = at_;
    while (end < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[end])) || text_[end] == '_'))
      ++end;
    const std::string name = text_.substr(at_, end - at_);
    if (name.empty())
      return bad(at_ < text_.size() ? std::string("'") + text_[at_] + "' does not belong there"
                                    : "something is missing at the end");
    at_ = end;
    if (name == "floor" || name == "round") {
      if (!take('(')) return bad(name + " wants a parenthesis");
      const double inner = TADPOLE_TRY(sum(depth + 1));
      TADPOLE_TRY(closed(inner));
      return name == "floor" ? std::floor(inner + 1e-9) : std::round(inner);
    }
    const auto at = values_.numbers.find(name);
    if (at != values_.numbers.end()) return at->second;
    std::vector<std::string> known;
    for (const auto& [other, value] : values_.numbers) known.push_back(other);
    return bad("there is no parameter '" + name + "'" + did_you_mean(name, known));
  }

  const std::string& text_;
  const Values& values_;
  std::size_t at_ = 0;
};

// Calls f(text outside, true) and f(inside of braces, false), part by part; mathematics is outside.
template <class F>
void for_parts(const std::string& text, const F& f) {
  std::string outside;
  bool math = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      outside += text[i];
      outside += text[++i];
      continue;
    }
    if (text[i] == '$') math = !math;
    const std::size_t end = text[i] == '{' && !math ? text.find('}', i) : std::string::npos;
    if (end == std::string::npos) {
      outside += text[i];
      continue;
    }
    f(outside, true);
    outside.clear();
    f(text.substr(i + 1, end - i - 1), false);
    i = end;
  }
  f(outside, true);
}

}  // namespace

std::uint64_t Draw::next() {
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

std::vector<std::size_t> Draw::order(std::size_t n) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[below(i)]);
  return order;
}

Values draw(const Item& item, std::uint64_t seed) {
  Draw chance(seed);
  Values values;
  for (const Parameter& one : item.parameters) {
    if (!one.words.empty()) {
      values.words[one.name] = one.words[chance.below(one.words.size())];
      continue;
    }
    const auto steps =
        static_cast<std::size_t>(std::floor((one.to - one.from) / one.step + 1e-9)) + 1;
    values.numbers[one.name] = one.from + one.step * static_cast<double>(chance.below(steps));
  }
  return values;
}

Result<double> evaluate(const std::string& expression, const Values& values) {
  return Parser(expression, values).run();
}

std::string number_as_text(double value) {
  if (value == 0) return "0";
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

std::string filled(const Item& item, const std::string& text, const Values& values) {
  if (item.parameters.empty()) return text;
  std::string out;
  for_parts(text, [&](const std::string& part, bool outside) {
    if (outside) {
      out += part;
      return;
    }
    const auto word = values.words.find(trim(part));
    if (word != values.words.end()) {
      out += word->second;
      return;
    }
    const Result<double> value = evaluate(part, values);
    out += value.ok() ? number_as_text(value.value()) : "{" + part + "}";
  });
  return out;
}

std::vector<std::string> expressions_in(const std::string& text) {
  std::vector<std::string> found;
  for_parts(text, [&](const std::string& part, bool outside) {
    if (!outside) found.push_back(part);
  });
  return found;
}

}  // namespace tadpole::learning
