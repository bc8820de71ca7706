// SPDX-License-Identifier: Apache-2.0
#include "core/search/conv_space.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/options.h"

namespace tadpole {
namespace {

using Window = std::array<int, 2>;  // along height, along width

// As the space writes them, "8x4"; cut to the input, those that become the same once.
std::vector<std::string> within(const std::array<int, 3>& input, const std::vector<Window>& all) {
  std::vector<std::string> choices;
  for (const auto& [h, w] : all) {
    std::string window = fmt::format("{}x{}", std::min(h, input[0]), std::min(w, input[1]));
    if (std::find(choices.begin(), choices.end(), window) == choices.end())
      choices.push_back(std::move(window));
  }
  return choices;
}

// Kernels of the board work on four channels at a time.
int channels(const Space& space, const SpacePoint& point, const std::string& multiplier) {
  const double wanted =
      space.number(point, "width") * parse_number(space.choice(point, multiplier)).value();
  return std::max(4, static_cast<int>(std::lround(wanted / 4.0)) * 4);
}

void add_normalized(NetworkLines& lines, std::string line) {
  lines.push_back(std::move(line) + " use_bias=false");
  lines.insert(lines.end(), {"batch_norm", "relu"});
}

void add_block(NetworkLines& lines, const Space& space, const SpacePoint& point,
               const std::string& number) {
  const std::string window = " kernel=" + space.choice(point, "kernel") +
                             " stride=" + space.choice(point, "stride_" + number);
  const int filters = channels(space, point, "width_" + number);
  if (space.choice(point, "block") == "conv")
    return add_normalized(lines, fmt::format("conv2d filters={}{} padding=same", filters, window));
  add_normalized(lines, "depthwise_conv2d" + window + " padding=same");
  add_normalized(lines, fmt::format("conv2d filters={} kernel=1x1", filters));
}

}  // namespace

Space conv_space(const std::array<int, 3>& input) {
  using enum ParameterKind;
  const std::vector<std::string> multipliers = {"0.5", "1", "1.5", "2"};
  std::vector<Parameter> all = {
      {.name = "first_kernel",
       .choices = within(input, {{3, 3}, {5, 5}, {8, 4}, {10, 4}, {10, 8}})},
      {.name = "first_stride", .choices = within(input, {{1, 1}, {2, 1}, {1, 2}, {2, 2}, {4, 2}})},
      {.name = "width", .kind = integer, .low = 8, .high = 64, .step = 8},
      {.name = "first_width", .choices = multipliers},
      {.name = "depth", .kind = integer, .low = 0, .high = kMostBlocks},
      {.name = "block", .choices = {"separable", "conv"}, .needs = "depth", .at_least = 1},
      {.name = "kernel",
       .choices = within(input, {{3, 3}, {5, 5}}),
       .needs = "depth",
       .at_least = 1}};
  for (int block = 1; block <= kMostBlocks; ++block) {
    const std::string number = std::to_string(block);
    const auto needed = static_cast<double>(block);
    all.push_back({.name = "stride_" + number,
                   .choices = within(input, {{1, 1}, {2, 2}}),
                   .needs = "depth",
                   .at_least = needed});
    all.push_back(
        {.name = "width_" + number, .choices = multipliers, .needs = "depth", .at_least = needed});
  }
  all.push_back({.name = "pool", .choices = {"average", "flatten"}});
  const std::vector<Parameter> training = training_parameters();
  all.insert(all.end(), training.begin(), training.end());
  return Space::create(std::move(all)).value();
}

NetworkLines conv_layers(const Space& space, const SpacePoint& point, const NetworkAnswer& answer) {
  NetworkLines lines;
  add_normalized(
      lines, fmt::format("conv2d filters={} kernel={} stride={} padding=same",
                         channels(space, point, "first_width"), space.choice(point, "first_kernel"),
                         space.choice(point, "first_stride")));
  const auto depth = static_cast<int>(space.number(point, "depth"));
  for (int block = 1; block <= depth; ++block)
    add_block(lines, space, point, std::to_string(block));
  lines.push_back("dropout rate=" + space.choice(point, "dropout"));
  lines.push_back(space.choice(point, "pool") == "average" ? "global_average_pool" : "flatten");
  append_answer(lines, answer);
  return lines;
}

}  // namespace tadpole
