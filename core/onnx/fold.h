// SPDX-License-Identifier: Apache-2.0
// What follows a convolution or a dense layer and becomes part of it. Source for batch norm: Jacob
// et al., Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
// Inference, 2018, section 3.2.
#pragma once
#include "core/onnx/importer.h"

namespace tadpole {

// The constant as one number for each output channel of what made the value; empty when it changes
// along another axis.
std::vector<float> per_channel(const Importer& in, const OnnxValue& value,
                               const OnnxTensor& constant);

// y = factor[c] * x + shift[c], worked into weights and bias of what made x. False, and nothing
// changed, when that is no such operator, others read it too, or it applies an activation. Either
// list may be empty.
bool fold_linear(Importer& in, const OnnxValue& value, const std::vector<float>& factor,
                 const std::vector<float>& shift);

// False when what made the value cannot apply the activation itself.
bool fuse_activation(Importer& in, const OnnxValue& value, Activation activation);

}  // namespace tadpole
