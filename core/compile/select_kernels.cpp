// SPDX-License-Identifier: Apache-2.0
#include "core/compile/select_kernels.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/compile/builtin.h"
#include "core/compile/planned_op.h"
#include "core/graph/operator_name.h"

namespace tadpole {
namespace {

struct FastTwin {
  int builtin;
  MaybeStep (*make)(const OpView&);
};

constexpr FastTwin kCortexM[] = {
    {builtin::kConv2d, cortex_m_conv_2d},
    {builtin::kDepthwiseConv2d, cortex_m_depthwise_conv_2d},
    {builtin::kAdd, cortex_m_add},
    {builtin::kFullyConnected, cortex_m_fully_connected},
    {builtin::kAveragePool2d, cortex_m_average_pool_2d},
};

MaybeStep fast_twin(const OpView& view, Target target) {
  const bool computed = !view.input(0).is_constant() || view.op().builtin == builtin::kAdd;
  if (target != Target::cortex_m4 || !computed) return std::optional<Step>();
  for (const FastTwin& twin : kCortexM) {
    if (twin.builtin == view.op().builtin) return twin.make(view);
  }
  return std::optional<Step>();
}

Error with_place(const OpView& view, const Error& error) {
  return {fmt::format("operator {} ({}, output '{}'): {}", view.index, operator_name(view.op()),
                      view.output().name, error.message),
          error.kind};
}

// A kernel of a form of its own, unless there is none for these types and shapes.
MaybeStep special_kernel(const OpView& view, Target target) {
  MaybeStep fast = fast_twin(view, target);
  if (!fast.ok() || fast.value()) return fast;
  return plain_kernel(view);
}

Result<Step> select(const OpView& view, Target target) {
  MaybeStep special = special_kernel(view, target);
  if (special.ok() && special.value()) return *std::move(special).value();
  if (!special.ok() && special.error().kind != ErrorKind::unsupported)
    return with_place(view, special.error());
  MaybeStep planned = planned_kernel(view);
  if (planned.ok() && planned.value()) return *std::move(planned).value();
  if (!special.ok()) return with_place(view, special.error());
  if (!planned.ok()) return with_place(view, planned.error());
  return with_place(view, unsupported(builtin::suggestion(view.op())));
}

}  // namespace

bool is_alias(const Graph& graph, const GraphOp& op) {
  const bool renames = op.builtin == builtin::kReshape || op.builtin == builtin::kSqueeze ||
                       op.builtin == builtin::kExpandDims;
  return renames && !graph.tensors[static_cast<std::size_t>(op.inputs[0])].is_constant();
}

bool is_silent(const Graph& graph, const GraphOp& op) {
  return op.builtin == builtin::kVarHandle || op.builtin == builtin::kCallOnce ||
         is_alias(graph, op);
}

int padding_before(Padding padding, int input, int output, int filter, int stride, int dilation) {
  if (padding == Padding::valid) return 0;
  const int reach = (filter - 1) * dilation + 1;
  return std::max(0, (output - 1) * stride + reach - input) / 2;
}

Result<std::vector<Step>> select_kernels(const Graph& graph, Target target) {
  std::vector<Step> steps;
  for (int i = 0; i < static_cast<int>(graph.ops.size()); ++i) {
    if (is_silent(graph, graph.ops[static_cast<std::size_t>(i)])) continue;
    steps.push_back(TADPOLE_TRY(select({graph, i}, target)));
  }
  return steps;
}

}  // namespace tadpole
