// SPDX-License-Identifier: Apache-2.0
#include "core/search/space.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/options.h"
#include "core/base/text.h"

namespace tadpole {
namespace {

bool is_word(const std::string& name) {
  return !name.empty() && name.find_first_of(" =\t\n") == std::string::npos;
}

Outcome check_values(const Parameter& p) {
  if (p.kind == ParameterKind::categorical) {
    if (p.choices.empty())
      return wrong_use("parameter " + p.name + " has no choices; give it at least one");
    for (const std::string& choice : p.choices)
      if (!is_word(choice))
        return wrong_use("parameter " + p.name + ": the choice '" + choice +
                         "' is no word; write it without spaces and '='");
    return Done{};
  }
  const bool positive = !is_logarithmic(p.kind) || p.low > 0.0;
  if (p.low <= p.high && positive && p.step >= 1) return Done{};
  return wrong_use(fmt::format(
      "parameter {} goes from {} to {}; expected low <= high{} and a step of at least 1", p.name,
      p.low, p.high, is_logarithmic(p.kind) ? ", low > 0" : ""));
}

double three_digits(double value) { return parse_number(fmt::format("{:.3g}", value)).value(); }

}  // namespace

bool is_whole(ParameterKind kind) {
  return kind == ParameterKind::integer || kind == ParameterKind::log_integer;
}
bool is_logarithmic(ParameterKind kind) {
  return kind == ParameterKind::log_real || kind == ParameterKind::log_integer;
}

Result<Space> Space::create(std::vector<Parameter> parameters) {
  if (parameters.empty()) return wrong_use("the space has no parameter; give it at least one");
  Space space(std::move(parameters));
  const auto& all = space.parameters_;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Parameter& p = all[i];
    const auto before = all.begin() + static_cast<std::ptrdiff_t>(i);
    const auto find = [&](const std::string& name) {
      return std::find_if(all.begin(), before, [&](const Parameter& o) { return o.name == name; });
    };
    if (!is_word(p.name) || find(p.name) != before)
      return wrong_use("parameter '" + p.name + "' has no name of its own; give it one word");
    TADPOLE_TRY(check_values(p));
    if (!p.needs.empty() && find(p.needs) == before)
      return wrong_use("parameter " + p.name + " needs '" + p.needs +
                       "', which does not stand before it; declare that first");
    space.needs_.push_back(p.needs.empty() ? i
                                           : static_cast<std::size_t>(find(p.needs) - all.begin()));
  }
  return space;
}

bool Space::asked(const SpacePoint& point, std::size_t i) const {
  const std::size_t on = needs_[i];
  return on == i || (point[on].has_value() && *point[on] >= parameters_[i].at_least);
}

double Space::draw(std::size_t i, Rng& rng) const {
  const Parameter& p = parameters_[i];
  switch (p.kind) {
    case ParameterKind::categorical:
      return static_cast<double>(rng.below(p.choices.size()));
    case ParameterKind::integer: {
      const auto count = static_cast<std::size_t>((p.high - p.low) / p.step) + 1;
      return p.low + static_cast<double>(rng.below(count)) * p.step;
    }
    case ParameterKind::real:
      return nearest(i, rng.uniform(p.low, p.high));
    case ParameterKind::log_real:
      return nearest(i, std::exp(rng.uniform(std::log(p.low), std::log(p.high))));
    case ParameterKind::log_integer:  // as wide a share for the last step as for the others
      return nearest(i, std::exp(rng.uniform(std::log(p.low), std::log(p.high + 0.5 * p.step))));
  }
  return p.low;
}

double Space::nearest(std::size_t i, double value) const {
  const Parameter& p = parameters_[i];
  if (p.kind == ParameterKind::categorical)
    return std::clamp(std::round(value), 0.0, static_cast<double>(p.choices.size() - 1));
  if (is_whole(p.kind)) {
    const double last = std::floor((p.high - p.low) / p.step);
    return p.low + p.step * std::clamp(std::round((value - p.low) / p.step), 0.0, last);
  }
  return std::clamp(three_digits(std::clamp(value, p.low, p.high)), p.low, p.high);
}

SpacePoint Space::sample(Rng& rng) const { return mended(SpacePoint(size()), rng); }

SpacePoint Space::mended(SpacePoint point, Rng& rng) const {
  for (std::size_t i = 0; i < size(); ++i) {
    if (!asked(point, i))
      point[i].reset();
    else if (!point[i])
      point[i] = draw(i, rng);
  }
  return point;
}

std::string Space::value_text(std::size_t i, double value) const {
  const Parameter& p = parameters_[i];
  return p.kind == ParameterKind::categorical ? p.choices[static_cast<std::size_t>(value)]
                                              : number_text(value);
}

std::string Space::text(const SpacePoint& point) const {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < size(); ++i)
    if (point[i]) words.push_back(parameters_[i].name + "=" + value_text(i, *point[i]));
  return join(words, " ");
}

Result<SpacePoint> Space::parse(const std::string& text) const {
  SpacePoint point(size());
  const std::vector<std::string> words = split(text, ' ');
  std::size_t next = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!asked(point, i)) continue;
    const Parameter& p = parameters_[i];
    const std::string word = next < words.size() ? words[next++] : "";
    if (!word.starts_with(p.name + "="))
      return Error{"the point '" + text + "' has no " + p.name + " where it was expected"};
    const std::string value = word.substr(p.name.size() + 1);
    if (p.kind == ParameterKind::categorical) {
      const auto at = std::find(p.choices.begin(), p.choices.end(), value);
      if (at != p.choices.end()) point[i] = static_cast<double>(at - p.choices.begin());
    } else if (const auto number = parse_real(value); number && nearest(i, *number) == *number) {
      point[i] = *number;
    }
    if (!point[i])
      return Error{"the point has " + word + ", which the space does not hold; its values are " +
                   (p.kind == ParameterKind::categorical
                        ? join(p.choices, ", ")
                        : number_text(p.low) + " to " + number_text(p.high))};
  }
  if (next < words.size())
    return Error{"the point has '" + words[next] + "', which the space does not ask for"};
  return point;
}

std::size_t Space::index_of(const std::string& name) const {
  const auto at = std::find_if(parameters_.begin(), parameters_.end(),
                               [&](const Parameter& p) { return p.name == name; });
  TADPOLE_EXPECT(at != parameters_.end());
  return static_cast<std::size_t>(at - parameters_.begin());
}

double Space::number(const SpacePoint& point, const std::string& name) const {
  const auto& value = point[index_of(name)];
  TADPOLE_EXPECT(value.has_value());
  return *value;
}

std::string Space::choice(const SpacePoint& point, const std::string& name) const {
  return value_text(index_of(name), number(point, name));
}

std::string Space::fingerprint() const {
  std::string text;
  for (const Parameter& p : parameters_)
    text += fmt::format("{}|{}|{}|{}|{}|{}|{}|{}\n", p.name, static_cast<int>(p.kind),
                        join(p.choices, ","), number_text(p.low), number_text(p.high), p.step,
                        p.needs, number_text(p.at_least));
  return text;
}

}  // namespace tadpole
