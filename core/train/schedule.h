// SPDX-License-Identifier: Apache-2.0
// The learning rate over the steps of a run.
// Sources: cosine: Loshchilov and Hutter, SGDR (2017); warm-up: Goyal et al. (2017); steps: the two
// rates of the TensorFlow speech tutorial.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tadpole {

struct ScheduleOptions {
  std::string kind = "cosine";   // constant | cosine | steps | exponential
  double learning_rate = 0.002;  // the highest; for steps: unused
  double warmup_percent = 10.0;  // of all steps, cosine: linear from 4 % of the rate
  double decay = 0.95;           // exponential: per epoch
  std::vector<std::string> step_counts =
      {};                                    // steps: how many steps at each rate, e.g. 12000, 3000
  std::vector<std::string> step_rates = {};  // steps: the rates, e.g. 0.001, 0.0001
};

class Schedule {
 public:
  // Fails for a kind that there is not, numbers out of range, and when the lists of `steps` differ
  // in length or hold anything but positive numbers.
  static Result<Schedule> create(const ScheduleOptions& options, std::int64_t total_steps,
                                 std::int64_t steps_per_epoch);
  double rate(std::int64_t step) const;  // step from 0; past the end: the last rate

 private:
  Outcome read_steps();
  double steps_rate(double step) const;
  double cosine_rate(double step) const;

  ScheduleOptions options_;
  std::int64_t total_ = 1, per_epoch_ = 1;
  std::vector<double> counts_, rates_;
};

}  // namespace tadpole
