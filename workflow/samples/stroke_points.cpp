// SPDX-License-Identifier: Apache-2.0
#include "workflow/samples/stroke_points.h"

#include <algorithm>
#include <vector>

namespace tadpole {
namespace {

std::vector<float> resampled(std::span<const float> points) {
  const std::size_t count = points.size() / 2;
  std::vector<float> out;
  for (int i = 0; i < kStrokePoints; ++i) {
    const double at = static_cast<double>(i) * static_cast<double>(count - 1) / (kStrokePoints - 1);
    const auto left = static_cast<std::size_t>(at);
    const std::size_t right = std::min(left + 1, count - 1);
    const double share = at - static_cast<double>(left);
    for (std::size_t axis = 0; axis < 2; ++axis)
      out.push_back(static_cast<float>((1.0 - share) * points[2 * left + axis] +
                                       share * points[2 * right + axis]));
  }
  return out;
}

}  // namespace

SampleSet of_one_length(const SampleSet& set) {
  SampleSet out = set;
  out.samples.clear(), out.bytes.clear();
  for (const Sample& s : set.samples) {
    Sample one = s;
    one.shape = {kStrokePoints, 1, 2};
    out.add(std::move(one), resampled(set.float_values(s)));
  }
  return out;
}

}  // namespace tadpole
