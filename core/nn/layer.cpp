// SPDX-License-Identifier: Apache-2.0
#include "core/nn/layer.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace tadpole {

#define TADPOLE_ENTRY(name) std::unique_ptr<Layer> make_##name();
#include "core/nn/layers/layers.inc"
#undef TADPOLE_ENTRY

namespace {

struct Entry {
  const char* name;
  std::unique_ptr<Layer> (*make)();
};
constexpr Entry kEntries[] = {
#define TADPOLE_ENTRY(name) {#name, make_##name},
#include "core/nn/layers/layers.inc"
#undef TADPOLE_ENTRY
};

}  // namespace

std::vector<std::string> layer_kinds() {
  std::vector<std::string> names;
  for (const Entry& entry : kEntries) names.emplace_back(entry.name);
  return names;
}

std::unique_ptr<Layer> make_layer(const std::string& kind) {
  for (const Entry& entry : kEntries) {
    if (kind == entry.name) return entry.make();
  }
  return nullptr;
}

std::size_t Layer::parameter_count() const {
  std::size_t count = 0;
  for (const ParameterBlock& block : blocks_) count += block.count;
  return count;
}

Outcome Layer::build_second(const Shape& other, const std::string& name) {
  if (!(other == in_)) {
    return wrong_use("input is " + in_.text() + " and '" + name + "' gives " + other.text() +
                     "; both must have the same shape");
  }
  set_other_shape(other);
  return Done{};
}

Result<Extent> parse_extent(const std::string& name, const std::string& text) {
  std::vector<std::string> sides = split(text, 'x');
  if (sides.size() == 1) sides.push_back(sides[0]);
  double side[2] = {0, 0};
  for (std::size_t i = 0; i < 2 && sides.size() == 2; ++i) {
    const Result<double> number = parse_number(sides[i]);
    if (number.ok() && number.value() == std::floor(number.value())) side[i] = number.value();
  }
  if (side[0] < 1 || side[1] < 1 || side[0] > 4096 || side[1] > 4096) {
    return wrong_use(name + " = '" + text +
                     "': expected height x width in pixels, 1 to 4096 each, like '3x3' or '3'");
  }
  return Extent{static_cast<int>(side[0]), static_cast<int>(side[1])};
}

Outcome check_kernel(std::initializer_list<int> sides) {
  double values = 1.0;
  std::string text;
  for (const int side : sides) {
    values *= side;
    text += (text.empty() ? "" : "x") + std::to_string(side);
  }
  if (values <= static_cast<double>(kMostValues)) return Done{};
  return wrong_use("a kernel of " + text +
                   " holds more than 2^28 values; take a smaller kernel or fewer outputs");
}

Windows windows(int in, int window, int stride, Padding padding) {
  if (padding == Padding::valid) return {in < window ? 0 : (in - window) / stride + 1, 0, 0};
  const int outputs = (in + stride - 1) / stride;
  const int zeros = std::max((outputs - 1) * stride + window - in, 0);
  return {outputs, zeros / 2, zeros - zeros / 2};
}

}  // namespace tadpole
