// SPDX-License-Identifier: Apache-2.0
#include "core/quant/dynamic_range.h"

#include "core/quant/quantizable.h"
#include "core/quant/quantize_tensors.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

bool has_dynamic_kernel(int code) {
  return code == builtin::kConv2d || code == builtin::kDepthwiseConv2d ||
         code == builtin::kFullyConnected;
}

}  // namespace

Graph with_dynamic_range(Graph graph) {
  for (GraphOp& op : graph.ops) {
    if (!has_dynamic_kernel(op.builtin)) continue;
    quantize_kernel(graph, op);
    // Rows after a relu use one half of a symmetric range only.
    if (op.builtin == builtin::kFullyConnected) op.options.asymmetric_quantize_inputs = true;
  }
  return graph;
}

}  // namespace tadpole
