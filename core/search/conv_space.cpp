// SPDX-License-Identifier: Apache-2.0
#include "core/search/conv_space.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/options.h"

namespace tadpole {
namespace {

using Lines = std::vector<std::string>;

// Kernels of the board work on four channels at a time.
int channels(const Space& space, const SpacePoint& point, const std::string& multiplier) {
  const double wanted =
      space.number(point, "width") * parse_number(space.choice(point, multiplier)).value();
  return std::max(4, static_cast<int>(std::lround(wanted / 4.0)) * 4);
}

void add_normalized(Lines& lines, std::string line) {
  lines.push_back(std::move(line) + " use_bias=false");
  lines.insert(lines.end(), {"batch_norm", "relu"});
}

void add_block(Lines& lines, const Space& space, const SpacePoint& point,
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

Space conv_space() {
  using enum ParameterKind;
  const std::vector<std::string> multipliers = {"0.5", "1", "1.5", "2"};
  std::vector<Parameter> all = {
      {.name = "first_kernel", .choices = {"3x3", "5x5", "8x4", "10x4", "10x8"}},
      {.name = "first_stride", .choices = {"1x1", "2x1", "1x2", "2x2", "4x2"}},
      {.name = "width", .kind = integer, .low = 8, .high = 64, .step = 8},
      {.name = "first_width", .choices = multipliers},
      {.name = "depth", .kind = integer, .low = 0, .high = kMostBlocks},
      {.name = "block", .choices = {"separable", "conv"}, .needs = "depth", .at_least = 1},
      {.name = "kernel", .choices = {"3x3", "5x5"}, .needs = "depth", .at_least = 1}};
  for (int block = 1; block <= kMostBlocks; ++block) {
    const std::string number = std::to_string(block);
    const auto needed = static_cast<double>(block);
    all.push_back({.name = "stride_" + number,
                   .choices = {"1x1", "2x2"},
                   .needs = "depth",
                   .at_least = needed});
    all.push_back(
        {.name = "width_" + number, .choices = multipliers, .needs = "depth", .at_least = needed});
  }
  const std::vector<Parameter> rest = {
      {.name = "pool", .choices = {"average", "flatten"}},
      {.name = "dropout", .kind = real, .low = 0.0, .high = 0.5},
      {.name = "learning_rate", .kind = log_real, .low = 3e-4, .high = 1e-2},
      {.name = "schedule", .choices = {"cosine", "exponential", "constant"}},
      {.name = "batch", .choices = {"16", "32", "64"}},
      {.name = "weight_decay", .kind = log_real, .low = 1e-6, .high = 1e-2}};
  all.insert(all.end(), rest.begin(), rest.end());
  return Space::create(std::move(all)).value();
}

std::vector<std::string> conv_layers(const Space& space, const SpacePoint& point, int classes) {
  Lines lines;
  add_normalized(
      lines, fmt::format("conv2d filters={} kernel={} stride={} padding=same",
                         channels(space, point, "first_width"), space.choice(point, "first_kernel"),
                         space.choice(point, "first_stride")));
  const auto depth = static_cast<int>(space.number(point, "depth"));
  for (int block = 1; block <= depth; ++block)
    add_block(lines, space, point, std::to_string(block));
  lines.push_back("dropout rate=" + space.choice(point, "dropout"));
  lines.push_back(space.choice(point, "pool") == "average" ? "global_average_pool" : "flatten");
  lines.push_back(fmt::format("dense units={}", classes));
  lines.push_back("softmax");
  return lines;
}

std::vector<std::pair<std::string, std::string>> conv_training(const Space& space,
                                                               const SpacePoint& point) {
  std::vector<std::pair<std::string, std::string>> options;
  for (const char* name : {"learning_rate", "schedule", "batch", "weight_decay"})
    options.emplace_back(name, space.choice(point, name));
  return options;
}

}  // namespace tadpole
