// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <samplerate.h>

#include <cmath>

#include "core/data/audio_file.h"

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
  const double ratio = static_cast<double>(to_hz) / from_hz;
  const double length = static_cast<double>(samples.size()) * ratio;
  std::vector<float> out(static_cast<std::size_t>(std::ceil(length)) + 16);
  SRC_DATA data{};
  data.data_in = samples.data();
  data.input_frames = static_cast<long>(samples.size());
  data.data_out = out.data();
  data.output_frames = static_cast<long>(out.size());
  data.src_ratio = ratio;
  const int code = src_simple(&data, SRC_SINC_MEDIUM_QUALITY, 1);
  if (code != 0) {
    return Error{
        fmt::format("cannot resample from {} Hz to {} Hz: {}", from_hz, to_hz, src_strerror(code))};
  }
  out.resize(static_cast<std::size_t>(data.output_frames_gen));
  return out;
}

}  // namespace tadpole
