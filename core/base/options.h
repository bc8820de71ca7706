// SPDX-License-Identifier: Apache-2.0
// Options declared once - name, unit, range, default, help - and used as recipe keys, CLI flags,
// JSON fields and docs.
#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tadpole {

struct OptionInfo {
  std::string help;       // a short phrase, lower case
  std::string unit = {};  // "ms", "Hz", "%"; empty: a plain number or text
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  std::vector<std::string> choices = {};  // for texts: the allowed values; empty: any
};

enum class OptionType : std::uint8_t { integer, real, boolean, text, texts };

// One option bound to a field of an options struct.
struct Option {
  std::string name;  // snake_case; the flag is --kebab-case
  OptionType type = OptionType::text;
  OptionInfo info;
  std::string default_text;  // what the field held when it was declared
  std::function<Outcome(const std::string&)>
      set;                           // from text; says what was found and what is allowed
  std::function<std::string()> get;  // as text, "yes,no" for lists
  std::string range_text() const;    // "1 to 1000", "one of: a, b", or ""
};

// The options of one struct, in declaration order. The struct must outlive the set.
class OptionSet {
 public:
  OptionSet& add(std::string name, int& field, OptionInfo info);
  OptionSet& add(std::string name, std::uint64_t& field, OptionInfo info);
  OptionSet& add(std::string name, float& field, OptionInfo info);
  OptionSet& add(std::string name, double& field, OptionInfo info);
  OptionSet& add(std::string name, bool& field, OptionInfo info);
  OptionSet& add(std::string name, std::string& field, OptionInfo info);
  OptionSet& add(std::string name, std::vector<std::string>& field, OptionInfo info);
  // An option of another set, bound as it is there.
  OptionSet& add(Option option) { return push(std::move(option)); }
  const std::vector<Option>& all() const { return options_; }
  // Sets by name. Fails for an unknown name (with the one that was probably meant) or a value out
  // of range. where: how the message calls the place, e.g. "tadpole.toml: [train]".
  Outcome set(const std::string& name, const std::string& value, const std::string& where);
  // "name=value;" in order: part of cache keys.
  std::string fingerprint() const;

 private:
  OptionSet& push(Option option);
  std::vector<Option> options_;
};

// "4", "0.125", "1e-05": the shortest text that reads back as the same number.
std::string number_text(double value);
// Fails when the text is not exactly one number.
Result<double> parse_number(const std::string& text);

}  // namespace tadpole
