// SPDX-License-Identifier: Apache-2.0
// Transfer learning: a trained model's first layers serve another task. Split them off, answer
// every sample once (core/train/feature_source.h), train the head alone, join both again.
// Source: Yosinski et al.: How transferable are features in deep neural networks?,
// arXiv:1411.1792, 2014.
#pragma once
#include <string>

#include "core/nn/model.h"

namespace tadpole {

struct SplitModel {
  Model base;  // up to and with the layer
  Model head;  // takes what the base gives
};
// Both halves hold the model's parameters, and their layers keep their names. Fails for a name that
// there is not, for the last layer, where a later layer reads one before the cut by name, and where
// a half has nothing to learn.
Result<SplitModel> split_model(const Model& model, const std::string& layer);

// One model that does what base and then head do. Fails when head does not take what base gives:
// both shapes.
Result<Model> join_models(const Model& base, const Model& head);

// Copies parameters and state of the first layers of `from`, as long as kind, shape and name are
// the same, up to and with the layer `until` (empty: as far as they agree). Returns how many layers
// were copied. Fails when a layer before `until` differs: both lines.
Result<int> import_weights(Model& to, const Model& from, const std::string& until = "");

}  // namespace tadpole
