// SPDX-License-Identifier: Apache-2.0
// Any JSON as the notes of a model: refused, or a front end that computes.
#include <cstdint>
#include <vector>

#include "core/base/json.h"
#include "core/dsp/sample_front_end.h"

namespace {

// Pictures are kept as bytes, sound in 16 bits, all else as floats.
std::size_t bytes_of_value(const nlohmann::json& notes) {
  const auto kind = notes.value("kind", "");
  return kind == "image" ? 1 : kind == "sound" ? 2 : sizeof(float);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole;
  const auto json = parse_json({reinterpret_cast<const char*>(data), size});
  const auto front_end = front_end_from_json(json);
  if (!front_end.ok()) return 0;
  const auto s = front_end.value()->shape();
  const std::size_t values = static_cast<std::size_t>(s[0]) * static_cast<std::size_t>(s[1]) *
                             static_cast<std::size_t>(s[2]);
  if (values > 1000000) return 0;
  // The shapes of every kind: a picture, a stroke, a window, a row.
  for (const std::array<int, 3> shape :
       {std::array{3, 2, 1}, std::array{2, 2, 3}, std::array{4, 1, 2}, std::array{50, 1, 3},
        std::array{5632, 1, 1}, std::array{1, 1, 4}}) {
    if (!front_end.value()->takes(shape)) continue;
    const auto count = static_cast<std::size_t>(shape[0] * shape[1] * shape[2]);
    const std::vector<float> stored(count, 1.5F);
    std::vector<std::int8_t> features(values);
    front_end.value()->int8(
        {reinterpret_cast<const std::uint8_t*>(stored.data()), count * bytes_of_value(json)}, shape,
        {0.1F, 0}, features);
  }
  return 0;
}
