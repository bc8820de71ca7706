// SPDX-License-Identifier: Apache-2.0
// Structured pruning: whole output channels go, with everything behind and before them that has no
// use without: the network becomes narrower, takes the same input and gives the same classes.
// Source: Li, Kadav, Durdanovic, Samet, Graf: Pruning Filters for Efficient ConvNets,
// arXiv:1608.08710, 2017.
#pragma once
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/nn/model.h"

namespace tadpole {

struct ChannelPruning {
  Model model;  // batch norm is folded, layers have new names
  struct Width {
    std::string layer;  // that makes the channels
    int before = 0, after = 0;
  };
  std::vector<Width> widths;  // of those that became narrower, in running order
  std::int64_t macs_before = 0, macs_after = 0;
};

// Takes `share` (0 to below 1) of the channels of every layer whose width is free: not the input's,
// not the answer's. Which: those of the smallest filters by their L2 norm, batch norm's scale
// within; channels that must go together (a convolution and the depthwise one behind it, both sides
// of a sum) are judged together, each filter against the mean of its layer. What is left should be
// trained on. Fails for a share out of range and as fold_batch_norms() does.
Result<ChannelPruning> prune_channels(const Model& model, double share);

}  // namespace tadpole
