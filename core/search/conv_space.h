// SPDX-License-Identifier: Apache-2.0
// The space of small convolutional classifiers: a first convolution, up to five blocks (plain or
// depthwise separable), pooling, and how they are trained. tiny_conv and ds_cnn are near points of
// it. A point is what a recipe says: [model] layers and options of [train].
// Sources: the blocks of ds_cnn: Zhang et al., Hello Edge (2017); the width multiplier: Howard et
// al., MobileNets (2017).
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "core/search/space.h"

namespace tadpole {

inline constexpr int kMostBlocks = 5;

Space conv_space();

// The lines of the network, ending in dense and softmax. Expects: a point of conv_space().
std::vector<std::string> conv_layers(const Space& space, const SpacePoint& point, int classes);
// Name and value of the options of [train] that the point sets: always the same names.
std::vector<std::pair<std::string, std::string>> conv_training(const Space& space,
                                                               const SpacePoint& point);

}  // namespace tadpole
