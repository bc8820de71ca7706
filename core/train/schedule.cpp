// SPDX-License-Identifier: Apache-2.0
#include "core/train/schedule.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/options.h"

namespace tadpole {
namespace {

Result<std::vector<double>> positive_numbers(const std::vector<std::string>& texts, const char* name) {
  std::vector<double> numbers;
  for (const std::string& text : texts) {
    const auto number = parse_number(text);
    if (!number.ok() || number.value() <= 0.0) return wrong_use(fmt::format("{} holds '{}'; expected numbers above 0", name, text));
    numbers.push_back(number.value());
  }
  return numbers;
}

}  // namespace

Result<Schedule> Schedule::create(const ScheduleOptions& o, std::int64_t total, std::int64_t per_epoch) {
  Schedule s;
  s.options_ = o;
  s.total_ = std::max<std::int64_t>(1, total);
  s.per_epoch_ = std::max<std::int64_t>(1, per_epoch);
  if (o.kind == "constant" || o.kind == "cosine" || o.kind == "exponential") return s;
  if (o.kind != "steps") return wrong_use("there is no schedule '" + o.kind + "'; use constant, cosine, steps or exponential");
  s.counts_ = TADPOLE_TRY(positive_numbers(o.step_counts, "step_counts"));
  s.rates_ = TADPOLE_TRY(positive_numbers(o.step_rates, "step_rates"));
  if (s.counts_.empty() || s.counts_.size() != s.rates_.size()) {
    return wrong_use(fmt::format("schedule steps has {} step_counts and {} step_rates; give as many of each, at least one", s.counts_.size(), s.rates_.size()));
  }
  return s;
}

double Schedule::rate(std::int64_t step) const {
  if (options_.kind == "steps") {
    double end = 0.0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      end += counts_[i];
      if (static_cast<double>(step) < end) return rates_[i];
    }
    return rates_.back();
  }
  if (options_.kind == "exponential") return options_.learning_rate * std::pow(options_.decay, static_cast<double>(step / per_epoch_));
  if (options_.kind == "constant") return options_.learning_rate;
  const double warm = options_.warmup_percent / 100.0 * static_cast<double>(total_);
  const double at = static_cast<double>(step);
  if (at < warm) return options_.learning_rate * (0.04 + 0.96 * at / warm);
  const double share = std::min(1.0, (at - warm) / std::max(1.0, static_cast<double>(total_) - warm));
  return options_.learning_rate * std::max(1e-4, 0.5 * (1.0 + std::cos(3.14159265358979 * share)));
}

}  // namespace tadpole
