// SPDX-License-Identifier: Apache-2.0
// START HERE. What a search may choose: parameters, described once; a point is one choice of all.
// Next: sampler.h (which point is tried), scheduler.h (how long), search.h (the search itself).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/rng.h"

namespace tadpole {

// log_integer: a whole number whose factors count, as the width of a layer.
enum class ParameterKind : std::uint8_t { categorical, integer, real, log_real, log_integer };

struct Parameter {
  std::string name;
  ParameterKind kind = ParameterKind::categorical;
  std::vector<std::string> choices = {};  // categorical; the value is the index
  double low = 0.0, high = 0.0;           // else: both included
  int step = 1;                           // integer, log_integer: low, low + step, ...
  // Conditional: asked for only when this earlier parameter is asked for and at least so large (of
  // a categorical one: its index). Empty: always.
  std::string needs = {};
  double at_least = 0.0;
};

// One value per parameter of the space, in its order; none where a condition does not hold.
using SpacePoint = std::vector<std::optional<double>>;

bool is_whole(ParameterKind kind);        // in steps
bool is_logarithmic(ParameterKind kind);  // factors count

class Space {
 public:
  // Fails for no parameter, a name that is empty, twice or no word, bounds that are no interval
  // (where factors count, low > 0), fewer than one choice, and a condition on what does not stand
  // before.
  static Result<Space> create(std::vector<Parameter> parameters);

  const std::vector<Parameter>& parameters() const { return parameters_; }
  std::size_t size() const { return parameters_.size(); }
  // Whether parameter i is asked for, given the values before it.
  bool asked(const SpacePoint& point, std::size_t i) const;
  // A value of parameter i, each as likely (log_real, log_integer: each factor).
  double draw(std::size_t i, Rng& rng) const;
  // The nearest value that parameter i can take; reals keep three digits, as text() writes them.
  double nearest(std::size_t i, double value) const;
  SpacePoint sample(Rng& rng) const;
  // The same point with values drawn where one is asked for and missing, and none where none is.
  SpacePoint mended(SpacePoint point, Rng& rng) const;

  // "depth=2 kernel=3x3 learning_rate=0.0021": what is asked for, in order. The same text is the
  // same point.
  std::string text(const SpacePoint& point) const;
  // Fails for text that text() would not write: names the parameter and what is allowed.
  Result<SpacePoint> parse(const std::string& text) const;
  // Expects: there is a parameter of that name, and it is asked for.
  double number(const SpacePoint& point, const std::string& name) const;
  std::string choice(const SpacePoint& point, const std::string& name) const;
  // All of the description: a journal of another space is not read.
  std::string fingerprint() const;

 private:
  explicit Space(std::vector<Parameter> parameters) : parameters_(std::move(parameters)) {}
  std::size_t index_of(const std::string& name) const;
  std::string value_text(std::size_t i, double value) const;
  std::vector<Parameter> parameters_;
  std::vector<std::size_t> needs_;  // index; its own: no condition
};

}  // namespace tadpole
