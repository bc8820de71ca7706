// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "core/data/audio_file.h"
#include "core/data/sinc_resample.h"

namespace tadpole {

Result<std::vector<float>> resample(std::span<const float> samples, int from_hz, int to_hz) {
  for (const int rate : {from_hz, to_hz}) {
    if (rate < kLowestRate_hz || rate > kHighestRate_hz) {
      return Error{
          fmt::format("cannot resample from {} Hz to {} Hz; rates from {} to {} Hz are known",
                      from_hz, to_hz, kLowestRate_hz, kHighestRate_hz)};
    }
  }
  if (from_hz == to_hz || samples.empty()) {
    return std::vector<float>(samples.begin(), samples.end());
  }
  return sinc_resample(samples, from_hz, to_hz);
}

}  // namespace tadpole
