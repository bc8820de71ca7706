// SPDX-License-Identifier: Apache-2.0
// The networks that a search draws from: the one place that says which spaces there are, and for
// which inputs. A space is a file of its own (conv_space.h, dense_space.h); its points are what a
// recipe says, [model] layers and options of [train].
#pragma once
#include <array>
#include <string>
#include <vector>

#include "core/search/space_parts.h"

namespace tadpole {

struct NetworkSpace {
  std::string name;  // "conv", "dense"
  Space space;
  // The network of a point of the space. Expects: a point of it, at least one output.
  NetworkLines (*layers)(const Space& space, const SpacePoint& point, const NetworkAnswer& answer);

  NetworkLines layers_of(const SpacePoint& point, const NetworkAnswer& answer) const {
    return layers(space, point, answer);
  }
};

// input: height, width and channels of the features, each at least 1. 1x1xC has nothing to convolve
// over: dense layers; anything else: convolutions.
NetworkSpace network_space(const std::array<int, 3>& input);
std::vector<std::string> network_space_names();

}  // namespace tadpole
