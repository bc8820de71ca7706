// SPDX-License-Identifier: Apache-2.0
// A number, within a tolerance: "0.01" around the key, or "1%" of it. A learner may write a decimal
// comma, a fraction like 31/6, and a unit of the same family as the item's.
#include <array>
#include <cmath>
#include <optional>

#include "core/base/text.h"
#include "learning/quiz/item_type.h"

namespace tadpole::learning {
namespace {

struct UnitRow {
  const char* name;
  const char* family;
  double factor;
};
constexpr UnitRow kUnits[] = {
    {"us", "s", 1e-6}, {"µs", "s", 1e-6},  {"ms", "s", 1e-3},  {"s", "s", 1},
    {"min", "s", 60},  {"h", "s", 3600},   {"B", "B", 1},      {"kB", "B", 1e3},
    {"MB", "B", 1e6},  {"GB", "B", 1e9},   {"KiB", "B", 1024}, {"MiB", "B", 1048576},
    {"Hz", "Hz", 1},   {"kHz", "Hz", 1e3}, {"MHz", "Hz", 1e6}, {"uW", "W", 1e-6},
    {"µW", "W", 1e-6}, {"mW", "W", 1e-3},  {"W", "W", 1},      {"uJ", "J", 1e-6},
    {"µJ", "J", 1e-6}, {"mJ", "J", 1e-3},  {"J", "J", 1},      {"mm", "m", 1e-3},
    {"cm", "m", 1e-2}, {"m", "m", 1},      {"km", "m", 1e3},   {"mV", "V", 1e-3},
    {"V", "V", 1},     {"mA", "A", 1e-3},  {"A", "A", 1},      {"%", "%", 1}};

const UnitRow* unit_named(const std::string& name) {
  for (const UnitRow& row : kUnits) {
    if (name == row.name) return &row;
  }
  return nullptr;
}

// How many of `to` is one `from`. nullopt: they measure different things.
std::optional<double> conversion(const std::string& from, const std::string& to) {
  if (from == to) return 1.0;
  const UnitRow *a = unit_named(from), *b = unit_named(to);
  if (!a || !b || std::string(a->family) != b->family) return {};
  return a->factor / b->factor;
}

// "1 234,5 ms" -> {"1234.5", "ms"}
std::pair<std::string, std::string> number_and_unit(const std::string& text) {
  std::size_t end = text.size();
  const auto of_unit = [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) || c == '%' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  while (end > 0 && of_unit(text[end - 1])) --end;
  std::string number;
  for (const char c : text.substr(0, end)) {
    if (c != ' ' && c != '_') number += c;
  }
  if (number.find('.') == std::string::npos) {
    const std::size_t comma = number.find(',');
    if (comma != std::string::npos && number.find(',', comma + 1) == std::string::npos)
      number[comma] = '.';
  }
  return {number, text.substr(end)};
}

Result<double> number_of(const std::string& text, const std::string& unit) {
  const auto [number, own_unit] = number_and_unit(trim(text));
  if (number.empty())
    return wrong_use("'" + text + "' is no number; write one, for example 0.5 or 1/2.");
  const Result<double> value = evaluate(number, {});
  if (!value.ok())
    return wrong_use("'" + text + "' is no number; write one, for example 0.5 or 1/2.");
  if (own_unit.empty()) return value.value();
  const auto factor = conversion(own_unit, unit);
  if (factor) return value.value() * *factor;
  return wrong_use(unit.empty() ? "The answer has no unit here; write the number alone."
                                : "'" + own_unit + "' does not measure what " + unit +
                                      " does; answer in " + unit + ".");
}

double tolerance_of(const Item& item, double key) {
  if (item.tolerance.empty()) return 1e-6 * std::fabs(key) + 1e-9;
  if (item.tolerance.ends_with("%"))
    return std::fabs(key) *
               parse_real(item.tolerance.substr(0, item.tolerance.size() - 1)).value_or(0) / 100 +
           1e-12;
  return parse_real(item.tolerance).value_or(0) + 1e-12;
}

// The key's text has braces whether there are parameters or not.
Result<double> key_value(const Asked& asked, const std::string& text) {
  std::string bare = asked.text(text);
  if (bare.starts_with("{") && bare.ends_with("}")) bare = bare.substr(1, bare.size() - 2);
  return evaluate(bare, asked.values);
}

class Numeric final : public ItemType {
 public:
  bool takes_keys() const override { return true; }

  void check(const Item& item, std::vector<ItemProblem>& problems) const override {
    if (item.keys.empty()) problems.push_back({1, "the right number is missing; write it as = 49"});
    const Asked asked{item, 0, draw(item, 0), nullptr};
    for (const std::string& key : item.keys) {
      if (!key_value(asked, key).ok())
        problems.push_back({1, "'= " + key + "' is no number; write a number or an {expression}"});
    }
    for (const AnswerFeedback& one : item.feedback) {
      if (!key_value(asked, one.value).ok())
        problems.push_back(
            {one.line, "'! " + one.value + "' is no number; write a number or an {expression}"});
    }
    std::string tolerance = item.tolerance;
    if (tolerance.ends_with("%")) tolerance.pop_back();
    const auto number = parse_real(tolerance);
    if (!item.tolerance.empty() && (!number || *number < 0))
      problems.push_back(
          {1, "tolerance is '" + item.tolerance + "'; write for example 0.01 or 1%"});
    if (!item.unit.empty() && !unit_named(item.unit))
      problems.push_back(
          {1, "the unit '" + item.unit + "' is not known; take one like ms, kB, Hz, mW, %"});
  }
  void present(const Asked&, Json&) const override {}
  Json key(const Asked& asked) const override {
    if (asked.item.keys.empty()) return nullptr;
    const Result<double> value = key_value(asked, asked.item.keys.front());
    return value.ok() ? Json{{"value", number_as_text(value.value())}} : Json();
  }
  Result<Grade> grade(const Asked& asked, const Json& response) const override {
    std::string text = TADPOLE_TRY(text_field(response, "value", "a number"));
    const auto unit = response.find("unit");
    if (unit != response.end() && unit->is_string() && number_and_unit(trim(text)).second.empty())
      text += unit->get<std::string>();
    const double given = TADPOLE_TRY(number_of(text, asked.item.unit));
    const auto fits = [&](const std::string& key) {
      const Result<double> value = key_value(asked, key);
      return value.ok() &&
             std::fabs(given - value.value()) <= tolerance_of(asked.item, value.value());
    };
    Grade grade;
    for (const std::string& key : asked.item.keys) grade.score = fits(key) ? 1 : grade.score;
    if (grade.score < 1) add_known_feedback(asked, grade, fits);
    return grade;
  }
};

}  // namespace

std::unique_ptr<ItemType> make_item_numeric() { return std::make_unique<Numeric>(); }

}  // namespace tadpole::learning
