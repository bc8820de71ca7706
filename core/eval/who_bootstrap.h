// SPDX-License-Identifier: Apache-2.0
// The interval of any number by drawing people or machines with replacement.
// Source: Field & Welsh, Bootstrapping clustered data (2007); Efron & Tibshirani (1993), percentile
// interval.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/eval/metrics.h"

namespace tadpole {

// who: of every row. value: of the rows drawn (indices, some several times), or nothing where it
// has none. otherwise: the interval when there are fewer than two to draw from, or fewer than half
// of the draws have a value; its method then says so. Cost: resamples times value.
Interval who_interval(
    const std::vector<std::string>& who,
    const std::function<std::optional<double>(const std::vector<std::size_t>&)>& value,
    const BootstrapOptions& options, Interval otherwise);

}  // namespace tadpole
