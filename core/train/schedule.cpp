// SPDX-License-Identifier: Apache-2.0
#include "core/train/schedule.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/options.h"
#include "core/base/text.h"

namespace tadpole {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kWarmupStart = 0.04;  // share of the rate at the first step
constexpr double kCosineFloor = 1e-4;  // the cosine ends at this share, not at 0

Result<std::vector<double>> positive_numbers(const std::vector<std::string>& texts,
                                             const char* name) {
  std::vector<double> numbers;
  for (const std::string& text : texts) {
    const auto number = parse_number(trim(text));
    if (!number.ok() || number.value() <= 0.0) {
      return wrong_use(fmt::format("{} holds '{}'; expected numbers above 0", name, text));
    }
    numbers.push_back(number.value());
  }
  return numbers;
}

Outcome check(const ScheduleOptions& o) {
  const std::vector<std::string> kinds = {"constant", "cosine", "steps", "exponential"};
  if (std::find(kinds.begin(), kinds.end(), o.kind) == kinds.end()) {
    return wrong_use("there is no schedule '" + o.kind + "'" + did_you_mean(o.kind, kinds) +
                     "; use " + join(kinds, ", "));
  }
  if (o.kind != "steps" && !(o.learning_rate > 0.0)) {
    return wrong_use(
        fmt::format("learning_rate is {}; expected a number above 0", o.learning_rate));
  }
  if (!(o.warmup_percent >= 0.0 && o.warmup_percent < 100.0)) {
    return wrong_use(
        fmt::format("warmup_percent is {}; expected 0 to below 100", o.warmup_percent));
  }
  if (o.kind == "exponential" && !(o.decay > 0.0 && o.decay <= 1.0)) {
    return wrong_use(fmt::format("decay is {}; expected a factor above 0, at most 1", o.decay));
  }
  return Done{};
}

}  // namespace

Result<Schedule> Schedule::create(const ScheduleOptions& options, std::int64_t total_steps,
                                  std::int64_t steps_per_epoch) {
  TADPOLE_TRY(check(options));
  Schedule s;
  s.options_ = options;
  s.total_ = std::max<std::int64_t>(1, total_steps);
  s.per_epoch_ = std::max<std::int64_t>(1, steps_per_epoch);
  if (options.kind == "steps") TADPOLE_TRY(s.read_steps());
  return s;
}

Outcome Schedule::read_steps() {
  counts_ = TADPOLE_TRY(positive_numbers(options_.step_counts, "step_counts"));
  rates_ = TADPOLE_TRY(positive_numbers(options_.step_rates, "step_rates"));
  if (counts_.empty() || counts_.size() != rates_.size()) {
    return wrong_use(fmt::format(
        "schedule steps has {} step_counts and {} step_rates; give as many of each, at least one",
        counts_.size(), rates_.size()));
  }
  return Done{};
}

double Schedule::rate(std::int64_t step) const {
  if (options_.kind == "steps") return steps_rate(static_cast<double>(step));
  if (options_.kind == "cosine") return cosine_rate(static_cast<double>(step));
  if (options_.kind == "constant") return options_.learning_rate;
  return options_.learning_rate * std::pow(options_.decay, static_cast<double>(step / per_epoch_));
}

double Schedule::steps_rate(double step) const {
  double end = 0.0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    end += counts_[i];
    if (step < end) return rates_[i];
  }
  return rates_.back();
}

double Schedule::cosine_rate(double step) const {
  const double total = static_cast<double>(total_);
  const double warm = options_.warmup_percent / 100.0 * total;
  if (step < warm) {
    return options_.learning_rate * (kWarmupStart + (1.0 - kWarmupStart) * step / warm);
  }
  const double share = std::min(1.0, (step - warm) / std::max(1.0, total - warm));
  return options_.learning_rate * std::max(kCosineFloor, 0.5 * (1.0 + std::cos(kPi * share)));
}

}  // namespace tadpole
