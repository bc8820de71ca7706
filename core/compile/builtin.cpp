// SPDX-License-Identifier: Apache-2.0
#include "core/compile/builtin.h"

#include <fmt/format.h>

namespace tadpole::builtin {
namespace {

constexpr int kLstm = 16;  // the fused cell of one step, which nothing here computes

}  // namespace

std::string suggestion(const GraphOp& op) {
  const char* idea =
      op.builtin == kLstm ? "use a layer over the whole sequence" : "use another one";
  return fmt::format("there is no kernel for this operator; {}", idea);
}

bool has_weights(const GraphOp& op) {
  return op.builtin == kConv2d || op.builtin == kDepthwiseConv2d || op.builtin == kFullyConnected;
}

}  // namespace tadpole::builtin
