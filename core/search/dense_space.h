// SPDX-License-Identifier: Apache-2.0
// The space of small dense networks, for rows of numbers and vectors of features: one to four
// hidden layers, each with a width of its own, and how they are trained. mlp with one to four
// layers is a point of it.
// Source: the ranges are about those of Gorishniy et al., Revisiting Deep Learning Models for
// Tabular Data (2021), cut to what a microcontroller holds.
#pragma once
#include "core/search/space_parts.h"

namespace tadpole {

inline constexpr int kMostHidden = 4;

// For inputs 1x1xC.
Space dense_space();

// The lines of the network, ending in the answer. Expects: a point of dense_space().
NetworkLines dense_layers(const Space& space, const SpacePoint& point, const NetworkAnswer& answer);

}  // namespace tadpole
