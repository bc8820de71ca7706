// SPDX-License-Identifier: Apache-2.0
// Where the kernels of a model lie in its parameters: what pruning, clustering and rounding act on.
// Biases and what normalises are left alone.
#pragma once
#include <string>
#include <vector>

#include "core/nn/model.h"

namespace tadpole {

// Value i of the kernel belongs to output (i / inner) % outputs.
struct WeightKernel {
  std::string layer;                   // its name
  std::size_t first = 0, count = 0;    // in Model::parameters()
  std::size_t outputs = 1, inner = 1;  // channels it makes
  bool per_channel = false;            // its int8 form has one scale per output, not one for all
};

// Of convolutions, depthwise and dense layers that are not frozen, in their order. The kernels of
// other layers (lstm, gru, svdf, embedding) are none of them.
std::vector<WeightKernel> weight_kernels(const Model& model);

// The share of zeros in all kernels together; 0 for a model without kernels.
double kernel_sparsity(const Model& model);

}  // namespace tadpole
