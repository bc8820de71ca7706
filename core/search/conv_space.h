// SPDX-License-Identifier: Apache-2.0
// The space of small convolutional networks: a first convolution, up to five blocks (plain or
// depthwise separable), pooling, and how they are trained. tiny_conv and ds_cnn are near points of
// it.
// Sources: the blocks of ds_cnn: Zhang et al., Hello Edge (2017); the width multiplier: Howard et
// al., MobileNets (2017).
#pragma once
#include <array>

#include "core/search/space_parts.h"

namespace tadpole {

inline constexpr int kMostBlocks = 5;

// input: height, width, channels. No kernel and no stride reaches farther than the input: over a
// window of one column (time x 1 x axes) all of them lie along time.
Space conv_space(const std::array<int, 3>& input);

// The lines of the network, ending in the answer. Expects: a point of conv_space().
NetworkLines conv_layers(const Space& space, const SpacePoint& point, const NetworkAnswer& answer);

}  // namespace tadpole
